import { isDeepStrictEqual } from 'node:util';
import type { SettingsAnswer } from '../system/answers.ts';

type Settings = SettingsAnswer['inForce'];

export function settingsInWords({ inForce, offered, waiting }: SettingsAnswer): string[] {
  return [
    `Payment settings in force (现行支付设置), digest ${inForce.digest}:`,
    ...inForce.programmes.map((programme) => `  programme ${inJson(programme)}`),
    `  needsPayee ${inForce.needsPayee}, settleForMs ${inForce.settleForMs}, demandAfterDays ${inForce.demandAfterDays}`,
    ...settingsOfferInWords({ inForce, offered }),
    ...(waiting
      ? [`${waiting.settings.digest} waits, proposed by ${waiting.by} on ${waiting.document}.`]
      : []),
  ];
}

/** The offered settings in words; nothing where there are none. */
export function settingsOfferInWords({
  inForce,
  offered,
}: Pick<SettingsAnswer, 'inForce' | 'offered'>): string[] {
  if (!offered) return [];
  if (offered.digest === inForce.digest)
    return [
      `Two persons have not agreed to these settings yet, and nothing is ordered until they do (支付设置待双人确认): ./duixian policy settings propose ${offered.digest} --document PAPER, then policy settings apply ${offered.digest} by another person.`,
    ];
  return [
    `Other payment settings are offered, which changes nothing yet (支付设置变更待生效), digest ${offered.digest}:`,
    ...changesInWords(inForce, offered).map((line) => `  ${line}`),
  ];
}

/** The differences, field by field. */
export function changesInWords(now: Settings, next: Settings): string[] {
  const programmes = new Map(now.programmes.map((programme) => [programme['id'], programme]));
  const others = new Map(next.programmes.map((programme) => [programme['id'], programme]));
  const fields = (['needsPayee', 'settleForMs', 'demandAfterDays'] as const).flatMap((field) =>
    now[field] === next[field] ? [] : [`${field}: ${now[field]} → ${next[field]}`],
  );
  const changed = next.programmes.flatMap((programme) => {
    const before = programmes.get(programme['id']);
    if (!before) return [`new programme ${inJson(programme)}`];
    const keys = [...new Set([...Object.keys(before), ...Object.keys(programme)])];
    return keys.flatMap((key) =>
      isDeepStrictEqual(before[key], programme[key])
        ? []
        : [`programme ${programme['id']}, ${key}: ${inJson(before[key])} → ${inJson(programme[key])}`],
    );
  });
  const gone = now.programmes.flatMap(({ id }) => (others.has(id) ? [] : [`no programme ${id} any more`]));
  return [...changed, ...gone, ...fields];
}

function inJson(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
