import { runService } from '@duixian/runtime';
import { startInstitutions } from './institutions-service.ts';

await runService({ name: 'institutions', configuration: {}, start: startInstitutions });
