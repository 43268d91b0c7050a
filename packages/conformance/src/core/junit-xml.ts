import { countsOf, type Report, sumOf } from './report.ts';
import type { Result } from './run-rules.ts';
import { xmlText } from './xml-text.ts';

/**
 * JUnit's XML, as build servers read it: a rule is a testcase, a warning passes with its words in system-out, and what
 * a person has to answer counts as skipped.
 */
export function junitXml(report: Report): string {
  const { profile, startedAt, seed, versions, results } = report;
  const counts = countsOf(report);
  const skipped = (counts.get('SKIPPED') ?? 0) + (counts.get('REVIEW') ?? 0);
  const numbers = `tests="${results.length}" failures="${counts.get('FAILED') ?? 0}" errors="${counts.get('INTERRUPTED') ?? 0}" skipped="${skipped}"`;
  const properties = Object.entries({ ...versions, seed: String(seed ?? ''), sha256: sumOf(report) });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="duixian conform" ${numbers}>`,
    `<testsuite name="${xmlText(profile)}" ${numbers} time="${seconds(results)}" timestamp="${xmlText(startedAt)}">`,
    '<properties>',
    ...properties.map(([name, value]) => `<property name="${xmlText(name)}" value="${xmlText(value)}"/>`),
    '</properties>',
    ...results.map((result) => testcase(profile, result)),
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testcase(profile: string, result: Result): string {
  const { rule, verdict, durationMs } = result;
  const name = xmlText(`${rule.id} ${rule.asks.en}`);
  const open = `<testcase classname="${xmlText(profile)}" name="${name}" time="${durationMs / 1000}"`;
  const message = xmlText(verdict.reason.en);
  const text = xmlText(evidenceText(result));
  switch (verdict.status) {
    case 'PASSED':
      return `${open}/>`;
    case 'FAILED':
      return `${open}><failure type="${rule.severity}" message="${message}">${text}</failure></testcase>`;
    case 'INTERRUPTED':
      return `${open}><error type="interrupted" message="${message}">${text}</error></testcase>`;
    case 'REVIEW':
    case 'SKIPPED':
      return `${open}><skipped message="${verdict.status}: ${message}"/></testcase>`;
    case 'WARNING':
      return `${open}><system-out>WARNING: ${message}\n${text}</system-out></testcase>`;
  }
}

function evidenceText({ rule, verdict }: Result): string {
  return [
    ...verdict.evidence.flatMap(({ place, sent, received, difference }) => [
      `${place}: ${difference.en}`,
      ...(sent === '' ? [] : [`sent: ${sent}`]),
      `received: ${received}`,
    ]),
    `remedy: ${rule.remedy.en}`,
    `basis: ${rule.basis}`,
  ].join('\n');
}

function seconds(results: readonly Result[]): number {
  return results.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
}
