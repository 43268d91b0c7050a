import {
  createLogger,
  readConfiguration,
  sharedVariables,
  startMetrics,
  startTracing,
  tlsOf,
} from '@duixian/runtime';
import { failToStart, giveMemoryBack, startOpsServer, stopOnSignal } from '@duixian/service';
import { Keyring } from './access/keyring.ts';
import { WatchAccess } from './access/watch-access.ts';
import { gatewayVariables, trustedProxiesOf } from './configuration.ts';
import { buildGateway } from './gateway.ts';
import { workingOnImports } from './imports/working-on-imports.ts';
import { listenOn } from './listen-on.ts';
import { connectServices } from './services.ts';
import { releasingRows } from './units/release-rows.ts';

const stops: (() => Promise<unknown>)[] = [];

try {
  await startTracing();
  const configuration = readConfiguration({ ...sharedVariables, ...gatewayVariables });
  const addresses = {
    partners: configuration.PARTNERS_ADDRESS,
    institutions: configuration.INSTITUTIONS_ADDRESS,
    contracts: configuration.CONTRACTS_ADDRESS,
    metering: configuration.METERING_ADDRESS,
    awards: configuration.AWARDS_ADDRESS,
    disbursement: configuration.DISBURSEMENT_ADDRESS,
  };
  const trustedProxies = trustedProxiesOf(configuration);
  const tls = tlsOf(configuration, Object.values(addresses));
  const log = createLogger('gateway', configuration.LOG_LEVEL);
  stopOnSignal(stops, log);

  const metrics = startMetrics('gateway');
  stops.push(() => metrics.shutdown());

  const services = connectServices(addresses, tls);
  stops.push(async () => services.close());

  const keyring = new Keyring(configuration.ENVIRONMENT === 'development' ? 'test' : 'live');
  // Without TLS, in development, the folder's permissions are the protection: only its owner writes there.
  const access = { file: configuration.ACCESS_FILE, secret: tls?.key.reveal() ?? 'development', log };
  const watch = new WatchAccess(keyring, services.access, access);
  stops.push(() => watch.stop());
  await watch.start();

  const releasing = releasingRows(keyring, services, log);
  stops.push(() => releasing.stop());
  releasing.start();

  const importing = workingOnImports(keyring, services, log);
  stops.push(() => importing.stop());
  importing.start();

  const { REQUESTS_PER_MINUTE: requestsPerMinute } = configuration;
  const { meter } = metrics;
  const options = { keyring, services, log, meter, requestsPerMinute, trustedProxies };
  const app = await buildGateway(options);
  stops.push(() => app.close());
  const http = await listenOn(app, configuration.HTTP_ADDRESS);

  const ops = await startOpsServer(configuration.OPS_ADDRESS, metrics, () => []);
  stops.push(() => ops.stop());
  await giveMemoryBack(log, stops);
  log.info({ http, ops: ops.address }, 'listening');
} catch (error) {
  await failToStart(error, stops);
}
