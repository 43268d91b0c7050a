import { EXCHANGE_RULES } from './exchange-rules.ts';
import { FACT_RULES } from './fact-rules.ts';
import { PLATFORM_RULES } from './platform-rules.ts';

export const FILE_RULES = [...FACT_RULES, ...EXCHANGE_RULES, ...PLATFORM_RULES] as const;

export type FileRuleId = (typeof FILE_RULES)[number]['id'];
