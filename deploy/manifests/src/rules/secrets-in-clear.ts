import { nameOf, type RenderedObject } from '../rendered-object.ts';

const SECRET_NAME = /PASSWORD|SECRET|SEED|TOKEN|KEY/i;
const REFERENCE = /_FILE$/;
/** A password in an address, a Standard Webhooks secret, the seed of a NATS key, a private key. */
const SECRET_VALUE = /:\/\/[^/\s:@]+:[^/\s@]+@|whsec_|\bS[A-Z][A-Z2-7]{56}\b|PRIVATE KEY-----/;

/** Secrets are referenced, never written into manifests; no finding shows the secret. */
export function secretsInClear(objects: readonly RenderedObject[]): string[] {
  return objects.flatMap((object) => {
    if (object.kind === 'Secret')
      return [`${nameOf(object)}: a Secret is made in the cluster, never kept here`];
    const pod = object.spec?.template?.spec;
    const variables = [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])].flatMap(({ env }) =>
      env.map(({ name, value = '' }): [string, string] => [name, value]),
    );
    return [...variables, ...Object.entries(object.data ?? {})]
      .filter(([name, value]) => value !== '' && isInClear(name, value))
      .map(([name]) => `${nameOf(object)}: ${name} holds a secret in clear`);
  });
}

function isInClear(name: string, value: string): boolean {
  return SECRET_VALUE.test(value) || (SECRET_NAME.test(name) && !REFERENCE.test(name));
}
