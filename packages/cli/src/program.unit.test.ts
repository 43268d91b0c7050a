import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import stringWidth from 'string-width';
import { buildProgram } from './program.ts';

function withThoseBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withThoseBelow)];
}

/** Its output on both streams, and the code of its refusal. */
async function run(...words: string[]): Promise<{ text: string; code: string }> {
  let text = '';
  const take = (more: string) => {
    text += more;
  };
  const program = await buildProgram();
  for (const command of withThoseBelow(program))
    command.exitOverride().configureOutput({ writeOut: take, writeErr: take });
  const refusal = await program.parseAsync(['node', 'duixian', ...words]).then(
    () => ({ code: 'none' }),
    (error: { code: string }) => error,
  );
  return { text, code: refusal.code };
}

const ALL = withThoseBelow(await buildProgram());

describe('the command', () => {
  it.each(ALL.map((command) => [command.name(), command] as const))(
    'helps with %s in 80 columns',
    (_, command) => {
      let help = '';
      command.configureOutput({
        writeOut: (more) => {
          help += more;
        },
      });
      command.outputHelp();
      expect(help).toContain('Usage:');
      expect(help.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([]);
    },
  );

  it('says which options are required, and no default that is nothing', async () => {
    const { text } = await run('runs', 'draft', '--help');
    const isRequired = (option: string) => new RegExp(`--${option} [^\\n]*\\(required\\)\\n`).test(text);
    expect(['document', 'title', 'programme', 'group', 'smallest'].filter(isRequired)).toEqual([
      'document',
      'title',
      'programme',
    ]);
    expect(text).not.toMatch(/default: (\[|\{)/);
    expect((await run('replay', '--help')).text).not.toMatch(/default: (\[|\{)/);
  });

  it('says which version it is, of what', async () => {
    const { text } = await run('--version');
    expect(text).toMatch(/^duixian \d+\.\d+\.\d+, Node \d+\.\d+\.\d+, regulation zhengzhou-2017-61\n$/);
  });

  it.each(['nonsense', 'ftp://treasury.example', 'treasury.example:443'])(
    'sends no orders to %s',
    async (address) => {
      const { text, code } = await run('start', '--treasury-url', address);
      expect(text).toContain('It must be an http:// or https:// address.');
      expect(code).toBe('commander.invalidArgument');
    },
  );

  it.each([
    [['statsu'], 'status'],
    [['runs', 'aprove'], 'approve'],
    [['explain', '--jsn'], '--json'],
  ])('knows what %j was meant to be', async (words, meant) => {
    const { text, code } = await run(...words);
    expect(text).toContain(`Did you mean ${meant}?`);
    expect(code).toMatch(/^commander\.unknown/);
  });
});

it('words leave the program through report/lines.ts, where they are made fit; only JSON does not', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'report/lines.ts')
    .map((file) => [file, readFileSync(join(import.meta.dirname, file), 'utf8')] as const);
  expect(files.length).toBeGreaterThan(50);
  const others = files.flatMap(([file, text]) =>
    text
      .split('\n')
      .filter((line) => /console\.(?!log\((JSON\.stringify|jsonText|jsonLine)\()/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(others).toEqual([]);
});
