import { FACT_TYPE_NAMES } from '@duixian/facts';
import * as accounts from './accounts.ts';
import * as budgets from './budgets.ts';
import * as checks from './checks.ts';
import * as claims from './claims.ts';
import * as deadLetters from './dead-letters.ts';
import * as deals from './deals.ts';
import * as decisions from './decisions.ts';
import * as endpoints from './endpoints.ts';
import * as events from './events.ts';
import * as feed from './feed.ts';
import * as handOvers from './hand-overs.ts';
import * as health from './health.ts';
import * as imports from './imports.ts';
import * as journalEntries from './journal-entries.ts';
import * as keys from './keys.ts';
import * as mappings from './mappings.ts';
import * as nrii from './nrii.ts';
import * as operations from './operations.ts';
import * as ordering from './ordering.ts';
import * as orders from './orders.ts';
import * as payables from './payables.ts';
import * as payees from './payees.ts';
import * as paymentSettings from './payment-settings.ts';
import * as persons from './persons.ts';
import * as policy from './policy.ts';
import * as received from './received.ts';
import * as records from './records.ts';
import { getRecord, listRecords } from './records-of-types.ts';
import * as recoveries from './recoveries.ts';
import { openApiPath, type Route } from './route.ts';
import * as runDocuments from './run-documents.ts';
import * as runObjections from './run-objections.ts';
import * as runs from './runs.ts';
import * as schemas from './schemas.ts';
import * as sources from './sources.ts';
import * as statements from './statements.ts';
import * as units from './units.ts';
import * as usage from './usage.ts';
import * as waiting from './waiting.ts';
import * as work from './work.ts';

const RESOURCES: readonly object[] = [
  ...[
    accounts,
    budgets,
    checks,
    claims,
    deadLetters,
    deals,
    decisions,
    endpoints,
    events,
    feed,
    handOvers,
    health,
    imports,
    journalEntries,
    keys,
  ],
  ...[
    mappings,
    nrii,
    operations,
    ordering,
    orders,
    payables,
    payees,
    paymentSettings,
    persons,
    policy,
    received,
    records,
  ],
  ...[
    recoveries,
    runDocuments,
    runObjections,
    runs,
    schemas,
    sources,
    statements,
    units,
    usage,
    waiting,
    work,
  ],
];

/** All routes. */
export const ALL_ROUTES: readonly Route[] = [
  ...RESOURCES.flatMap((resource) => Object.values(resource) as unknown[]).filter(isRoute),
  ...FACT_TYPE_NAMES.flatMap((type) =>
    type === 'duixian.party.v1' ? [listRecords(type)] : [listRecords(type), getRecord(type)],
  ),
];

const BY_ADDRESS = new Map(ALL_ROUTES.map((route) => [`${route.method} ${openApiPath(route.path)}`, route]));

/** The route of a path in OpenAPI's form: `/v1/orders/{id}`. */
export function routeOf(method: 'get' | 'post' | 'put', path: string): Route | undefined {
  return BY_ADDRESS.get(`${method.toUpperCase()} ${path}`);
}

function isRoute(value: unknown): value is Route {
  return typeof value === 'object' && value !== null && 'path' in value && 'answer' in value;
}
