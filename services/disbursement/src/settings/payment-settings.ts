import { canonicalJson, sha256Hex } from '@duixian/values';
import type { Programme } from '../programmes/domain/programme.ts';

/** The settings that decide how money moves. */
export interface PaymentSettings {
  readonly programmes: readonly Programme[];
  readonly needsPayee: boolean;
  readonly settleForMs: number;
  readonly demandAfterDays: number;
}

/** The settings with their identity. */
export interface KnownSettings extends PaymentSettings {
  readonly digest: string;
  /** Canonical JSON, as they are stored. */
  readonly json: string;
}

export function knownSettings(settings: PaymentSettings): KnownSettings {
  const { needsPayee, settleForMs, demandAfterDays } = settings;
  const programmes = settings.programmes.map((programme) => ({
    ...programme,
    straightThroughUpToFen: numberOf(programme.straightThroughUpToFen),
    straightThroughPerDayFen: numberOf(programme.straightThroughPerDayFen),
  }));
  const json = canonicalJson({ programmes, needsPayee, settleForMs, demandAfterDays });
  return { ...settings, json, digest: sha256Hex(json) };
}

export function settingsFrom(json: string): KnownSettings {
  const stored = JSON.parse(json) as Omit<PaymentSettings, 'programmes'> & {
    programmes: (Programme & {
      straightThroughUpToFen: number | null;
      straightThroughPerDayFen: number | null;
    })[];
  };
  const programmes = stored.programmes.map((programme) => ({
    ...programme,
    straightThroughUpToFen: fenOf(programme.straightThroughUpToFen),
    straightThroughPerDayFen: fenOf(programme.straightThroughPerDayFen),
  }));
  return { ...stored, programmes, json, digest: sha256Hex(json) };
}

/** An amount from a file is exact as a number. */
function numberOf(fen: bigint | null): number | null {
  return fen === null ? null : Number(fen);
}

function fenOf(fen: number | null): bigint | null {
  return fen === null ? null : BigInt(fen);
}
