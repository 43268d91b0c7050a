import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '@duixian/values';
import type { PlannedStatus } from './behaviour.ts';
import type { JudgedOrder } from './judged-order.ts';

export interface KnownOrder {
  /** An order as it came: kept whole, whatever members it has. */
  content: JudgedOrder;
  /** From 1, as they came. */
  position: number;
  timesReceived: number;
  /** How often it arrived with other content: somebody changed what must not change. */
  timesContradicted: number;
  /** How many of its statuses the other side has acknowledged. */
  statusesReported: number;
  /** These statuses, with their times. */
  said: ReportedStatus[];
}

interface ReportedStatus {
  status: string;
  at: string;
  /** For a partial return. */
  returnedFen?: number;
  reference?: string;
}

type Line =
  | { received: JudgedOrder }
  | { again: string }
  | { contradicted: string; content: JudgedOrder }
  | ({ said: string } & ReportedStatus);

/**
 * What the treasury remembers, even across restarts: one line per event in a file, read completely at the start.
 * Writing is synchronous, so that an answer is never sent before its content is in the file.
 */
export class OrderFile {
  readonly #path: string;
  readonly #orders = new Map<string, KnownOrder>();

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true });
    this.#path = join(dataDir, 'orders.ndjson');
    if (!existsSync(this.#path)) return;
    const text = readFileSync(this.#path, 'utf8');
    // An incomplete last line was cut by a crash; no answer was sent for it.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    for (const line of whole.split('\n')) if (line !== '') this.#apply(JSON.parse(line) as Line);
    if (whole.length < text.length) truncateSync(this.#path, Buffer.byteLength(whole));
  }

  /** Takes in a batch with one write, and says for each order whether its content fits what is known under its id. */
  receive(orders: readonly JudgedOrder[]): boolean[] {
    const lines: Line[] = [];
    const fits = orders.map((content) => {
      const known = this.#orders.get(content.id);
      const isSame = known === undefined || canonicalJson(known.content) === canonicalJson(content);
      const line = lineOf(content, known, isSame);
      this.#apply(line);
      lines.push(line);
      return isSame;
    });
    this.#append(lines);
    return fits;
  }

  publishedStatuses(id: string, planned: PlannedStatus): void {
    const line = { said: id, ...planned, at: new Date().toISOString() };
    this.#apply(line);
    this.#append([line]);
  }

  /** The file contains account numbers, which nobody else may read. */
  #append(lines: readonly Line[]): void {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    appendFileSync(this.#path, text, { mode: 0o600 });
  }

  get(id: string): KnownOrder | undefined {
    return this.#orders.get(id);
  }

  get count(): number {
    return this.#orders.size;
  }

  all(): KnownOrder[] {
    return [...this.#orders.values()];
  }

  #apply(line: Line): void {
    if ('received' in line) {
      const position = this.#orders.size + 1;
      const fresh = {
        content: line.received,
        position,
        timesReceived: 1,
        timesContradicted: 0,
        statusesReported: 0,
        said: [],
      };
      this.#orders.set(line.received.id, fresh);
      return;
    }
    const id = 'again' in line ? line.again : 'said' in line ? line.said : line.contradicted;
    const known = this.#orders.get(id);
    if (!known) return;
    if ('again' in line) known.timesReceived++;
    else if ('said' in line) {
      known.statusesReported++;
      const { said: _id, ...publishedStatuses } = line;
      known.said.push(publishedStatuses);
    } else known.timesContradicted++;
  }
}

function lineOf(content: JudgedOrder, known: KnownOrder | undefined, isSame: boolean): Line {
  if (known === undefined) return { received: content };
  return isSame ? { again: content.id } : { contradicted: content.id, content };
}
