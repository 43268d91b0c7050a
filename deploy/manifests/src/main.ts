// Checks k8s/base against schemas, kube-score, the project's rules and the arrows of ARCHITECTURE.md.
// Usage: node deploy/manifests/src/main.ts
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkManifests } from './check-manifests.ts';
import { drawnArrows } from './drawn-arrows.ts';
import { obtainTools } from './tools.ts';

const root = join(import.meta.dirname, '../../..');
const tools = await obtainTools(join(root, '.cache'));
const drawn = drawnArrows(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'));
const faults = await checkManifests(join(root, 'k8s/base'), drawn, tools);
for (const fault of faults) console.error(fault);
console.error(faults.length === 0 ? 'The manifests are sound.' : `${faults.length} faults.`);
process.exitCode = faults.length === 0 ? 0 : 1;
