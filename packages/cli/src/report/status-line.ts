import { columnsOf, wrapped } from './lines.ts';
import { redrawn } from './safe-terminal.ts';

/** One line on a terminal's standard error that is overwritten; nothing for a file or a pipe. */
export class StatusLine {
  readonly #stream: NodeJS.WriteStream;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  print(sentence: string): void {
    // A sentence over two lines could not be overwritten.
    const [line = ''] = wrapped(sentence, columnsOf(this.#stream) - 1);
    if (this.#stream.isTTY) this.#stream.write(redrawn(line));
  }

  clear(): void {
    this.print('');
  }
}
