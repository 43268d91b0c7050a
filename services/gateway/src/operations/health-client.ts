import { grpcClient } from '@duixian/runtime';
import { type Channel, type Client, makeGenericClientConstructor } from '@grpc/grpc-js';
import { service } from 'grpc-health-check';

const HealthClientConstructor = makeGenericClientConstructor(service, 'grpc.health.v1.Health');

type Checking = {
  Check(request: { service: string }, options: { timeoutMs: number }): Promise<{ status: string }>;
};

type ServiceState = 'serving' | 'not-serving' | 'unreachable';
type HealthClient = { state(): Promise<ServiceState> };

/** Short, because health checks need a quick answer. */
export const HEALTH_TIMEOUT_MS = 2_000;

/** Reads a service's state by the standard gRPC health protocol. */
export function healthClient(channel: Channel): HealthClient {
  const client = grpcClient<Client>(HealthClientConstructor as never, channel) as unknown as Checking;
  return {
    state: () =>
      client.Check({ service: '' }, { timeoutMs: HEALTH_TIMEOUT_MS }).then(
        ({ status }) => (status === 'SERVING' ? 'serving' : 'not-serving'),
        () => 'unreachable',
      ),
  };
}
