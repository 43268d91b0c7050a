// Creates the secrets of deploy/compose.yaml, which nobody else may see, in deploy/compose/secrets.
// Usage: node deploy/local/src/make-compose-secrets.ts
import { join } from 'node:path';
import { makeComposeSecrets } from './compose-secrets.ts';

await makeComposeSecrets(join(import.meta.dirname, '../../compose/secrets'));
console.log('The secrets are in deploy/compose/secrets; keys-in-clear.json holds the keys of people.');
