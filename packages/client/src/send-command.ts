const KEY_HEADER = 'idempotency-key';

/** Where the connection was lost, the command may have been carried out: only its key makes another try harmless. */
const LOST = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
const WAITS_MS = [200, 1_000, 3_000];

/** The header of a command under its key, or under a fresh one. */
export function commandHeaders(key: string = crypto.randomUUID()): Record<string, string> {
  return { [KEY_HEADER]: key };
}

/** Sends a command that has a key; again a few times with the same key, where its connection is lost. */
export async function sendCommand(
  request: Request,
  send: (request: Request) => Promise<Response>,
  waitsMs: readonly number[] = WAITS_MS,
): Promise<Response> {
  let isLost = false;
  for (const waitMs of waitsMs) {
    try {
      return await send(request.clone());
    } catch (error) {
      const code = codeOf(error);
      isLost ||= LOST.has(code);
      // The gateway may be starting again after a loss; before one, nothing was sent.
      if (!isLost || (!LOST.has(code) && code !== 'ECONNREFUSED')) throw error;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
  return send(request);
}

/** Whether a request is a command under a key. */
export function hasKey(request: Request): boolean {
  return request.headers.has(KEY_HEADER);
}

function codeOf(error: unknown): string {
  const { code } = ((error as Error).cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
