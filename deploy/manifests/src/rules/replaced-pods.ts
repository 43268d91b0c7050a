import { LIMITS } from '@duixian/values';
import {
  budgetSpec,
  deploymentSpec,
  ofKind,
  type PodTemplate,
  type RenderedObject,
  selects,
} from '../rendered-object.ts';

/** How long endpoints and callers may need to learn that a pod ends. */
const LEAST_PAUSE_SECONDS = 5;
/** The time between the orderly end and the kill: the container itself has to end too. */
const SPARE_SECONDS = 2;
const PLACES = ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'];
const EACH_BY_ITSELF = ['app.kubernetes.io/name', 'pod-template-hash'];

/** Pods are replaced, moved and drained while their service continues. */
export function replacementFaults(objects: readonly RenderedObject[]): string[] {
  const budgets = ofKind(objects, 'PodDisruptionBudget', budgetSpec);
  return ofKind(objects, 'Deployment', deploymentSpec).flatMap(({ name, spec }) => {
    const { replicas, strategy, template } = spec;
    const own = budgets.filter(({ spec: { selector } }) => selects(selector.matchLabels, template));
    return [
      ...(replicas >= 2
        ? []
        : [`replicas is ${replicas}: with fewer than 2 nobody answers while one is moved`]),
      ...(strategy?.rollingUpdate?.maxUnavailable === 0
        ? []
        : ['strategy.rollingUpdate.maxUnavailable is not 0: an old pod goes before the new one is ready']),
      ...(own.length === 1 && own[0]?.spec.maxUnavailable === 1
        ? []
        : ['there has to be one PodDisruptionBudget for its pods, with maxUnavailable: 1']),
      ...endFaults(template),
      ...spreadFaults(template),
    ].map((fault) => `${name}: ${fault}`);
  });
}

function endFaults({ spec: { containers, terminationGracePeriodSeconds } }: PodTemplate): string[] {
  const pauses = containers.map(({ lifecycle }) => lifecycle?.preStop?.sleep?.seconds ?? 0);
  const needed = Math.max(...pauses) + LIMITS.stopMs.most / 1_000 + SPARE_SECONDS;
  return [
    ...containers
      .filter((_, index) => (pauses[index] ?? 0) < LEAST_PAUSE_SECONDS)
      .map(
        ({ name }) =>
          `container ${name}: lifecycle.preStop.sleep is shorter than ${LEAST_PAUSE_SECONDS} seconds: it would be called after it has stopped listening`,
      ),
    ...(terminationGracePeriodSeconds >= needed
      ? []
      : [
          `terminationGracePeriodSeconds is ${terminationGracePeriodSeconds}, but the pause and the orderly end (LIMITS.stopMs) need ${needed}`,
        ]),
  ];
}

function spreadFaults({ spec: { topologySpreadConstraints } }: PodTemplate): string[] {
  return PLACES.filter(
    (place) =>
      !topologySpreadConstraints.some(
        ({ topologyKey, matchLabelKeys }) =>
          topologyKey === place && EACH_BY_ITSELF.every((label) => matchLabelKeys.includes(label)),
      ),
  ).map((place) => `no topologySpreadConstraint spreads it over ${place} by ${EACH_BY_ITSELF.join(' and ')}`);
}
