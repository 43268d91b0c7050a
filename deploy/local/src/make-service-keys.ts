// Creates the keys with which services prove their messages to each other, or renews all of them by one step.
// Usage: node deploy/local/src/make-service-keys.ts FOLDER [add | switch | drop]
import { BACKED_SERVICES } from './credentials.ts';
import { keepServiceKeys, RENEWAL, SERVICE_KEYS_FILE } from './service-keys.ts';

const [folder, given] = process.argv.slice(2);
const step = RENEWAL.find((one) => one === given);
if (folder === undefined || (given !== undefined && step === undefined)) {
  console.error(`Usage: node deploy/local/src/make-service-keys.ts FOLDER [${RENEWAL.join(' | ')}]`);
  process.exit(1);
}
keepServiceKeys(folder, BACKED_SERVICES, step);
console.log(
  `${SERVICE_KEYS_FILE} of ${BACKED_SERVICES.join(', ')} are in ${folder}, each in the folder of its service.`,
);
