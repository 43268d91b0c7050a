import * as healthV1 from '@duixian/proto/health';
import { grpcClient } from '@duixian/runtime';
import type { Channel } from '@grpc/grpc-js';

type ServiceState = 'serving' | 'not-serving' | 'unreachable';
type HealthClient = { state(): Promise<ServiceState> };

/** Short, because health checks need a quick answer. */
export const HEALTH_TIMEOUT_MS = 2_000;

/** Reads a service's state by the standard gRPC health protocol. */
export function healthClient(channel: Channel): HealthClient {
  const client = grpcClient(healthV1.HealthClient, channel);
  return {
    state: () =>
      client.check({ service: '' }, { timeoutMs: HEALTH_TIMEOUT_MS }).then(
        ({ status }) => (status === 'SERVING' ? 'serving' : 'not-serving'),
        () => 'unreachable',
      ),
  };
}
