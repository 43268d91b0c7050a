/**
 * What an event does in a state: a new state; nothing, because it was done already; or a refusal with its
 * reason. A table has a cell for every state and every event, so that no case is forgotten, and the
 * documentation is printed from it.
 */
export type Cell<State extends string, Refusal extends string> =
  | { readonly to: State }
  | { readonly repeated: true }
  | { readonly refused: Refusal };

export type StateTable<State extends string, Event extends string, Refusal extends string> = Readonly<
  Record<State, Readonly<Record<Event, Cell<State, Refusal>>>>
>;

export const to = <State extends string>(state: State) => ({ to: state }) as const;
export const refused = <Refusal extends string>(refusal: Refusal) => ({ refused: refusal }) as const;
export const repeated = { repeated: true } as const;

/** As Markdown: a row for each state, a column for each event. */
export function tableInMarkdown(table: StateTable<string, string, string>): string {
  const states = Object.keys(table);
  const events = Object.keys(Object.values(table)[0] ?? {});
  const rows = states.map((state) => [state, ...events.map((event) => cellInWords(table[state]?.[event]))]);
  return [['', ...events], events.map(() => '---').concat('---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function cellInWords(cell: Cell<string, string> | undefined): string {
  if (!cell) return '';
  if ('to' in cell) return `→ **${cell.to}**`;
  return 'repeated' in cell ? 'no effect' : `refused: ${cell.refused}`;
}
