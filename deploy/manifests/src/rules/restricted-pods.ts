import { LIMITS, MIB } from '@duixian/values';
import { z } from 'zod';
import { type Container, nameOf, type PodTemplate, type RenderedObject } from '../rendered-object.ts';

const confined = z.looseObject({
  runAsNonRoot: z.literal(true),
  runAsUser: z.int().positive(),
  allowPrivilegeEscalation: z.literal(false),
  privileged: z.literal(false).optional(),
  readOnlyRootFilesystem: z.literal(true),
  capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
});

const HOST_FIELDS = ['hostNetwork', 'hostPID', 'hostIPC', 'hostUsers'];
const VOLUMES = ['configMap', 'secret', 'emptyDir', 'projected', 'persistentVolumeClaim'];
/**
 * A pod is ready when it can work: it has its servers, and serves. It is alive when it responds at all; ending a
 * process because its database is away would not help.
 */
const PROBES = { startupProbe: '/healthz', readinessProbe: '/readyz', livenessProbe: '/healthz' } as const;
const NEEDS = ['cpu', 'memory', 'ephemeral-storage'];
const MEMORY_LIMIT = `${LIMITS.processMemoryBytes.most / MIB}Mi`;

/**
 * Pods are restricted as the profile `restricted` requires and a little more: a read-only root, no token, three probes,
 * and resource limits.
 */
export function podFaults(objects: readonly RenderedObject[]): string[] {
  return objects.flatMap((object) => {
    const pod = object.spec?.template;
    return pod ? faultsOf(pod).map((fault) => `${nameOf(object)}: ${fault}`) : [];
  });
}

function faultsOf({ spec }: PodTemplate): string[] {
  const fields: Record<string, unknown> = spec;
  return [
    ...HOST_FIELDS.filter((field) => field in fields).map((field) => `${field} reaches into the host`),
    ...(spec.automountServiceAccountToken === false ? [] : ['automountServiceAccountToken is not false']),
    ...spec.volumes
      .filter((volume) => !Object.keys(volume).every((key) => key === 'name' || VOLUMES.includes(key)))
      .map(({ name }) => `the volume ${name} is of a kind that restricted pods may not have`),
    ...[...spec.initContainers, ...spec.containers].flatMap(confinementFaults),
    ...spec.containers.flatMap((container) =>
      [...probeFaults(container), ...needFaults(container)].map(
        (fault) => `container ${container.name}: ${fault}`,
      ),
    ),
  ];
}

function probeFaults(container: Container): string[] {
  return (Object.keys(PROBES) as (keyof typeof PROBES)[])
    .filter((probe) => container[probe]?.httpGet?.path !== PROBES[probe])
    .map((probe) => `its ${probe} does not ask ${PROBES[probe]}`);
}

function needFaults({ resources: { requests, limits } }: Container): string[] {
  return [
    ...NEEDS.filter((need) => !(need in requests)).map((need) => `resources.requests.${need} is missing`),
    ...(limits['memory'] === MEMORY_LIMIT
      ? []
      : [`resources.limits.memory is not ${MEMORY_LIMIT} (LIMITS.processMemoryBytes)`]),
    ...('ephemeral-storage' in limits ? [] : ['resources.limits.ephemeral-storage is missing']),
  ];
}

function confinementFaults({ name, securityContext }: Container): string[] {
  const parsed = confined.safeParse(securityContext ?? {});
  return (parsed.error?.issues ?? []).map(
    ({ path, message }) => `container ${name}: securityContext.${path.join('.')}: ${message}`,
  );
}
