import { runService } from '@duixian/service';
import { startAwards } from './awards-service.ts';
import { configuration } from './configuration.ts';

await runService({ name: 'awards', configuration, start: (runtime) => startAwards(runtime) });
