import { describe, expect, it } from '@jest/globals';
import { htmlPage } from './html-page.ts';
import { junitXml } from './junit-xml.ts';
import { exitCodeOf, type Report } from './report.ts';
import type { Rule, Status, Verdict } from './rule.ts';
import { runRules } from './run-rules.ts';

const SAME = { zh: '一样', en: 'same' };

function rule(id: string, severity: Rule['severity'] = 'must'): Rule {
  return { id, severity, asks: SAME, basis: 'none', remedy: SAME };
}

function verdict(status: Status, received = ''): Verdict {
  const evidence = received === '' ? [] : [{ place: 'line 1', sent: '', received, difference: SAME }];
  return { status, reason: SAME, evidence };
}

async function reportOf(...statuses: Status[]): Promise<Report> {
  const results = await runRules(
    statuses.map((status) => rule(status)),
    ({ id }) => verdict(id as Status, '<b a="1">&\u0000\u202e\ud800'),
    { limitMs: 1_000 },
  );
  return { profile: 'p', subject: 's', startedAt: '2026-03-02T15:00:00Z', seed: 7, versions: {}, results };
}

describe('a run', () => {
  it('goes past a check that throws, and past one that never ends', async () => {
    const checks: Record<string, () => Verdict | Promise<Verdict>> = {
      throws: () => {
        throw new Error('socket gone');
      },
      hangs: () => new Promise<Verdict>(() => {}),
      passes: () => verdict('PASSED'),
    };
    const results = await runRules(
      Object.keys(checks).map((id) => rule(id)),
      ({ id }) => checks[id]?.() ?? verdict('SKIPPED'),
      { limitMs: 20 },
    );
    expect(results.map((result) => [result.verdict.status, result.verdict.reason.en])).toEqual([
      ['INTERRUPTED', 'the check broke off: socket gone'],
      ['INTERRUPTED', 'the rule was not done within 20 ms'],
      ['PASSED', 'same'],
    ]);
  });

  it('warns where a should is not met', async () => {
    const results = await runRules([rule('a', 'should')], () => verdict('FAILED'), { limitMs: 1_000 });
    expect(results[0]?.verdict.status).toBe('WARNING');
  });

  it.each([
    [['PASSED', 'WARNING', 'REVIEW', 'SKIPPED'], 0],
    [['PASSED', 'INTERRUPTED'], 2],
    [['INTERRUPTED', 'FAILED'], 1],
  ] as [Status[], number][])('of %j ends with %i', async (statuses, code) => {
    expect(exitCodeOf(await reportOf(...statuses))).toBe(code);
  });
});

describe('a report', () => {
  it('shows in XML and HTML what was received, and obeys none of it', async () => {
    const report = await reportOf('FAILED', 'WARNING', 'INTERRUPTED', 'REVIEW', 'SKIPPED', 'PASSED');
    const shown = '&lt;b a=&quot;1&quot;&gt;&amp;\ufffd‹U+202E›\ufffd';
    for (const text of [junitXml(report), htmlPage(report)]) {
      expect(text).toContain(shown);
      expect(text).not.toContain('<b a');
    }
    expect(junitXml(report)).toContain('tests="6" failures="1" errors="1" skipped="2"');
  });
});
