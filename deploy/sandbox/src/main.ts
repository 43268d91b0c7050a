import { readSandboxConfiguration } from './configuration.ts';
import { OrderFile } from './order-file.ts';
import { StatusSender } from './status-sender.ts';
import { resume, treasuryServer } from './treasury-server.ts';

const log = (line: object): void => console.log(JSON.stringify({ name: 'sandbox', ...line }));

try {
  const configuration = readSandboxConfiguration(process.env);
  const file = new OrderFile(configuration.DATA_DIR);
  const sender = new StatusSender(file, {
    gatewayUrl: configuration.GATEWAY_URL,
    treasuryKey: configuration.TREASURY_KEY_FILE,
    report: (text) => log({ msg: text }),
  });
  const parts = {
    file,
    sender,
    secret: configuration.TREASURY_SECRET_FILE,
    behaviour: configuration.BEHAVIOUR,
  };
  const server = treasuryServer(parts);
  const [host = '', port] = configuration.HTTP_ADDRESS.split(':');
  const url = await server.listen({ host, port: Number(port) });
  resume(parts);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(
      signal,
      () =>
        void server
          .close()
          .then(() => sender.stop())
          .then(() => process.exit(0)),
    );
  }
  log({ msg: 'listening', http: new URL(url).host });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
