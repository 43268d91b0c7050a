import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const names = z.record(z.string(), z.string());
const amounts = z.record(z.string(), z.union([z.string(), z.number()])).default({});
const probe = z.looseObject({ httpGet: z.looseObject({ path: z.string() }).optional() });

const container = z.looseObject({
  name: z.string(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).default([]),
  ports: z.array(z.looseObject({ name: z.string().optional(), containerPort: z.number() })).default([]),
  startupProbe: probe.optional(),
  readinessProbe: probe.optional(),
  livenessProbe: probe.optional(),
  lifecycle: z
    .looseObject({
      preStop: z.looseObject({ sleep: z.looseObject({ seconds: z.number() }).optional() }).optional(),
    })
    .optional(),
  resources: z.looseObject({ requests: amounts, limits: amounts }).default({ requests: {}, limits: {} }),
  securityContext: z.looseObject({}).optional(),
});

const podSpec = z.looseObject({
  containers: z.array(container),
  initContainers: z.array(container).default([]),
  automountServiceAccountToken: z.boolean().optional(),
  volumes: z.array(z.looseObject({ name: z.string() })).default([]),
  terminationGracePeriodSeconds: z.number().default(30),
  topologySpreadConstraints: z
    .array(z.looseObject({ topologyKey: z.string(), matchLabelKeys: z.array(z.string()).default([]) }))
    .default([]),
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

/** The fields that the rules look at, of an object that the schemas have accepted. */
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

export const deploymentSpec = z.looseObject({
  replicas: z.number().default(1),
  strategy: z
    .looseObject({
      rollingUpdate: z
        .looseObject({ maxUnavailable: z.union([z.number(), z.string()]).optional() })
        .optional(),
    })
    .optional(),
  template,
});

export const serviceSpec = z.looseObject({
  clusterIP: z.string().optional(),
  publishNotReadyAddresses: z.boolean().default(false),
  selector: names.default({}),
  ports: z.array(
    z.looseObject({
      port: z.number(),
      targetPort: z.union([z.number(), z.string()]).optional(),
      appProtocol: z.string().optional(),
    }),
  ),
});

export const budgetSpec = z.looseObject({
  maxUnavailable: z.union([z.number(), z.string()]).optional(),
  selector: z.looseObject({ matchLabels: names.default({}) }).default({ matchLabels: {} }),
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

/** The objects of one kind, each with its spec parsed by the given schema. */
export function ofKind<Spec extends z.ZodType>(
  objects: readonly RenderedObject[],
  kind: string,
  schema: Spec,
): { readonly name: string; readonly spec: z.output<Spec> }[] {
  return objects
    .filter((object) => object.kind === kind)
    .map((object) => ({ name: nameOf(object), spec: schema.parse(object.spec) }));
}

/** Whether a selector selects pods with these labels. */
export function selects(selector: Readonly<Record<string, string>>, pod: PodTemplate): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([label, value]) => pod.metadata.labels[label] === value);
}

export function nameOf({ kind, metadata }: RenderedObject): string {
  return `${kind} ${metadata.name}`;
}
