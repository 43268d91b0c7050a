import { finding, placeOf } from './finding.ts';
import { moduleReferences, targetOf } from './module-references.ts';
import type { Source, Tree } from './tree.ts';

/**
 * The arrows between the modules of disbursement. `domain` is the pure half of a module, and knows only other domains.
 * Any module may know the form of stored records (`records`); the code that changes them is reached only along an
 * arrow.
 */
const home = 'services/disbursement/src/';

const records: Record<string, string[]> = {
  ledger: ['authorization', 'entry', 'ledger', 'state-table'],
  orders: ['order', 'purpose', 'end-to-end-id', 'returned-parts'],
  programmes: ['programme', 'daily-straight'],
  budgets: ['budget'],
  payees: ['payee'],
  runs: ['run', 'run-line', 'run-table'],
  recoveries: ['recovery'],
  reconciliation: ['statement-line'],
  ordering: ['suspension'],
};

const domainArrows: Record<string, string[]> = {
  ledger: [],
  programmes: [],
  budgets: [],
  orders: ['ledger'],
  entitlements: ['ledger', 'orders'],
  payees: ['ledger', 'orders'],
  runs: ['ledger', 'orders'],
  recoveries: ['ledger', 'orders'],
  reconciliation: ['ledger', 'orders', 'runs'],
  ordering: ['reconciliation'],
  'unit-of-work': ['entitlements', 'ledger'],
};

/**
 * Arrows from the half of a module that reads, writes and answers. It may know the domain of every module that it
 * names.
 */
const arrows: Record<string, string[]> = {
  wire: [],
  documents: [],
  'unit-of-work': ['budgets.domain', 'entitlements.domain', 'ledger.domain', 'recoveries.domain'],
  ledger: ['unit-of-work', 'wire'],
  programmes: [],
  budgets: ['programmes', 'unit-of-work', 'wire'],
  entitlements: ['ledger.domain', 'orders.domain', 'unit-of-work', 'wire'],
  settings: ['unit-of-work'],
  payees: ['documents', 'ledger.domain', 'unit-of-work', 'wire'],
  recoveries: ['documents', 'ledger.domain', 'unit-of-work', 'wire'],
  orders: ['recoveries', 'unit-of-work', 'wire'],
  // An archive holds all of a run: its orders, the accounts that they were paid to, the journal of its entities.
  runs: ['documents', 'ledger', 'orders', 'payees', 'programmes', 'unit-of-work', 'wire'],
  reconciliation: ['ledger.domain', 'orders.domain', 'runs', 'unit-of-work', 'wire'],
  ordering: ['reconciliation', 'unit-of-work', 'wire'],
  treasury: ['orders', 'unit-of-work'],
  work: ['orders', 'recoveries', 'unit-of-work', 'wire'],
};

const remedy = 'Turn it round, or draw the arrow in test/tidy/modules.ts';

export function forbiddenArrows(tree: Tree): string[] {
  return sourcesOfModules(tree).flatMap((source) =>
    moduleReferences(source).flatMap(({ specifier, node }) => {
      const target = targetOf(source, specifier);
      if (target === undefined || isAllowed(placeIn(source.path), placeIn(target))) return [];
      return [finding(placeOf(source, node), `'${specifier}' is no arrow between modules`, remedy)];
    }),
  );
}

/** A table with a cycle, or with an arrow that nothing uses, is wrong. */
export function falseArrows(tree: Tree): string[] {
  const used = new Set(
    sourcesOfModules(tree).flatMap((source) =>
      moduleReferences(source).flatMap(({ specifier }) => {
        const target = targetOf(source, specifier);
        return target === undefined ? [] : [arrowOf(placeIn(source.path), placeIn(target))];
      }),
    ),
  );
  const drawn = [
    ...Object.entries(domainArrows).flatMap(([from, to]) =>
      to.map((one) => `${from}.domain → ${one}.domain`),
    ),
    ...Object.entries(arrows).flatMap(([from, to]) => to.map((one) => `${from} → ${one}`)),
  ];
  const unused = drawn
    .filter((arrow) => !used.has(arrow) && !used.has(`${arrow}.domain`))
    .map((arrow) => finding('test/tidy/modules.ts:1', `nothing uses the arrow ${arrow}`, 'Take it out'));
  return [...(used.size > 0 ? unused : []), ...circles(domainArrows), ...circles(arrows)];
}

interface Place {
  /** Undefined: a file beside the modules, which combines them. */
  readonly module: string | undefined;
  readonly isDomain: boolean;
  readonly file: string;
}

function placeIn(path: string): Place {
  const [module = '', second = '', third] = path.slice(home.length).split('/');
  if (!path.slice(home.length).includes('/')) return { module: undefined, isDomain: false, file: module };
  return { module, isDomain: second === 'domain', file: (third ?? second).replace(/\.ts$/, '') };
}

function isAllowed(from: Place, to: Place): boolean {
  if (from.module === undefined) return true;
  if (to.module === undefined) return false;
  if (to.isDomain && records[to.module]?.includes(to.file)) return true;
  if (from.module === to.module) return !from.isDomain || to.isDomain;
  if (from.isDomain) return to.isDomain && (domainArrows[from.module] ?? []).includes(to.module);
  const mayUse = arrows[from.module] ?? [];
  return mayUse.includes(to.module) || (to.isDomain && mayUse.includes(`${to.module}.domain`));
}

function arrowOf(from: Place, to: Place): string {
  const name = ({ module, isDomain }: Place) => `${module}${isDomain ? '.domain' : ''}`;
  return `${name(from)} → ${name(to)}`;
}

function circles(table: Record<string, string[]>): string[] {
  const isOnCircle = (start: string) => {
    const seen = new Set<string>();
    const waiting = [...(table[start] ?? [])];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(...(table[next] ?? []));
    }
    return seen.has(start);
  };
  return Object.keys(table)
    .filter(isOnCircle)
    .map((name) => finding('test/tidy/modules.ts:1', `${name} is on a circle of arrows`, 'Break it'));
}

function sourcesOfModules(tree: Tree): Source[] {
  return tree.sources.filter(({ path, isTest }) => path.startsWith(home) && !isTest);
}
