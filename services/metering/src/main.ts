import { runService } from '@duixian/runtime';
import { startMetering } from './metering.ts';

await runService({ name: 'metering', configuration: {}, start: startMetering });
