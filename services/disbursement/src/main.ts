import { runService } from '@duixian/service';
import { configuration } from './configuration.ts';
import { startDisbursement } from './disbursement-service.ts';

await runService({ name: 'disbursement', configuration, start: startDisbursement });
