import type { FileRuleId } from '../file/rules.ts';
import { FACT_MUTANTS } from './fact-mutants.ts';
import type { FilePatch } from './file-patch.ts';
import type { Mutants } from './mutant.ts';
import { REGISTER_MUTANTS } from './register-mutants.ts';

export const FILE_MUTANTS = { ...FACT_MUTANTS, ...REGISTER_MUTANTS } as const satisfies Mutants<
  FilePatch,
  FileRuleId
>;
