import type { Fen } from '@duixian/values';
import type { Shown } from './deciding/look-at.ts';
import type { Plan } from './policies/planning.ts';
import { deliver } from './policies/release.ts';
import type { World } from './world.ts';

/** The share of histories in which other readings are put in force alone. */
const APPLIED = 0.4;

type ByAccount = ReadonlyMap<string, Fen>;
/** Waits until everything begun is done, and begins nothing. */
type Wait = () => Promise<void>;

/**
 * When nothing is left to do, one decision is made, and nothing else happens: what is ordered must equal what
 * was shown. Answers whether it was tried; an amount that has to settle first is not ordered at once.
 */
export async function decidedAlone(world: World, wait: Wait): Promise<boolean> {
  if (world.absent.has('who decides') || world.terms().settleForMs > 0) return false;
  const known = new Set(world.store.orders.keys());
  let shown: Shown | undefined;
  void world.deciders.alone(world).then((answer) => {
    shown = answer;
  });
  await wait();
  if (!shown) return true;
  const ordered = orderedSince(world, known);
  world.count(ordered.size > 0 ? 'decided alone, and ordered' : 'decided alone');
  world.wrong.push(...differences(shown.orders, ordered, 'shown to be ordered at once, and ordered are'));
  return true;
}

/** The same with other readings of the law: what changes must equal the plan, and nothing else. */
export async function appliedAlone(world: World, wait: Wait): Promise<boolean> {
  if (world.absent.has('who plans') || !world.random.isTrue(APPLIED)) return false;
  deliver(world);
  await wait();
  const before = entitledOf(world);
  let plan: Plan | undefined;
  void world.planning.alone(world).then((answer) => {
    plan = answer;
  });
  await wait();
  if (!plan || !world.awards.isQuiet) return true;
  world.count(plan.entitledFen.size > 0 ? 'applied alone, and claims moved' : 'applied alone');
  const wanted = new Map([...before, ...plan.entitledFen]);
  world.wrong.push(...differences(wanted, entitledOf(world), 'due by the plan, and since it is applied'));
  return true;
}

function orderedSince({ store }: World, known: ReadonlySet<string>): ByAccount {
  const ordered = new Map<string, Fen>();
  for (const { id, entity, lines } of store.orders.values())
    for (const { year, group, fen } of known.has(id) ? [] : lines) {
      const account = `${entity} ${year} ${group}`;
      ordered.set(account, (ordered.get(account) ?? 0n) + fen);
    }
  return ordered;
}

function entitledOf({ awards }: World): ByAccount {
  return new Map(
    awards.accounts.map(({ entity, year, group, entitledFen }) => [
      `${entity} ${year} ${group}`,
      entitledFen,
    ]),
  );
}

function differences(wanted: ByAccount, found: ByAccount, inWords: string): string[] {
  return [...new Set([...wanted.keys(), ...found.keys()])].flatMap((account) => {
    const [wantedFen, foundFen] = [wanted.get(account) ?? 0n, found.get(account) ?? 0n];
    return wantedFen === foundFen ? [] : [`${account}: ${wantedFen} fen are ${inWords} ${foundFen}`];
  });
}
