import type { Rule, Verdict } from './rule.ts';

/** The signal says that nobody waits for the verdict any more. */
export type Check<One extends Rule> = (rule: One, signal: AbortSignal) => Verdict | Promise<Verdict>;

export type RunOptions = {
  /** Rules by id; the others are skipped. Undefined: all. */
  readonly only?: readonly string[] | undefined;
  /** Of each rule. */
  readonly limitMs: number;
};

export type Result = { readonly rule: Rule; readonly verdict: Verdict; readonly durationMs: number };

/**
 * Checks one rule after the other. What a check throws, and a check that takes too long, interrupts that rule alone:
 * the others are still judged.
 */
export async function runRules<One extends Rule>(
  rules: readonly One[],
  check: Check<One>,
  { only, limitMs }: RunOptions,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const rule of rules) {
    const startedAt = performance.now();
    const isAsked = only === undefined || only.includes(rule.id);
    const verdict = isAsked ? judged(rule, await checked(rule, check, limitMs)) : NOT_ASKED;
    results.push({ rule: textOf(rule), verdict, durationMs: Math.round(performance.now() - startedAt) });
  }
  return results;
}

const NOT_ASKED: Verdict = {
  status: 'SKIPPED',
  reason: { zh: '本次未选择此规则（--only）', en: 'not among the rules that --only names' },
  evidence: [],
};

/** Without its check, so that a report is plain data. */
function textOf({ id, severity, asks, basis, remedy }: Rule): Rule {
  return { id, severity, asks, basis, remedy };
}

function judged({ severity }: Rule, verdict: Verdict): Verdict {
  return severity === 'should' && verdict.status === 'FAILED' ? { ...verdict, status: 'WARNING' } : verdict;
}

async function checked<One extends Rule>(rule: One, check: Check<One>, limitMs: number): Promise<Verdict> {
  const controller = new AbortController();
  const { promise: expired, resolve } = Promise.withResolvers<Verdict>();
  const timer = setTimeout(() => {
    resolve(
      interrupted({
        zh: `规则在 ${limitMs} 毫秒内没有完成`,
        en: `the rule was not done within ${limitMs} ms`,
      }),
    );
    controller.abort();
  }, limitMs);
  try {
    return await Promise.race([expired, (async () => check(rule, controller.signal))()]);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return interrupted({ zh: `检查中断：${message}`, en: `the check broke off: ${message}` });
  } finally {
    clearTimeout(timer);
  }
}

function interrupted(reason: Verdict['reason']): Verdict {
  return { status: 'INTERRUPTED', reason, evidence: [] };
}
