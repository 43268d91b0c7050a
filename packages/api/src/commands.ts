import type { Route } from './route.ts';
import type { ServiceName } from './service-names.ts';

/**
 * How each POST is told from its repetition: one table, from which the gateway knows what takes an `Idempotency-Key`,
 * and which docs/commands.md prints.
 */
type Command = {
  readonly service: ServiceName | 'registers';
  /** The RPC that carries it out, and stores its answer. */
  readonly rpc: string;
  /** Rules of the domain that apply besides, with a key and without. */
  readonly rule: string;
};

const PROPOSED = 'the same proposal of the same person, while it waits, is one';
const CONFIRMED = 'the number of the proposal: what is confirmed already stays so';
const NUMBERED = 'the number of the proposal: what waits no more is refused';
const STEPPED = "the run's state: a step that was taken already is not taken again";
const HASHED = 'the SHA-256 of the key, where it is sent';
const RESENT = 'the id of the event: who received it already knows it by that';
const OF_PROPOSAL = 'the id of the proposal';
const ONE_DEMAND = 'an entity has one open demand: another is refused';

export const COMMANDS: Readonly<Record<string, Command>> = {
  '/v1/budgets/:year/:programme': money(
    'BudgetService/Appropriate',
    'the same sum on the same document, if it was the last',
  ),
  '/v1/decisions/propose': awards('DecisionService/ChangeDecision', PROPOSED),
  '/v1/decisions/:id/withdraw': awards('DecisionService/ChangeDecision', PROPOSED),
  '/v1/decisions/:id/confirm': awards('DecisionService/ChangeDecision', CONFIRMED),
  '/v1/decisions/:id/reject': awards('DecisionService/ChangeDecision', NUMBERED),
  '/v1/endpoints': partners(
    'EndpointService/CreateEndpoint',
    'a person has one endpoint of an address: another is refused',
  ),
  '/v1/endpoints/:id/rotate': partners(
    'EndpointService/RotateSecret',
    'while two secrets sign, another is refused',
  ),
  '/v1/endpoints/:id/test': partners('EndpointService/ChangeEndpoint', 'without a key each is another test'),
  '/v1/endpoints/:id/enable': partners('EndpointService/ChangeEndpoint', 'one that is enabled stays so'),
  '/v1/endpoints/:id/disable': partners('EndpointService/ChangeEndpoint', 'one that is disabled stays so'),
  '/v1/endpoints/:id/delete': partners('EndpointService/ChangeEndpoint', 'one that is deleted is not found'),
  '/v1/endpoints/:id/resend': partners('EndpointService/ChangeEndpoint', RESENT),
  '/v1/endpoints/:id/resend-failed': partners('EndpointService/ChangeEndpoint', RESENT),
  '/v1/endpoints/:id/resend-range': partners('EndpointService/ChangeEndpoint', RESENT),
  '/v1/imports': partners('ImportService/ChangeImport', 'the id of the import'),
  '/v1/imports/:id/start': partners('ImportService/ChangeImport', 'one that runs or has finished stays so'),
  '/v1/imports/:id/cancel': partners('ImportService/ChangeImport', 'one that is cancelled stays so'),
  '/v1/keys': partners('KeyService/CreateKey', HASHED),
  '/v1/keys/:id/rotate': partners('KeyService/RotateKey', HASHED),
  '/v1/keys/:id/confirm': partners('KeyService/ConfirmKey', 'a key is confirmed once'),
  '/v1/keys/:id/revoke': partners('KeyService/RevokeKey', 'a key is revoked once'),
  '/v1/mappings/:id/confirm': partners('MappingService/ChangeMapping', 'the id and version of the mapping'),
  '/v1/mappings/:id/reject': partners('MappingService/ChangeMapping', 'the id and version of the mapping'),
  '/v1/missing-facts/dismiss': {
    ...{ service: 'registers', rpc: 'RegisterService/DismissMissing' },
    rule: 'the records: all or none of a register',
  },
  '/v1/nrii/records/:id/send-back': partners(
    'WaitingService/SendBack',
    'the revision that is held: it is sent back once',
  ),
  '/v1/ordering/suspend': money(
    'OrderingService/SuspendOrdering',
    'a suspension stays, with the earlier day',
  ),
  '/v1/ordering/resume': money('OrderingService/ResumeOrdering', 'the suspension: only one that stands ends'),
  '/v1/orders/:id/release': money(
    'DisbursementService/ReleaseOrder',
    'an order is released once: again it is refused',
  ),
  '/v1/orders/:id/resolve': money(
    'DisbursementService/ResolveOrder',
    'a contradiction is resolved once: again it is refused',
  ),
  '/v1/orders/:id/status': money(
    'DisbursementService/RecordStatus',
    "the same status again has no effect; the bank's reference of a part that came back counts once",
  ),
  '/v1/payees/:uscc/propose': money('DisbursementService/ChangePayee', PROPOSED),
  '/v1/payees/:uscc/confirm': money('DisbursementService/ChangePayee', CONFIRMED),
  '/v1/payees/:uscc/reject': money('DisbursementService/ChangePayee', NUMBERED),
  '/v1/payees/:uscc/suspend': money('DisbursementService/ChangePayee', NUMBERED),
  '/v1/persons/:id/propose': partners('PersonService/ChangePerson', PROPOSED),
  '/v1/persons/:id/confirm': partners('PersonService/ChangePerson', CONFIRMED),
  '/v1/persons/:id/reject': partners('PersonService/ChangePerson', NUMBERED),
  '/v1/policy/propose': awards('PolicyService/ProposePolicy', PROPOSED),
  '/v1/policy/apply': awards(
    'PolicyService/ApplyPolicy',
    'the digest of the plan: what is in force stays so',
  ),
  '/v1/policy/reject': awards('PolicyService/RejectPolicy', 'the digest of the plan that waits'),
  '/v1/policy/settings/propose': money('SettingsService/ChangeSettings', PROPOSED),
  '/v1/policy/settings/apply': money(
    'SettingsService/ChangeSettings',
    'the digest: what is in force stays so',
  ),
  '/v1/policy/settings/reject': money(
    'SettingsService/ChangeSettings',
    'the digest of the settings that wait',
  ),
  '/v1/records/hand-overs': partners('HandingOverService/ChangeHandingOver', 'the id of the handing over'),
  '/v1/records/hand-overs/:id/confirm': partners(
    'HandingOverService/ChangeHandingOver',
    'the id of the handing over',
  ),
  '/v1/records/hand-overs/:id/reject': partners(
    'HandingOverService/ChangeHandingOver',
    'the id of the handing over',
  ),
  '/v1/recoveries': money('RecoveryService/Demand', ONE_DEMAND),
  '/v1/recoveries/:id/receipts': money(
    'RecoveryService/Receive',
    "the bank's reference counts once over all demands",
  ),
  '/v1/recoveries/:id/write-off': money('RecoveryService/WriteOff', 'a demand is written off once'),
  '/v1/runs': money('RunService/DraftRun', 'the id of the run'),
  '/v1/runs/:id/publish': money('RunService/StepRun', STEPPED),
  '/v1/runs/:id/approve': money('RunService/StepRun', STEPPED),
  '/v1/runs/:id/issue': money('RunService/StepRun', STEPPED),
  '/v1/runs/:id/close': money('RunService/StepRun', STEPPED),
  '/v1/runs/:id/cancel': money('RunService/StepRun', STEPPED),
  '/v1/runs/:id/objections': money('RunService/ChangeLine', 'a line has one objection that is not decided'),
  '/v1/runs/:id/objections/decide': money('RunService/ChangeLine', 'an objection is decided once'),
  '/v1/runs/:id/give-back': money('RunService/ChangeLine', 'a line is given back once'),
  '/v1/sources/:uri/propose': partners('SourceService/ChangeSource', PROPOSED),
  '/v1/sources/:uri/withdraw': partners('SourceService/ChangeSource', PROPOSED),
  '/v1/sources/:uri/confirm': partners('SourceService/ChangeSource', CONFIRMED),
  '/v1/sources/:uri/reject': partners('SourceService/ChangeSource', NUMBERED),
  '/v1/units/proposals': partners('UnitService/ChangeUnits', OF_PROPOSAL),
  '/v1/units/proposals/import': partners('UnitService/ChangeUnits', OF_PROPOSAL),
  '/v1/units/proposals/:id/confirm': partners('UnitService/ChangeUnits', OF_PROPOSAL),
  '/v1/units/proposals/:id/reject': partners('UnitService/ChangeUnits', OF_PROPOSAL),
  '/v1/transfers-back': money(
    'RecoveryService/ReceiveTransfer',
    "the bank's reference counts once over all demands",
  ),
  '/v1/treasury/statements': money(
    'ReconciliationService/Reconcile',
    'the SHA-256 of the file and its day; `repeat=true` compares it again',
  ),
};

