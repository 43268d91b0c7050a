import * as healthV1 from '@duixian/proto/health';
import { type Server, type ServerWritableStream, status } from '@grpc/grpc-js';

const { NOT_SERVING, SERVICE_UNKNOWN, SERVING } = healthV1.HealthCheckResponse_ServingStatus;

type Watching = ServerWritableStream<healthV1.HealthCheckRequest, healthV1.HealthCheckResponse>;

/**
 * Serves the standard health protocol of gRPC for the server as a whole, which does not serve until it is said to. A
 * name other than the empty one is not known.
 */
export function addHealth(server: Server): (isServing: boolean) => void {
  let current: healthV1.HealthCheckResponse = { status: NOT_SERVING };
  const watching = new Set<Watching>();
  const implementation: healthV1.HealthServer = {
    check({ request }, callback) {
      if (request.service === '') callback(null, current);
      else
        callback({
          code: status.NOT_FOUND,
          details: `this server serves no ${request.service} by that name`,
        });
    },
    watch(call) {
      if (call.request.service !== '') {
        call.write({ status: SERVICE_UNKNOWN });
        return;
      }
      watching.add(call);
      call.once('cancelled', () => watching.delete(call));
      call.write(current);
    },
  };
  server.addService(healthV1.HealthService, implementation);
  return (isServing) => {
    const next = isServing ? SERVING : NOT_SERVING;
    if (next === current.status) return;
    current = { status: next };
    for (const call of watching) call.write(current);
  };
}
