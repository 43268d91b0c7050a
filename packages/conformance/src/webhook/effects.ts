import { setTimeout as wait } from 'node:timers/promises';
import type { WebhookSettings } from './settings.ts';

const EFFECTS_TIMEOUT_MS = 10_000;

/** What a receiver says of one event and of what the event is about. */
export type Effects = {
  /** How often the event had an effect. */
  readonly timesApplied: number;
  /** The version that it holds of the subject; null: none. */
  readonly version: number | null;
};

/**
 * `GET effectsUrl?id=…&subject=…` → `{"timesApplied": 1, "version": 5}`. A receiver that works after its answer is
 * given time first. An answer in another form throws: then nothing was seen.
 */
export async function askEffects(
  { effectsUrl, settleMs }: WebhookSettings,
  id: string,
  subject: string,
  signal: AbortSignal,
): Promise<Effects | undefined> {
  if (effectsUrl === undefined) return undefined;
  await wait(settleMs, undefined, { signal });
  const url = new URL(effectsUrl);
  url.searchParams.set('id', id);
  url.searchParams.set('subject', subject);
  const response = await fetch(url, {
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(EFFECTS_TIMEOUT_MS)]),
  });
  const answer: unknown = response.ok ? await response.json() : undefined;
  if (isEffects(answer)) return answer;
  throw new Error(
    `--effects-url answered HTTP ${response.status}, and not {"timesApplied": whole number, "version": whole number or null}`,
  );
}

function isEffects(answer: unknown): answer is Effects {
  if (typeof answer !== 'object' || answer === null) return false;
  const { timesApplied, version } = answer as Record<string, unknown>;
  return Number.isInteger(timesApplied) && (version === null || Number.isInteger(version));
}
