import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from '@duixian/runtime';

export type RunningOpsServer = { readonly address: string; stop(): Promise<void> };

/**
 * `/healthz`: the process lives. `/readyz`: it can work now, otherwise 503 and which of its servers is away.
 * `/metrics`: for Prometheus.
 */
export async function startOpsServer(
  address: string,
  metrics: Metrics,
  notReady: () => string[],
): Promise<RunningOpsServer> {
  const server = createServer((request, response) => {
    if (request.url === '/metrics') return metrics.serve(request, response);
    if (request.url === '/healthz') return answer(response, 200, { status: 'ok' });
    if (request.url !== '/readyz') return answer(response, 404, { status: 'not found' });
    const reasons = notReady();
    return answer(response, reasons.length === 0 ? 200 : 503, {
      status: reasons.length === 0 ? 'ready' : 'not ready',
      reasons,
    });
  });
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new Error(`cannot listen on ${address}: ${error.message}`)));
    server.listen(Number(address.slice(colon + 1)), host, resolve);
  });
  return {
    address: `${host}:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
