import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { behaviour } from './behaviour.ts';

const variables = z.object({
  HTTP_ADDRESS: z
    .string()
    .regex(/^[^\s:]+:\d{1,5}$/, { error: 'host:port, such as 127.0.0.1:7760' })
    .default('127.0.0.1:0'),
  TREASURY_SECRET_FILE: fileWith('the secret that disbursement signs with, whsec_…').pipe(
    z.string().startsWith('whsec_'),
  ),
  GATEWAY_URL: z
    .url({ error: 'the http:// address that statuses go to' })
    .transform((url) => url.replace(/\/$/, '')),
  TREASURY_KEY_FILE: fileWith('a key of the gateway with the scope treasury').pipe(z.string().min(1)),
  DATA_DIR: z.string({ error: 'a folder for its state' }).min(1),
  BEHAVIOUR: z
    .string()
    .default('{}')
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(behaviour),
});

type SandboxConfiguration = z.output<typeof variables>;

/** The path of a file; its content is the value. */
function fileWith(meaning: string) {
  return z.string({ error: `the path of a file that holds ${meaning}` }).transform((path, context) => {
    try {
      return readFileSync(path, 'utf8').trim();
    } catch {
      context.addIssue({ code: 'custom', message: `${path} cannot be read; it must hold ${meaning}` });
      return z.NEVER;
    }
  });
}

/** Reports all faults at once, by variable. */
export function readSandboxConfiguration(environment: NodeJS.ProcessEnv): SandboxConfiguration {
  const parsed = variables.safeParse(environment);
  if (parsed.success) return parsed.data;
  throw new Error(`The configuration is not right:\n${z.prettifyError(parsed.error)}`);
}
