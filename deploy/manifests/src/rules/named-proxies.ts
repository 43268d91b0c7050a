import { nameOf, type RenderedObject } from '../rendered-object.ts';

const SETTING = 'TRUSTED_PROXIES';

/**
 * In a cluster an ingress is always in front of the gateway. Where nothing is set the gateway does not start, so that
 * an overlay has to name it; `none` would start, and count a stranger's wrong keys against everybody.
 */
export function proxyFaults(objects: readonly RenderedObject[]): string[] {
  return objects
    .filter(({ kind, data }) => kind === 'ConfigMap' && data?.[SETTING]?.trim() === 'none')
    .map(
      (object) =>
        `${nameOf(object)}: ${SETTING} is none, but an ingress is in front; it has to be its network`,
    );
}
