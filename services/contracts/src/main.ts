import { runService } from '@duixian/runtime';
import { startContracts } from './contracts-service.ts';

await runService({ name: 'contracts', configuration: {}, start: startContracts });
