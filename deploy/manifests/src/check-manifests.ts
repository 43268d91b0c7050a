import type { Arrow } from './drawn-arrows.ts';
import { kubernetesVersion } from './pinned-tools.ts';
import { readRendered } from './rendered-object.ts';
import { arrowFaults } from './rules/arrows.ts';
import { proxyFaults } from './rules/named-proxies.ts';
import { replacementFaults } from './rules/replaced-pods.ts';
import { podFaults } from './rules/restricted-pods.ts';
import { secretsInClear } from './rules/secrets-in-clear.ts';
import { sharedCallFaults } from './rules/shared-calls.ts';
import { runTool } from './run-tool.ts';
import type { Tools } from './tools.ts';

/** Everything wrong with the objects that a kustomize folder renders, a line for each; empty when all is right. */
export async function checkManifests(
  folder: string,
  drawn: readonly Arrow[],
  tools: Tools,
): Promise<string[]> {
  const rendered = await runTool(tools.kubectl, ['kustomize', folder]);
  if (!rendered.succeeded) return [rendered.complaint.trim()];
  // Where the form is wrong, the results of the other checks cannot be trusted.
  const malformed = await schemaFaults(rendered.output, tools);
  if (malformed.length > 0) return malformed;
  const objects = readRendered(rendered.output);
  return [
    ...podFaults(objects),
    ...replacementFaults(objects),
    ...sharedCallFaults(objects),
    ...secretsInClear(objects),
    ...proxyFaults(objects),
    ...arrowFaults(objects, drawn),
    ...(await scoreFaults(rendered.output, tools)),
  ];
}

async function schemaFaults(yaml: string, { kubeconform, schemas }: Tools): Promise<string[]> {
  const location = `${schemas}/{{.ResourceKind}}{{.KindSuffix}}.json`;
  const { succeeded, output, complaint } = await runTool(
    ...([kubeconform, ['-strict', '-schema-location', location, '-']] as const),
    { input: yaml },
  );
  return succeeded ? [] : linesOf(output || complaint);
}

async function scoreFaults(yaml: string, { kubeScore }: Tools): Promise<string[]> {
  // A CPU limit only throttles; requests state what each needs. Pods are spread by a constraint, which is stricter than
  // the anti-affinity that this check looks for, and has a rule of its own.
  const choices = [
    ...['--ignore-container-cpu-limit', '--ignore-test', 'deployment-has-host-podantiaffinity'],
    ...['--exit-one-on-warning', '--output-format', 'ci'],
  ];
  const { succeeded, output, complaint } = await runTool(
    ...([kubeScore, ['score', ...choices, '--kubernetes-version', `v${kubernetesVersion}`, '-']] as const),
    { input: yaml },
  );
  if (succeeded) return [];
  const printed = linesOf(output).filter((line) => /^\[(CRITICAL|WARNING)\]/.test(line));
  return printed.length > 0 ? printed : linesOf(complaint || output || 'kube-score failed without a word');
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}
