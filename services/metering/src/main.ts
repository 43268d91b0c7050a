import { runService } from '@duixian/service';
import { startMetering } from './metering.ts';

await runService({ name: 'metering', configuration: {}, start: startMetering });
