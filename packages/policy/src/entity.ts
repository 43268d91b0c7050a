import { compareCodePoints, type Uscc } from '@duixian/values';

/** The end of the chain of parents of a USCC (docs/facts.md §5). */
export type Root = {
  readonly entity: Uscc;
  /** The USCC itself and all above it; every one of them has this entity. */
  readonly chain: readonly Uscc[];
  /** The USCCs of the cycle that the chain runs into, in the order of the chain; empty where the chain ends. */
  readonly circle: readonly Uscc[];
};

/**
 * The legal entity (法人) of a USCC: the end of its chain of parents, or the smallest USCC of the cycle that the chain
 * runs into. Example: branch 分公司 → head office 总公司, which has no parent: the entity is the head office.
 */
export function rootOf(uscc: Uscc, parentOf: (uscc: Uscc) => Uscc | null | undefined): Root {
  const chain = new Set<Uscc>();
  let at = uscc;
  for (;;) {
    chain.add(at);
    const parent = parentOf(at);
    if (!parent) return { entity: at, chain: [...chain], circle: [] };
    if (chain.has(parent)) return circleAt(parent, [...chain]);
    at = parent;
  }
}

function circleAt(entry: Uscc, chain: Uscc[]): Root {
  const circle = chain.slice(chain.indexOf(entry));
  const entity = circle.reduce((smallest, other) =>
    compareCodePoints(other, smallest) < 0 ? other : smallest,
  );
  return { entity, chain, circle };
}
