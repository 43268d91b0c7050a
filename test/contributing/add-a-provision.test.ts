import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programOf } from '@duixian/local';
import { defined } from '@duixian/values';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Page, ROOT } from './page.ts';

const page = new Page('add-a-provision');
const CLI = await programOf('duixian');
const FACTS = fileURLToPath(new URL('deploy/demo/01-parties.ndjson', ROOT));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'duixian-pack-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** A command of the page, with its placeholders filled in: what it prints, and with which code it ends. */
function run(title: string, start: string): { readonly printed: string; readonly code: number | null } {
  const [command = ''] = page.commands(title, start);
  const words = command.replaceAll('FOLDER', folder).replace('FACTS.ndjson', FACTS).split(' ').slice(1);
  const options = { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } } as const;
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, ...words], options);
  return { printed: `${stdout}${stderr}`, code: status };
}

const replayed = () => run('4. See it refused', './duixian replay');
const inPack = (name: string) => join(folder, 'luoyang-2027-3', name);

function change(name: string, from: string | RegExp, to: string): void {
  const text = readFileSync(inPack(name), 'utf8');
  const changed = text.replace(from, () => to);
  expect(changed).not.toBe(text);
  writeFileSync(inPack(name), changed);
}

it('is right, step by step', () => {
  expect(run('1. Begin a pack', './duixian policy new').code).toBe(0);
  const [sentence] = page.section('2. The sentence').match(/^ {4}对向本市.*$/m) ?? [];
  appendFileSync(inPack('regulation.txt'), `${defined(sentence, 'the page has the sentence').trim()}\n`);
  const [group = '', provision = ''] = page.blocks('3. The cap and the provision', 'yaml');
  change('policy.yaml', '\nconditions:\n', `${group}\nconditions:\n`);
  change('policy.yaml', /$/, provision);

  const refused = replayed();
  const [shownRefusal] = page.section('4. See it refused').match(/no case claims anything .*/) ?? [];
  expect(refused.printed.replaceAll(folder, 'FOLDER')).toContain(
    defined(shownRefusal, 'the page shows what is refused'),
  );
  expect(refused.code).not.toBe(0);

  const [cases = ''] = page.blocks('5. The worked cases', 'yaml');
  writeFileSync(inPack('cases/article-02-technology-seller.yaml'), cases);
  expect(replayed().code).not.toBe(0);
  change('cases/first-article.yaml', '→ Optics; 1,234,567.89\n', '→ Optics; 1,234,567.89; licence\n');
  change('cases/first-article.yaml', '→ Optics; 6,000,000.00\n', '→ Optics; 6,000,000.00; licence\n');
  expect(replayed()).toMatchObject({ code: 0 });

  change('policy.yaml', 'rate: 0.02', 'rate: 0.03');
  const failed = replayed();
  const shown = page.section('6. See a case fail').match(/entitles .* yuan, the case says .* yuan/)?.[0];
  expect(failed.printed).toContain(defined(shown, 'the page shows what fails'));
  expect(failed.code).not.toBe(0);
});
