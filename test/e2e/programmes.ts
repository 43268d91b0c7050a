import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RECOGNISED = [
  'service-institution',
  'demonstration-municipal',
  'demonstration-provincial',
  'demonstration-national',
];

/** Some groups are paid by runs within a budget, everything else straight through. */
const programmesOf = (groups: readonly string[]) => `
programmes:
  - id: institutions
    name: 技术转移机构认定奖补
    groups: [${groups.join(', ')}]
    mode: runs
    budgeted: true
    publicityWorkingDays: 0
  - id: awards
    name: 郑州市科技成果转移转化补助
    groups: ["*"]
    mode: straight-through
    budgeted: false
`;

export type ProgrammesFile = { readonly path: string; remove(): Promise<void> };

/**
 * A file of programmes for one system; recognised institutions are paid by runs, unless other groups are
 * named.
 */
export async function writeProgrammes(groups: readonly string[] = RECOGNISED): Promise<ProgrammesFile> {
  const folder = await mkdtemp(join(tmpdir(), 'duixian-programmes-'));
  const path = join(folder, 'programmes.yaml');
  await writeFile(path, programmesOf(groups));
  return { path, remove: () => rm(folder, { recursive: true }) };
}
