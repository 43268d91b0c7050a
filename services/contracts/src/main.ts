import { runService } from '@duixian/service';
import { startContracts } from './contracts-service.ts';

await runService({ name: 'contracts', configuration: {}, start: startContracts });
