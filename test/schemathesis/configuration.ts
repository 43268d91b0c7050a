import { numbersOf } from '@duixian/testing/long-forms';

const { oneOfOperations: ONE_OF_OPERATIONS } = numbersOf('interface');

/** A caller: the scopes of its key, and the operations that they open, in the words of the document. */
export type Caller = {
  readonly name: string;
  /** None: it sends no key. */
  readonly scopes: readonly string[];
  readonly opens: readonly string[];
};

type Operation = { readonly description?: string };
export type OpenApi = { readonly paths: Record<string, Record<string, Operation>> };

/**
 * The configuration of schemathesis for one caller. These checks are off or wider than the default:
 *
 * - `not_a_server_error` allows 503; other checks verify that it is documented and has `Retry-After`.
 * - `negative_data_rejection` and `positive_data_acceptance`: 413, 414, 415 and 431 are refusals too, and what JSON Schema
 *   cannot express (the check character of a USCC, a cursor, two parameters that belong together) may be 400 or 422.
 * - Facts are answered item by item: a batch of wrong facts is 200, a single one 422 (docs/facts.md §1), and data alone without
 *   its headers is 415, which the document cannot express.
 * - `ignored_auth` tries wrong keys, of which an address has few; the callers without a key and with a wrong one do that.
 * - A stream of the feed goes on for an hour, so it is not asked for.
 * - Every field of every fact in every combination, each judged by a register, is thousands of calls: facts are fuzzed.
 */
export function configurationFor(
  { opens }: Caller,
  document: OpenApi,
  { ids, usccs }: { readonly ids: readonly string[]; readonly usccs: readonly string[] },
): string {
  const uncovered = operationsOf(document).filter(
    ({ scopes }, index) => index % ONE_OF_OPERATIONS !== 0 || !scopes.some((scope) => opens.includes(scope)),
  );
  const named = (place: string, dictionary: string) =>
    `"${place}" = { dictionary = "${dictionary}", probability = 0.6 }`;
  return `
[dictionaries]
ids.values = ${JSON.stringify(ids)}
usccs.values = ${JSON.stringify(usccs)}

[parameters]
${['path.id', 'path.uri', 'path.group', 'path.programme', 'query.about', 'query.subject'].map((place) => named(place, 'ids')).join('\n')}
${['path.uscc', 'path.entity', 'query.entity'].map((place) => named(place, 'usccs')).join('\n')}

[checks]
ignored_auth.enabled = false
not_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", "503"]
negative_data_rejection.expected-statuses = ["400", "401", "403", "404", "405", "409", "413", "414", "415", "429", "431", "503"]
positive_data_acceptance.expected-statuses = ["2xx", "400", "401", "403", "404", "409", "422", "429", "503"]

[[operations]]
include-path = "/v1/feed/stream"
enabled = false

[[operations]]
include-path = "/v1/events"
phases.coverage.enabled = false
phases.fuzzing.generation.max-examples = 6
checks.negative_data_rejection.enabled = false
checks.positive_data_acceptance.enabled = false

[[operations]]
include-name = ${JSON.stringify(uncovered.map(({ method, path }) => `${method} ${path}`))}
phases.coverage.enabled = false
`;
}

/**
 * A forbidden request is refused before any of it is read, so a few examples show as much as all. In the short form that
 * is also what is requested of the others, except of one in so many.
 */
function operationsOf({ paths }: OpenApi) {
  return Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { description = '' }]) => {
        const scopes = /Scope: (.*)\.$/m.exec(description)?.[1]?.split(' or ') ?? ['open'];
        return { path, method: method.toUpperCase(), scopes };
      }),
    )
    .filter(({ path }) => path !== '/v1/events');
}
