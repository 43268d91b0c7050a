import { LIMITS, MIB } from '@duixian/values';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';

/** Memory of each chunk of a body beside its bytes, however few they are. */
const PIECE_BYTES = 256;

/**
 * Bodies that arrive or wait for their answers share limits: one per key, and one for the process. Bytes are counted as
 * they arrive, whatever Content-Length says. The first bytes of each body are always accepted, so that small requests
 * are never refused because of large ones. Register it where keys are known.
 */
export function limitBodies(app: FastifyInstance): void {
  const held = new Map<string, number>();
  let all = 0;
  function hold(key: string, bytes: number): void {
    all += bytes;
    const ofKey = (held.get(key) ?? 0) + bytes;
    if (ofKey === 0) held.delete(key);
    else held.set(key, ofKey);
  }
  app.addHook('preParsing', (request, reply, payload, done) => {
    if (request.method === 'GET' || request.method === 'HEAD') return done(null, payload);
    const key = request.apiKey?.id ?? '';
    let bytes = 0;
    let counted = 0;
    const holding = new Holding(() => {
      hold(key, -counted);
      counted = 0;
    });
    HOLDINGS.set(request, holding);
    reply.raw.once('close', holding.enter());
    payload.on('data', count);
    // Other listeners for a body's errors are added later, or never, where nobody reads it.
    payload.on('error', () => payload.off('data', count));
    function count(chunk: Buffer): void {
      bytes += chunk.length + PIECE_BYTES;
      const more = Math.max(0, bytes - LIMITS.bodyTakenBytes.most) - counted;
      const problem = beyond(all + more, (held.get(key) ?? 0) + more);
      if (more > 0 && problem) return void payload.emit('error', problem);
      hold(key, more);
      counted += more;
    }
    done(null, payload);
  });
}

function beyond(all: number, ofKey: number): Problem | undefined {
  const again = 'send this again when one of them is answered, or less at once';
  if (ofKey > LIMITS.bodiesOfKeyBytes.most) {
    const detail = `The requests of this key have more than ${LIMITS.bodiesOfKeyBytes.most / MIB} MiB together; ${again}.`;
    return new Problem('too-many-requests', detail);
  }
  if (all <= LIMITS.bodiesBytes.most) return undefined;
  return new Problem('unavailable', `Too much is being sent here at the moment; ${again}.`);
}

const HOLDINGS = new WeakMap<FastifyRequest, Holding>();

/** A body stays in memory until its client has gone and no handler uses it any more. */
export async function whileHeld<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
  const leave = HOLDINGS.get(request)?.enter();
  try {
    return await work();
  } finally {
    leave?.();
  }
}

class Holding {
  readonly #free: () => void;
  #holders = 0;

  constructor(free: () => void) {
    this.#free = free;
  }

  /** Call the returned function once. */
  enter(): () => void {
    this.#holders += 1;
    return () => {
      this.#holders -= 1;
      if (this.#holders === 0) this.#free();
    };
  }
}
