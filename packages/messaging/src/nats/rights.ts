import { defined } from '@duixian/values';
import type { StreamName } from './streams.ts';

type Hearing = {
  readonly stream: StreamName;
  readonly consumer: string;
  /** The subjects of the stream, with `*` for any word. */
  readonly subjects: readonly string[];
};
type Rights = {
  readonly publishes: readonly string[];
  readonly subscribes: readonly Hearing[];
  /** The subjects whose newest message it may read again, to know what it last published. */
  readonly readsBack?: readonly string[];
};

/**
 * Which service publishes and subscribes to what (the arrows of ARCHITECTURE.md). The server is configured from this
 * table, so that a compromised service can neither publish in the name of another nor subscribe where it has no right.
 */
export const NATS_RIGHTS = {
  institutions: {
    publishes: ['duixian.facts.institutions.>'],
    subscribes: [partnersConsumedBy('institutions')],
  },
  contracts: { publishes: ['duixian.facts.contracts.>'], subscribes: [partnersConsumedBy('contracts')] },
  metering: { publishes: ['duixian.facts.metering.>'], subscribes: [partnersConsumedBy('metering')] },
  awards: {
    publishes: ['duixian.facts.awards.>', 'duixian.entitlements.>'],
    subscribes: [
      {
        stream: 'FACTS',
        consumer: 'awards',
        subjects: [
          'duixian.facts.institutions.*',
          'duixian.facts.contracts.*',
          'duixian.facts.metering.invoice',
          'duixian.facts.awards.decision',
        ],
      },
      partnersConsumedBy('awards'),
    ],
  },
  disbursement: {
    publishes: ['duixian.orders.>'],
    subscribes: [
      { stream: 'ENTITLEMENTS', consumer: 'disbursement', subjects: ['duixian.entitlements.changed'] },
    ],
    readsBack: ['duixian.orders.>'],
  },
  partners: {
    publishes: ['duixian.partners.>'],
    subscribes: [
      {
        stream: 'ORDERS',
        consumer: 'partners-orders',
        subjects: ['issued', 'settled', 'returned', 'changed'].map((what) => `duixian.orders.${what}`),
      },
      {
        stream: 'ENTITLEMENTS',
        consumer: 'partners-entitlements',
        subjects: ['duixian.entitlements.changed'],
      },
    ],
  },
} as const satisfies Record<string, Rights>;

export type NatsService = keyof typeof NATS_RIGHTS;
const SERVICES = Object.keys(NATS_RIGHTS) as NatsService[];

/** The only service that may publish on a subject; undefined where none may. */
export function producerOf(subject: string): NatsService | undefined {
  return SERVICES.find((name) => NATS_RIGHTS[name].publishes.some((own) => isMeant(own, subject)));
}

/** The services that read a subject: its consumers, and its producer where it reads the subject back. */
export function readersOf(subject: string): NatsService[] {
  return SERVICES.filter((name) => subjectsRead(name).some((filter) => isMeant(filter, subject)));
}

/** Every producer with every reader of any of its subjects: each pair has keys of its own. */
export function pairsOfServices(): { readonly producer: NatsService; readonly reader: NatsService }[] {
  return SERVICES.flatMap((reader) => {
    const producers = subjectsRead(reader).flatMap((filter) => producerOf(filter) ?? []);
    return [...new Set(producers)].map((producer) => ({ producer, reader }));
  });
}

function subjectsRead(name: NatsService): readonly string[] {
  const { publishes, subscribes, readsBack = [] }: Rights = NATS_RIGHTS[name];
  const own = isRegister(name, publishes) ? [readBackOf(name).subject] : [];
  return [...subscribes.flatMap(({ subjects }) => subjects), ...own, ...readsBack];
}

/** `*` matches any word, and `>` at the end one or more. */
function isMeant(filter: string, subject: string): boolean {
  const words = subject.split('.');
  const wanted = filter.split('.');
  const isOpen = wanted.at(-1) === '>';
  if (isOpen ? words.length < wanted.length : words.length !== wanted.length) return false;
  return wanted.every(
    (word, at) => word === '*' || word === words[at] || (isOpen && at === wanted.length - 1),
  );
}

