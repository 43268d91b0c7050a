// The ceiling of replay: the minimal work of any program that reads a facts file. Reads the lines of the given file,
// parses each, and holds them by subject.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { defined } from '@duixian/values';

const file = defined(process.argv[2], 'the first argument is a facts file');
const held = new Map<string, unknown>();
for await (const line of createInterface({ input: createReadStream(file) })) {
  const item = JSON.parse(line) as { type: string; subject: string };
  held.set(`${item.type} ${item.subject}`, item);
}
