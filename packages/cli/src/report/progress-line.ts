import { redrawn } from './safe-terminal.ts';

const barWidth = 30;
const intervalMs = 100;

/** A progress bar on a terminal's standard error; nothing for a file or a pipe. */
export class ProgressLine {
  readonly #totalBytes: number | undefined;
  #lines = 0;
  #bytes = 0;
  #drawnAtMs = Number.NEGATIVE_INFINITY;

  /** The total is unknown for standard input. */
  constructor(totalBytes: number | undefined) {
    this.#totalBytes = totalBytes;
  }

  read(bytes: number): void {
    this.#bytes += bytes;
  }

  answered(lines: number): void {
    this.#lines += lines;
    if (performance.now() - this.#drawnAtMs < intervalMs) return;
    this.#drawnAtMs = performance.now();
    this.#draw();
  }

  done(): void {
    if (!process.stderr.isTTY || this.#lines === 0) return;
    this.#draw();
    process.stderr.write('\n');
  }

  #draw(): void {
    if (!process.stderr.isTTY) return;
    const count = `${this.#lines.toLocaleString('en')} facts`;
    process.stderr.write(redrawn(`${this.#bar()}${count}`));
  }

  #bar(): string {
    if (!this.#totalBytes) return '';
    const share = Math.min(1, this.#bytes / this.#totalBytes);
    const full = Math.round(share * barWidth);
    return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${String(Math.floor(share * 100)).padStart(3)}%  `;
  }
}