const SAME_CONTENT = 'what equals what is held is a duplicate';

/** What changes something and takes no key, and why their repetition is harmless. */
export const WITHOUT_KEY: Readonly<Record<string, string>> = {
  '/v1/events': 'each fact has an id and a revision, and what is recorded is a duplicate',
  '/v1/deals/:dealId': 'the revision of the deal: what is held is a duplicate',
  '/v1/imports/:id': 'the offset: a part that has arrived is refused with the right one',
  '/v1/mappings/:id': 'a version never changes: the same text is the same proposal',
  '/nrii/:token/instru': SAME_CONTENT,
  '/nrii/:token/effect': SAME_CONTENT,
  '/v1/decisions/preview': 'it only computes',
  '/v1/decisions/:id/preview': 'it only computes',
  '/v1/decisions/:id/withdraw/preview': 'it only computes',
  '/v1/payees/import': 'each row is a proposal of its own: one that waits or stands already is `unchanged`',
  '/v1/treasury/statements/:id/import-unmatched':
    'it works in parts, each in a transaction: what was taken in stays, and a repetition goes on with the rest',
  '/v1/dead-letters/resend':
    'one long operation in all services: what was processed is no dead letter any more',
  '/v1/dead-letters/discard':
    'one long operation in all services: what was discarded is no dead letter any more',
  '/v1/republish': 'readers keep the highest version, so what is published again changes nothing',
  '/v1/migrations': 'what has the form of this release already is left as it is',
};

/** Whether it changes something, so that it takes an `Idempotency-Key`. */
export function isCommand({ method, path }: Pick<Route, 'method' | 'path'>): boolean {
  return method === 'POST' && path in COMMANDS;
}

function money(rpc: string, rule: string): Command {
  return { service: 'disbursement', rpc, rule };
}

function awards(rpc: string, rule: string): Command {
  return { service: 'awards', rpc, rule };
}

function partners(rpc: string, rule: string): Command {
  return { service: 'partners', rpc, rule };
}
