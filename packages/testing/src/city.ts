import { defined } from '@duixian/values';
import { testUsccs } from './test-usccs.ts';

/** A CloudEvent as a partner's system writes it. */
export type Item = { readonly type: string; readonly subject: string; readonly [attribute: string]: unknown };

const YEAR = 2018;
const DAYS_PER_YEAR = 365;

/**
 * The registers of a city in one year, for any number of facts: the n-th record of a kind is always the same. Amounts
 * are small, so that no cap is reached and every fact changes an amount. Every rate is decided for the whole year, and
 * every intermediary is a recognised institution.
 */
export class City {
  readonly #usccs: readonly string[];
  readonly #institutions: readonly string[];
  /** An intermediary that no fact of `standing()` recognises. */
  readonly lateInstitution: string;

  constructor({ entities, institutions }: { entities: number; institutions: number }) {
    const usccs = testUsccs(entities + institutions + 1);
    this.#institutions = usccs.slice(0, institutions);
    this.#usccs = usccs.slice(institutions, -1);
    this.lateInstitution = defined(usccs.at(-1), 'there is at least one');
  }

  /** The facts that must be known before a contract or an invoice earns anything. */
  *standing(): Generator<Item> {
    for (const [index, uscc] of this.#institutions.entries()) yield this.recognition(`R-${index}`, uscc);
    yield decision('commissioned-research', '0.3');
    yield decision('sharing-user', '0.2');
    yield decision('sharing-owner', '0.1');
  }

  recognition(id: string, uscc: string): Item {
    return item('recognition', id, {
      uscc,
      kind: 'service-institution',
      level: 'municipal',
      documentNo: 'EXAMPLE',
      recognizedOn: '2017-06-01',
      status: 'recognized',
      revokedOn: null,
    });
  }

  party(index: number): Item {
    const uscc = this.#entity(index);
    return item('party', uscc, { ...named(uscc), kind: 'enterprise', parentUscc: null });
  }

  /** Earns its buyer 20% (article 5), and its intermediary, where it has one, 3% (article 10). */
  contract(index: number, { buyer = index, intermediary = this.#intermediary(index) } = {}): Item {
    return item('contract', registrationNo(index), {
      category: 'transfer',
      title: '示例技术转让合同',
      signedOn: dayOf(index),
      registeredOn: dayOf(index),
      seller: { ...named(this.#entity(index * 7 + 3)), kind: 'university' },
      buyer: { ...named(this.#entity(buyer)), kind: 'enterprise' },
      intermediary: intermediary === null ? null : { ...named(intermediary), kind: 'enterprise' },
      totalAmountFen: 1_000 + (index % 997),
      technologyAmountFen: 900 + (index % 97),
      relatedParties: false,
      fiscallyFunded: false,
      status: 'registered',
    });
  }

  receipt(index: number): Item {
    return item('receipt', `E-${index}`, {
      registrationNo: registrationNo(index),
      receivedOn: dayOf(index),
      amountFen: 500 + (index % 499),
      status: 'received',
    });
  }

  usage(index: number): Item {
    return item('usage', `U-${index}`, {
      instrumentId: `I-${index % 1_000}`,
      owner: { ...named(this.#entity(index % 1_000)), kind: 'university' },
      user: { ...named(this.#entity(index)), kind: 'enterprise' },
      startedAt: `${dayOf(index)}T09:00:00+08:00`,
      endedAt: `${dayOf(index)}T11:30:00+08:00`,
      quantity: '2.5',
      unit: 'hour',
      feeFen: 300 + (index % 101),
      way: 'occupy',
      status: 'final',
    });
  }

  /** For three usage records of its own; earns its user 20% and its owner 10% (article 11). */
  invoice(index: number): Item {
    return item('invoice', `V-${index}`, {
      owner: { ...named(this.#entity(index % 1_000)), kind: 'university' },
      user: { ...named(this.#entity(index)), kind: 'enterprise' },
      instrumentIds: [`I-${index % 1_000}`],
      usageIds: [index * 3, index * 3 + 1, index * 3 + 2].map((usage) => `U-${usage}`),
      issuedOn: dayOf(index),
      amountFen: 900,
      paidAmountFen: 850,
      relatedParties: false,
      status: 'paid',
    });
  }

  /** `count` facts as a year brings them: mostly usage, then invoices and contracts; one in twenty is sent twice. */
  *year(count: number): Generator<Item> {
    let sent = 0;
    for (const known of this.standing()) {
      if (sent++ >= count) return;
      yield known;
    }
    for (let index = 0; ; index += 1) {
      for (const fact of this.#week(index)) {
        if (sent++ >= count) return;
        yield fact;
      }
    }
  }

  /** Twenty facts, one of which is sent a second time. */
  *#week(index: number): Generator<Item> {
    yield this.party(index);
    for (let usage = 0; usage < 12; usage += 1) yield this.usage(index * 12 + usage);
    for (let invoice = 0; invoice < 4; invoice += 1) yield this.invoice(index * 4 + invoice);
    yield this.contract(index);
    yield this.receipt(index);
    yield this.contract(index);
  }

  #entity(index: number): string {
    return this.#usccs[index % this.#usccs.length] ?? '';
  }

  /** One contract in four has an intermediary. */
  #intermediary(index: number): string | null {
    if (index % 4 !== 0) return null;
    return this.#institutions[(index / 4) % this.#institutions.length] ?? null;
  }
}

function item(kind: string, subject: string, data: object): Item {
  return {
    specversion: '1.0',
    id: `${kind}-${subject}-1`,
    source: 'urn:test:city',
    type: `duixian.${kind}.v1`,
    subject,
    time: `${YEAR + 1}-01-01T09:00:00+08:00`,
    data: { revision: 1, ...data },
  };
}

function decision(provision: string, rate: string): Item {
  return item('decision', `D-${provision}`, {
    policy: 'zhengzhou-2017-61',
    provision,
    scope: { year: YEAR },
    rate,
    decidedBy: '示例',
    decidedOn: `${YEAR}-01-02`,
    documentNo: 'EXAMPLE',
    reason: '示例',
    status: 'made',
  });
}

function named(uscc: string) {
  return { uscc, name: `示例${uscc.slice(12)}`, divisionCode: '410105' };
}

function registrationNo(index: number): string {
  // Above the numbers of random histories, so that both can be sent to one system.
  return `${YEAR}4101${String(50_000_000 + index)}`;
}

function dayOf(index: number): string {
  const start = Date.UTC(YEAR, 0, 1);
  return new Date(start + (index % DAYS_PER_YEAR) * 86_400_000).toISOString().slice(0, 10);
}
