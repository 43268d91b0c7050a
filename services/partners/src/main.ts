import { runService } from '@duixian/service';
import { configuration } from './configuration.ts';
import { startPartners } from './partners-service.ts';

await runService({ name: 'partners', configuration, start: startPartners });
