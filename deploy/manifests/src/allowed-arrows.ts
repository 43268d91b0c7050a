import type { Arrow } from './drawn-arrows.ts';
import { type Peer, type PolicySpec, type Port, policySpec, type RenderedObject } from './rendered-object.ts';

/** An arrow that a policy allows out of, or into, the pods that it selects. */
export type AllowedArrow = Arrow & { readonly side: 'out' | 'in'; readonly policy: string };

const NAME = 'app.kubernetes.io/name';
const NAMESPACE = 'kubernetes.io/metadata.name';

/** Parties outside this namespace, by namespace and pod. */
const OUTSIDE: Readonly<Record<string, string>> = {
  [`ingress ${NAME}=ingress`]: 'ingress',
  [`treasury ${NAME}=treasury`]: 'treasury',
  [`duixian-servers ${NAME}=nats`]: 'nats',
  [`duixian-servers ${NAME}=mongo`]: 'mongo',
  [`monitoring ${NAME}=prometheus`]: 'prometheus',
  [`monitoring ${NAME}=collector`]: 'collector',
  'kube-system k8s-app=kube-dns': 'dns',
};

/** Networks of nobody's on the internet: whoever may connect to all of it still reaches none of these. */
const PRIVATE = [
  ...['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
];
const INTERNET = 'endpoints';

export const outsiders: ReadonlySet<string> = new Set([...Object.values(OUTSIDE), INTERNET]);

/** The names of the workloads here. */
export function workloadNames(objects: readonly RenderedObject[]): Set<string> {
  return new Set(
    objects.flatMap(({ spec }) => (spec?.template ? [nameIn(spec.template.metadata.labels)] : [])),
  );
}

/** Everything that the network policies allow. Peers that are not one known pod and port are kept in words. */
export function allowedArrows(objects: readonly RenderedObject[]): AllowedArrow[] {
  const workloads = workloadNames(objects);
  return objects
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .flatMap(({ metadata, spec }) => arrowsOf(metadata.name, policySpec.parse(spec), workloads));
}

function arrowsOf(policy: string, spec: PolicySpec, workloads: ReadonlySet<string>): AllowedArrow[] {
  const subjects = subjectsOf(spec, workloads);
  const types = spec.policyTypes ?? ['Ingress', ...(spec.egress ? ['Egress'] : [])];
  const ingress = types.includes('Ingress') ? (spec.ingress ?? []) : [];
  const egress = types.includes('Egress') ? (spec.egress ?? []) : [];
  return subjects.flatMap((subject) => [
    ...ingress.flatMap(({ from, ports }) =>
      pairs(from, ports).map(([from, port]) => ({ side: 'in' as const, policy, from, to: subject, port })),
    ),
    ...egress.flatMap(({ to, ports }) =>
      pairs(to, ports).map(([to, port]) => ({ side: 'out' as const, policy, from: subject, to, port })),
    ),
  ]);
}

function subjectsOf({ podSelector }: PolicySpec, workloads: ReadonlySet<string>): string[] {
  const { matchLabels = {}, matchExpressions } = podSelector;
  const wanted = Object.keys(matchLabels);
  if (matchExpressions === undefined && wanted.length === 0) return [...workloads];
  const isOfOne = matchExpressions === undefined && wanted.length === 1 && matchLabels[NAME] !== undefined;
  return [isOfOne ? nameIn(matchLabels) : JSON.stringify(podSelector)];
}

/** An empty list of peers or ports means any. */
function pairs(peers: readonly Peer[], ports: readonly Port[]): [peer: string, port: string][] {
  const names = peers.length === 0 ? ['anybody'] : peers.map(peerName);
  const numbers = ports.length === 0 ? ['any port'] : ports.map(portName);
  return names.flatMap((name) => numbers.map((number): [string, string] => [name, number]));
}

function peerName(peer: Peer): string {
  if (JSON.stringify(peer) === JSON.stringify({ ipBlock: { cidr: '0.0.0.0/0', except: PRIVATE } }))
    return INTERNET;
  const { podSelector, namespaceSelector, ...others } = peer as Record<
    string,
    { matchLabels?: Record<string, string> }
  >;
  const pod = onlyLabel(podSelector);
  const namespace = onlyLabel(namespaceSelector);
  if (Object.keys(others).length > 0 || !pod) return JSON.stringify(peer);
  if (namespaceSelector === undefined && pod[0] === NAME) return pod[1];
  const known = namespace?.[0] === NAMESPACE ? OUTSIDE[`${namespace[1]} ${pod.join('=')}`] : undefined;
  return known ?? JSON.stringify(peer);
}

/** The only label of a selector; undefined when it selects by anything else. */
function onlyLabel(
  selector: { matchLabels?: Record<string, string> } | undefined,
): [name: string, value: string] | undefined {
  const { matchLabels = {}, ...others } = selector ?? {};
  const labels = Object.entries(matchLabels);
  return labels.length === 1 && Object.keys(others).length === 0 ? labels[0] : undefined;
}

function portName({ port = 'any port', endPort, protocol }: Port): string {
  return `${port}${endPort === undefined ? '' : `–${endPort}`}${protocol === 'TCP' ? '' : `/${protocol}`}`;
}

function nameIn(labels: Readonly<Record<string, string>>): string {
  return labels[NAME] ?? JSON.stringify(labels);
}
