import type {
  ExplanationRecord,
  JournalEntryRecord,
  LineRecord,
  OrderRecord,
  PayeeRecord,
  RunRecord,
} from './archive-format.ts';
import { faultsOfLine, isOrdered, LineSums } from './line-agreement.ts';
import { approversOf, faultsOfApproval, faultsOfObjections, faultsOfPayee } from './person-agreement.ts';
import { type Amounts, amountsInWords, differs, sumOf } from './record-amounts.ts';

type Expected = { readonly entity: string; readonly amounts: Amounts; account: string; underWayFen: bigint };

/** The credit side of the equation that every journal entry keeps: entitled + received + written off = the rest. */
const RIGHT = new Set(['reserved', 'underWay', 'paid', 'nettedOut', 'open']);

/**
 * Checks whether the records of an archive agree with each other. They are passed file by file, in the order of the
 * archive, one at a time; little is kept of each. Every difference is named.
 */
export class Agreement {
  readonly #run: RunRecord;
  readonly #approvers: ReadonlySet<string>;
  readonly #sums = new LineSums();
  readonly #entities = new Set<string>();
  /** By order: what its line states. Removed when the order has arrived. */
  readonly #awaited = new Map<string, Expected>();
  readonly #ordered = new Map<string, Expected>();
  readonly #unexplained = new Set<string>();
  readonly #payees = new Set<string>();

  constructor(run: RunRecord) {
    this.#run = run;
    this.#approvers = approversOf(run);
  }

  runFaults(id: string): string[] {
    const { step } = this.#run;
    return [
      ...(this.#run.id === id ? [] : [`run.json is of run ${this.#run.id}, the manifest of ${id}`]),
      ...(step === null ? [] : [`run ${id} was being worked off (${step})`]),
      ...faultsOfApproval(this.#run),
    ];
  }

  line(line: LineRecord): string[] {
    const { entity, amounts, published, order } = line;
    const twice = this.#entities.has(entity) ? [`line ${entity} occurs twice`] : [];
    this.#entities.add(entity);
    this.#sums.add(line);
    for (const account of [...published, ...amounts]) this.#unexplained.add(keyOf({ entity, ...account }));
    const taken = order !== null && this.#awaited.has(order) ? [`order ${order} belongs to two lines`] : [];
    if (order !== null) this.#awaited.set(order, { entity, amounts, account: '', underWayFen: 0n });
    return [
      ...twice,
      ...taken,
      ...faultsOfLine(this.#run, line),
      ...faultsOfObjections(this.#approvers, line),
    ];
  }

  order(order: OrderRecord): string[] {
    const { id, run, payeeUscc, amountFen, lines } = order;
    const expected = this.#awaited.get(id);
    if (!expected) {
      return [this.#ordered.has(id) ? `order ${id} occurs twice` : `order ${id} belongs to no line`];
    }
    this.#awaited.delete(id);
    this.#ordered.set(id, { ...expected, account: order.payeeAccountNo });
    const [stated, right] = [lines, expected.amounts].map(amountsInWords);
    return [
      ...(run === this.#run.id ? [] : [`order ${id} is of run ${run}`]),
      ...(payeeUscc === expected.entity
        ? []
        : [`order ${id} pays ${payeeUscc}, its line ${expected.entity}`]),
      ...differs(`order ${id} amount`, amountFen, sumOf(expected.amounts)),
      ...(stated === right ? [] : [`order ${id} pays ${stated}, but its line has ${right}`]),
    ];
  }

  payee(payee: PayeeRecord): string[] {
    const { order, accountNo } = payee;
    const account = this.#ordered.get(order)?.account;
    const twice = this.#payees.has(order) ? [`the account of order ${order} occurs twice`] : [];
    this.#payees.add(order);
    return [
      ...twice,
      ...(account === accountNo ? [] : [`the account of order ${order} is ${accountNo}, not ${account}`]),
      ...faultsOfPayee(this.#approvers, payee),
    ];
  }

  explanation(explanation: ExplanationRecord): string[] {
    const key = keyOf(explanation);
    return this.#unexplained.delete(key)
      ? []
      : [`the explanation of ${key} belongs to no line, or occurs twice`];
  }

  journalEntry({ uscc, at, cause, id, lines }: JournalEntryRecord): string[] {
    const restFen = new Map<string, bigint>();
    for (const { year, group, book, fen } of lines) {
      const key = keyOf({ entity: uscc, year, group });
      restFen.set(key, (restFen.get(key) ?? 0n) + (RIGHT.has(book) ? fen : -fen));
      const order = cause === 'order' && book === 'underWay' ? this.#ordered.get(id ?? '') : undefined;
      if (order) order.underWayFen += fen;
    }
    return [...restFen]
      .filter(([, fen]) => fen !== 0n)
      .map(([key]) => `the entry of ${key} at ${at} (${cause}) is not balanced`);
  }

  /** The number of lines in the list of the public notice (公示). */
  get onList(): number {
    return this.#sums.onList;
  }

  /** What is missing after the last record. */
  endFaults(): string[] {
    const orders = [...this.#ordered];
    return [
      ...this.#sums.faults(this.#run),
      ...[...this.#awaited.keys()].map((id) => `order ${id} is missing`),
      ...(!isOrdered(this.#run) && orders.length > 0
        ? ['there are orders of a run that was not issued']
        : []),
      ...orders
        .filter(([id, { account }]) => account !== '' && !this.#payees.has(id))
        .map(([id]) => `the account of order ${id} is missing`),
      ...orders.flatMap(([id, { amounts, underWayFen }]) =>
        differs(`the entries of order ${id}`, underWayFen, sumOf(amounts)),
      ),
      ...[...this.#unexplained].map((key) => `the explanation of ${key} is missing`),
    ];
  }
}

function keyOf({ entity, year, group }: ExplanationRecord): string {
  return `${entity}/${year}/${group}`;
}
