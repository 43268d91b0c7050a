import { budgetsV1 } from '@duixian/proto';
import { type Commands, type GrpcService, RpcError, rpcStatus, type Session, unary } from '@duixian/runtime';
import { type Fen, formatYuan } from '@duixian/values';
import { programmeById } from '../programmes/programmes.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import type { Decider } from '../unit-of-work/decider.ts';
import { readTotals } from '../unit-of-work/stored-programme-totals.ts';
import { personFaults, refuseIf } from '../wire/request-faults.ts';
import { appropriate } from './appropriate.ts';
import { availableOf, type Budget, budgetId, newBudget } from './domain/budget.ts';
import { NO_TOTALS, type ProgrammeTotals } from './domain/programme-totals.ts';

const NOTHING_TO_WITHDRAW =
  'nothing was appropriated to it in this year, so nothing can be withdrawn: appropriate more than 0';

export function budgetService(collections: Collections, decider: Decider, commands: Commands): GrpcService {
  const methods = budgetsV1.BudgetServiceService;
  const implementation: budgetsV1.BudgetServiceServer = {
    listProgrammes: unary(async () => ({
      programmes: decider.settings.programmes.map(({ id, name, functionalCode, mode, budgeted }) => ({
        ...{ id, name, functionalCode, mode, isKept: budgeted },
      })),
    })),
    listBudgets: unary((request) => listBudgets(collections, decider, request)),
    appropriate: commands.unary(methods.appropriate, {
      decide: (request) => setAppropriation(decider, request),
      answer: (outcome, request, session) => appropriated(collections, decider, outcome, request, session),
    }),
  };
  return { definition: methods, implementation };
}

async function listBudgets(
  collections: Collections,
  decider: Decider,
  { fiscalYear }: budgetsV1.ListBudgetsRequest,
): Promise<budgetsV1.ListBudgetsResponse> {
  const ids = decider.settings.programmes.map(({ id }) => budgetId(fiscalYear, id));
  const found = await collections.budgets.find({ _id: { $in: ids } }).toArray();
  const held = new Map(found.map(({ _id, ...rest }) => [_id, { id: _id, ...rest }]));
  const budgets = decider.settings.programmes.map(
    ({ id }) => held.get(budgetId(fiscalYear, id)) ?? newBudget(fiscalYear, id),
  );
  return { budgets: await messagesOf(collections, decider, budgets) };
}

type Outcome = Awaited<ReturnType<typeof appropriate>>;

function setAppropriation(decider: Decider, request: budgetsV1.AppropriateRequest): Promise<Outcome> {
  const { fiscalYear, programme, appropriatedFen, document, by } = request;
  const known = decider.settings.programmes.map(({ id }) => id);
  refuseIf([
    (fiscalYear < 2000 || fiscalYear > 2999) && 'fiscalYear: such as 2026',
    !known.includes(programme) && `programme: one of ${known.join(', ')}`,
    appropriatedFen < 0n && 'appropriatedFen: not negative',
    ...personFaults({ by, document }),
  ]);
  return appropriate(decider, request);
}

async function appropriated(
  collections: Collections,
  decider: Decider,
  outcome: Outcome,
  { appropriatedFen }: budgetsV1.AppropriateRequest,
  session?: Session,
): Promise<budgetsV1.AppropriateResponse> {
  if ('refusal' in outcome) throw refused(NOTHING_TO_WITHDRAW);
  if ('shortFen' in outcome) throw refused(tooLittle(appropriatedFen, outcome));
  const [budget] = await messagesOf(collections, decider, [outcome.budget], session);
  return { budget, isNew: outcome.isNew };
}

type Promised = Pick<Budget, 'committedFen' | 'orderedFen'>;

function tooLittle(askedFen: Fen, { committedFen, orderedFen }: Promised): string {
  const [asked, committed, ordered, least] = [askedFen, committedFen, orderedFen, committedFen + orderedFen]
    .map(formatYuan)
    .map((yuan) => `${yuan} yuan`);
  return `${asked} is too little: ${committed} committed to runs and ${ordered} ordered. Appropriate at least ${least}, or cancel runs first`;
}

function refused(why: string): RpcError {
  return new RpcError(rpcStatus.FAILED_PRECONDITION, why);
}

async function messagesOf(
  collections: Collections,
  decider: Decider,
  budgets: readonly Budget[],
  session?: Session,
): Promise<budgetsV1.Budget[]> {
  const ids = budgets.map(({ id }) => id);
  const totals = await readTotals(collections, ids, session);
  return budgets.map((budget, index) => messageOf(decider, budget, totals[index] ?? NO_TOTALS));
}

/**
 * A kept budget states its own ordered amount; otherwise the orders give it, and it may exceed the budget.
 */
function messageOf(decider: Decider, budget: Budget, totals: ProgrammeTotals): budgetsV1.Budget {
  const { fiscalYear, programme, appropriatedFen, committedFen, changes } = budget;
  const { name, functionalCode, mode, budgeted } = programmeById(decider.settings, programme);
  const { paidFen, returnedFen } = totals;
  const orderedFen = budgeted ? budget.orderedFen : totals.orderedFen;
  return {
    ...{ fiscalYear, programme, name, functionalCode, mode, isKept: budgeted },
    ...{ appropriatedFen, committedFen, orderedFen, paidFen, returnedFen },
    availableFen: availableOf({ ...budget, orderedFen }),
    changes: changes.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })),
  };
}
