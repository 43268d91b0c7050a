import { deploymentSpec, ofKind, type RenderedObject, selects, serviceSpec } from '../rendered-object.ts';

/**
 * A gRPC connection is kept, so behind a single service address each caller would stay with one pod: the names of such
 * services resolve to all ready pods, among which callers share their calls.
 */
export function sharedCallFaults(objects: readonly RenderedObject[]): string[] {
  const pods = ofKind(objects, 'Deployment', deploymentSpec).map(({ spec }) => spec.template);
  return ofKind(objects, 'Service', serviceSpec)
    .filter(({ spec }) => spec.ports.some(({ appProtocol }) => appProtocol === 'grpc'))
    .flatMap(({ name, spec }) => {
      const listened = pods
        .filter((pod) => selects(spec.selector, pod))
        .flatMap(({ spec: { containers } }) => containers.flatMap(({ ports }) => ports));
      return [
        ...(spec.clusterIP === 'None'
          ? []
          : ["clusterIP is not None: each caller's gRPC would stay with one pod"]),
        ...(spec.publishNotReadyAddresses
          ? ['publishNotReadyAddresses: pods would be called that are not ready']
          : []),
        ...spec.ports
          .filter(({ port }) => !listened.some(({ containerPort }) => containerPort === port))
          .map(({ port }) => `no pod listens on ${port}, and without a clusterIP no port is translated`),
      ].map((fault) => `${name}: ${fault}`);
    });
}
