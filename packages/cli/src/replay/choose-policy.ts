import { Problem } from '@duixian/local/folder';
import { loadPolicy, type Policy, PolicyFault } from '@duixian/policy';
import { type Command, InvalidArgumentError } from 'commander';

const DEFAULT_POLICY = 'zhengzhou-2017-61';

export type PolicyOptions = { policy: string; reading: Record<string, string>; packs: string };

export function withPolicy(command: Command): Command {
  return command
    .option('--policy <id>', 'the policy to compute by', DEFAULT_POLICY)
    .option(
      '--packs <folder>',
      'a folder of packs beside those that come with the system (or PACKS_DIR)',
      process.env['PACKS_DIR'] ?? '',
    )
    .option(
      '--reading <id=value>',
      'a reading other than the default, such as R2=both; repeatable',
      addReading,
      {},
    );
}

export function choosePolicy({ policy, reading, packs }: PolicyOptions): Policy {
  try {
    return loadPolicy(policy, reading, packs);
  } catch (error) {
    if (error instanceof PolicyFault) throw new Problem(error.message, { cause: error });
    throw error;
  }
}

function addReading(text: string, chosen: Record<string, string>): Record<string, string> {
  const match = /^(R\d+)=(.+)$/.exec(text);
  if (!match?.[1] || !match[2]) throw new InvalidArgumentError('Write it as R2=both.');
  return { ...chosen, [match[1]]: match[2] };
}
