import type { Command } from 'commander';
import { print } from '../report/lines.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { readonly json?: true };

/** What the second person does with what another proposed under an id of their own, and how the answer is said. */
type ProposalActs<Answer> = {
  readonly confirm: (client: SystemClient, id: string) => Promise<Answer>;
  readonly reject: (client: SystemClient, id: string, reason: string) => Promise<Answer>;
  readonly inWords: (answer: Answer) => string;
};

/** An act on a proposal by its id. */
export function actOnProposal(group: Command, name: string, meaning: string): Command {
  return withConnection(group.command(name))
    .description(meaning)
    .argument('<id>', 'an id of your own for the proposal; the same again has no effect')
    .option('--json', 'the answer as JSON');
}

/** The acts `confirm` and `reject`. */
export function addSecondPerson<Answer>(group: Command, acts: ProposalActs<Answer>): void {
  actOnProposal(group, 'confirm', 'confirm all of it; needs the scope approve, and another person').action(
    async (id: string, options: Options) => {
      sayAnswer(await acts.confirm(new SystemClient(findSystem(options)), id), acts, options);
    },
  );
  actOnProposal(group, 'reject', 'do not confirm it, or take your own back')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, options: Options & { reason: string }) => {
      const client = new SystemClient(findSystem(options));
      sayAnswer(await acts.reject(client, id, options.reason), acts, options);
    });
}

export function sayAnswer<Answer>(
  answer: Answer,
  { inWords }: Pick<ProposalActs<Answer>, 'inWords'>,
  { json }: Options,
): void {
  if (json) console.log(JSON.stringify(answer, null, 2));
  else print(inWords(answer));
}
