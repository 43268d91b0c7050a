import { runService } from '@duixian/service';
import { startInstitutions } from './institutions-service.ts';

await runService({ name: 'institutions', configuration: {}, start: startInstitutions });
