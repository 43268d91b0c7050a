import { Problem } from '@duixian/local/folder';
import { type Command, InvalidArgumentError } from 'commander';
import { agree } from '../decide/agree.ts';
import { type DecisionOptions, decisionDraft, withdrawalDraft } from '../decide/decision-draft.ts';
import { previewInWords } from '../decide/preview-in-words.ts';
import { print } from '../report/lines.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type DecideOptions = DecisionOptions & ConnectionOptions & { json?: true; yes?: true };

export function addDecide(program: Command): void {
  withConnection(program.command('decide'))
    .description(
      'propose a decision (裁量决定) where the regulation leaves a rate or an amount open; another person confirms it',
    )
    .option('--policy <id>', 'policy', 'zhengzhou-2017-61')
    .option('--provision <id>', 'commissioned-research, sharing-user, sharing-owner or ip-service')
    .option('--fact <type:subject>', 'decides one fact, such as invoice:04100190011100000001')
    .option('--scope-year <year>', 'decides all claims of a year', wholeNumber)
    .option('--entity <uscc>', 'with --scope-year: of this entity only')
    .option('--rate <rate>', 'such as 0.25 or 25%')
    .option('--amount-yuan <yuan>', 'such as 300000 (ip-service)')
    .option('--by <name>', 'who decided')
    .option('--on <day>', 'when, YYYY-MM-DD (default: today in Shanghai)')
    .option('--document <number>', 'the number of the document')
    .option('--reason <text>', 'why')
    .option('--id <id>', 'of a decision that stands, which is changed (default: a new one)')
    .option('--withdraw', 'withdraw the decision of --id, on a paper and for a reason of its own')
    .option('--yes', 'agree to what it would change without being asked')
    .option('--json', 'the outcome as JSON')
    .action(decide);
}

function wholeNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

/**
 * Shows the effects first. The decision is proposed before anything is written to standard output, so that a reader who
 * closes it early does not prevent the proposal.
 */
async function decide(options: DecideOptions): Promise<void> {
  const client = new SystemClient(findSystem(options));
  const { show, propose } = stepsOf(client, options);
  const preview = await show();
  const shown = previewInWords(preview);
  if (!options.yes) await agree(shown, 'Propose it?');
  const proposed = await propose(preview.digest);
  if (options.json) {
    const { id, waiting } = proposed;
    console.log(JSON.stringify({ id, number: waiting?.number, preview: preview.digest }));
    return;
  }
  const { id } = proposed;
  print(
    ...(options.yes ? shown : []),
    `Decision ${id} is proposed. Another person confirms it: ./duixian decisions confirm ${id}`,
  );
}

function stepsOf(client: SystemClient, options: DecideOptions) {
  if (!options.withdraw) {
    const draft = decisionDraft(options);
    return {
      show: () => client.post('/v1/decisions/preview', { body: draft }),
      propose: (preview: string) => client.post('/v1/decisions/propose', { body: { ...draft, preview } }),
    };
  }
  if (options.id === undefined) throw new Problem('Say with --id which decision is withdrawn.');
  const path = { id: options.id };
  const draft = withdrawalDraft(options);
  return {
    show: () => client.post('/v1/decisions/{id}/withdraw/preview', { path, body: draft }),
    propose: (preview: string) =>
      client.post('/v1/decisions/{id}/withdraw', { path, body: { ...draft, preview } }),
  };
}