/** The subscription through which a register learns who may record what. */
export function partnersConsumedBy(register: string): Hearing {
  return { stream: 'PARTNERS', consumer: `${register}-partners`, subjects: ['duixian.partners.changed'] };
}

type NatsPermissions = { readonly publish: readonly string[]; readonly subscribe: readonly string[] };

const STREAM_OF: Readonly<Record<string, StreamName>> = {
  facts: 'FACTS',
  entitlements: 'ENTITLEMENTS',
  orders: 'ORDERS',
  partners: 'PARTNERS',
};
const ALL = Object.values(STREAM_OF);

/** The streams that a service ensures; all for a name that is not in the table, such as a test. */
export function streamsOf(name: string): readonly StreamName[] {
  const rights: Rights | undefined = NATS_RIGHTS[name as keyof typeof NATS_RIGHTS];
  if (!rights) return ALL;
  const published = rights.publishes.flatMap((subject) => STREAM_OF[subject.split('.')[1] ?? ''] ?? []);
  return [...new Set([...published, ...rights.subscribes.map(({ stream }) => stream)])];
}

/**
 * Where a service marks what its streams store: below each of its subjects, with more words than any consumer
 * subscribes to. A name that is not in the table has one below every stream.
 */
export function markSubjectsOf(name: string): readonly string[] {
  const rights: Rights | undefined = NATS_RIGHTS[name as keyof typeof NATS_RIGHTS];
  const own = rights?.publishes ?? Object.keys(STREAM_OF).map((stream) => `duixian.${stream}.${name}.>`);
  return own.map((subject) => `${subject.slice(0, -1)}mark`);
}

/**
 * The consumer with which a service reads its own facts again, to detect at start whether its database is older than
 * what it published. A consumer of that name filters that subject only, so it reads nobody else's facts.
 */
export function readBackOf(name: string): { stream: StreamName; consumer: string; subject: string } {
  return { stream: 'FACTS', consumer: `${name}-readback`, subject: `duixian.facts.${name}.*` };
}

function isRegister(name: string, publishes: readonly string[]): boolean {
  return publishes.includes(`duixian.facts.${name}.>`);
}

function mayReadBack(name: string, publishes: readonly string[]): string[] {
  if (!isRegister(name, publishes)) return [];
  const { stream, consumer, subject } = readBackOf(name);
  return [
    `$JS.API.CONSUMER.CREATE.${stream}.${consumer}.${subject}`,
    ...['INFO', 'MSG.NEXT', 'DELETE'].map((verb) => `$JS.API.CONSUMER.${verb}.${stream}.${consumer}`),
  ];
}

/** The stream that stores a subject. */
export function streamOf(subject: string): StreamName {
  return defined(STREAM_OF[subject.split('.')[1] ?? ''], `a stream holds ${subject}`);
}

/** Responses arrive on subjects of the service's own, on which nobody else may subscribe. */
export function inboxOf(name: string): string {
  return `_INBOX_${name}`;
}

/**
 * The permissions of the operator of the servers: to inspect streams, and to change them, which no service may do; not
 * to read their messages.
 */
export function operatorPermissions(): NatsPermissions {
  return {
    publish: ALL.flatMap((stream) => ['INFO', 'UPDATE'].map((verb) => `$JS.API.STREAM.${verb}.${stream}`)),
    subscribe: [`${inboxOf('operator')}.>`],
  };
}

/** What the server permits a service: its subjects, and of the JetStream API what its own streams and consumer need. */
export function permissionsOf(name: NatsService): NatsPermissions {
  const { publishes, subscribes, readsBack = [] }: Rights = NATS_RIGHTS[name];
  return {
    publish: [
      ...publishes,
      ...streamsOf(name).map((stream) => `$JS.API.STREAM.CREATE.${stream}`),
      ...[...readsBack, ...markSubjectsOf(name).map((subject) => `${subject}.>`)].map(
        (subject) => `$JS.API.DIRECT.GET.${streamOf(subject)}.${subject}`,
      ),
      ...mayReadBack(name, publishes),
      ...subscribes.flatMap(({ stream, consumer }) => [
        `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.${consumer}`,
        `$JS.API.CONSUMER.INFO.${stream}.${consumer}`,
        `$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`,
        `$JS.ACK.${stream}.${consumer}.>`,
      ]),
    ],
    subscribe: [`${inboxOf(name)}.>`],
  };
}
