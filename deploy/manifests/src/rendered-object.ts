import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const names = z.record(z.string(), z.string());

const container = z.looseObject({
  name: z.string(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).default([]),
  startupProbe: z.looseObject({}).optional(),
  readinessProbe: z.looseObject({}).optional(),
  livenessProbe: z.looseObject({}).optional(),
  securityContext: z.looseObject({}).optional(),
});

const podSpec = z.looseObject({
  containers: z.array(container),
  initContainers: z.array(container).default([]),
  automountServiceAccountToken: z.boolean().optional(),
  volumes: z.array(z.looseObject({ name: z.string() })).default([]),
});

const template = z.looseObject({
  metadata: z.looseObject({ labels: names.default({}) }),
  spec: podSpec,
});

const peer = z.looseObject({});
const port = z.looseObject({
  port: z.union([z.number(), z.string()]).optional(),
  endPort: z.number().optional(),
  protocol: z.string().default('TCP'),
});

/** What the rules look at of an object that the schemas have found sound. */
const renderedObject = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), labels: names.default({}) }),
  data: names.optional(),
  spec: z.looseObject({ template: template.optional() }).optional(),
});

export const policySpec = z.looseObject({
  podSelector: z.looseObject({ matchLabels: names.optional(), matchExpressions: z.unknown().optional() }),
  policyTypes: z.array(z.string()).optional(),
  ingress: z
    .array(z.looseObject({ from: z.array(peer).default([]), ports: z.array(port).default([]) }))
    .optional(),
  egress: z
    .array(z.looseObject({ to: z.array(peer).default([]), ports: z.array(port).default([]) }))
    .optional(),
});

export type RenderedObject = z.output<typeof renderedObject>;
export type PodTemplate = z.output<typeof template>;
export type Container = z.output<typeof container>;
export type PolicySpec = z.output<typeof policySpec>;
export type Peer = z.output<typeof peer>;
export type Port = z.output<typeof port>;

export function readRendered(yaml: string): RenderedObject[] {
  return parseAllDocuments(yaml).map((document) => renderedObject.parse(document.toJS()));
}

export function nameOf({ kind, metadata }: RenderedObject): string {
  return `${kind} ${metadata.name}`;
}
