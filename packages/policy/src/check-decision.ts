import type { Fault, OwnCheck } from '@duixian/facts';
import { formatRate, parseRate } from '@duixian/values';
import { type Edition, editionsIn, type Policy, type Pricing, type Provision } from './policy.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The check of a decision against the policy at intake: whether the article leaves something to decide, and whether it
 * allows this decision (docs/facts.md §7). Where editions differ, the decision is valid if an edition that it can apply
 * to allows it. Fields of the wrong shape are reported by the type's own check and are ignored here.
 */
export function decisionCheck(policyNow: () => Policy): OwnCheck {
  return (type, data) => {
    if (type !== 'duixian.decision.v1') return [];
    const policy = policyNow();
    if (typeof data['policy'] === 'string' && data['policy'] !== policy.id)
      return [bad('policy', `policy must be ${policy.id}: no other one is in force here`)];
    if (typeof data['provision'] !== 'string') return [];
    const id = data['provision'];
    let latest: Fault[] = [];
    for (const edition of editionsConcerned(policy, data)) {
      latest = faultsUnder(policy, edition, id, data);
      if (latest.length === 0) break;
    }
    return latest;
  };
}

/** The editions in the year that it names; for a decision on a fact, whose day is unknown at intake, all editions. */
function editionsConcerned(policy: Policy, { scope }: Fields): readonly Edition[] {
  const year = typeof scope === 'object' && scope !== null ? (scope as Fields)['year'] : undefined;
  const inYear = typeof year === 'number' ? editionsIn(policy, year) : [];
  return inYear.length > 0 ? inYear : policy.editions;
}

function faultsUnder(policy: Policy, { provisions }: Edition, id: string, data: Fields): Fault[] {
  const provision = provisions.find((each) => each.id === id);
  if (provision?.pricing.kind === 'decided-rate') return rateFaults(provision, provision.pricing, data);
  if (provision?.pricing.kind === 'decided-amount') return amountFaults(provision, data);
  return [bad('provision', nothingToDecide(policy, provisions, provision))];
}

function nothingToDecide(
  policy: Policy,
  provisions: readonly Provision[],
  provision: Provision | undefined,
): string {
  const open = provisions.filter(({ pricing }) => pricing.kind.startsWith('decided')).map(({ id }) => id);
  const why = provision
    ? `article ${provision.article} fixes what ${provision.id} pays and leaves nothing to decide`
    : `${policy.id} has no such provision`;
  return `provision must be one of ${open.join(', ')}: ${why}`;
}

function rateFaults(
  { id, article }: Provision,
  { lowestMillionths, highestMillionths }: Pricing & { kind: 'decided-rate' },
  data: Fields,
): Fault[] {
  const range = `${formatRate(lowestMillionths)} to ${formatRate(highestMillionths)}`;
  const rule = `article ${article} leaves a rate from ${range} to decide for ${id}`;
  if (data['rate'] === undefined)
    return [missing('rate', `rate is missing: ${rule}`), ...without(data, 'amountFen', rule)];
  const rate = typeof data['rate'] === 'string' ? parseRate(data['rate']) : undefined;
  if (rate === undefined || (rate >= lowestMillionths && rate <= highestMillionths)) return [];
  return [bad('rate', `rate must be from ${range}: ${rule}`)];
}

function amountFaults({ id, article }: Provision, data: Fields): Fault[] {
  const rule = `article ${article} leaves an amount to decide for ${id}`;
  const faults: Fault[] = [];
  if (data['amountFen'] === undefined)
    faults.push(missing('amountFen', `amountFen is missing: ${rule}`), ...without(data, 'rate', rule));
  return [...faults, ...scopeFaults(id, data)];
}

function without(data: Fields, field: string, rule: string): Fault[] {
  return data[field] === undefined ? [] : [bad(field, `${field} must be absent: ${rule}`)];
}

/** A decided amount is a claim of its own: of one entity, in the year of its day. */
function scopeFaults(id: string, { scope, decidedOn }: Fields): Fault[] {
  if (typeof scope !== 'object' || scope === null) return [];
  const { entity, year } = scope as Fields;
  if (entity === undefined) return [bad('scope', `scope must be {"entity","year"}: ${id} pays one entity`)];
  if (typeof decidedOn !== 'string' || typeof year !== 'number' || Number(decidedOn.slice(0, 4)) === year)
    return [];
  return [bad('scope.year', `scope.year must be the year of decidedOn, ${decidedOn.slice(0, 4)}`)];
}

function bad(field: string, message: string): Fault {
  return { field: `data.${field}`, reason: 'bad-field', message };
}

function missing(field: string, message: string): Fault {
  return { field: `data.${field}`, reason: 'missing-field', message };
}
