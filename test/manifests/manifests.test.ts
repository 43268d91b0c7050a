import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkManifests, drawnArrows, obtainTools, type Tools } from '@duixian/manifests';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { CONFIGURED, settingsOf } from './settings-of-services.ts';

const ROOT = join(import.meta.dirname, '../..');
const ARCHITECTURE = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');

let tools: Tools;
let copy: string;
// biome-ignore lint/suspicious/noExplicitAny: what is expected of an object is said by each assertion
let objects: any[];
beforeAll(async () => {
  tools = await obtainTools(join(ROOT, '.cache'));
  const rendered = execFileSync(tools.kubectl, ['kustomize', join(ROOT, 'k8s/base')], { encoding: 'utf8' });
  objects = parseAllDocuments(rendered).map((document) => document.toJS());
}, 600_000);
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'duixian-test-'));
  cpSync(join(ROOT, 'k8s/base'), copy, { recursive: true });
});
afterEach(() => rmSync(copy, { recursive: true }));

const check = () => checkManifests(copy, drawnArrows(ARCHITECTURE), tools);

describe('the manifests', () => {
  it('are sound', async () => {
    expect(await check()).toEqual([]);
  }, 60_000);

  it.each(CONFIGURED)('name every setting of %s', (service) => {
    const [container] = objects.find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === service,
    ).spec.template.spec.containers;
    const maps = container.envFrom.map(
      ({ configMapRef }: { configMapRef: { name: string } }) => configMapRef.name,
    );
    const named = objects
      .filter(({ kind, metadata }) => kind === 'ConfigMap' && maps.includes(metadata.name))
      .flatMap(({ data }) => Object.keys(data));
    expect(named).toEqual(expect.arrayContaining(settingsOf(service)));
  });

  it.each([
    ['a misspelt field', 'every-deployment.yaml', 'readinessProbe:', 'readynessProbe:', /readynessProbe/],
    ['a wrong type', 'every-deployment.yaml', 'replicas: 2', 'replicas: two', /replicas/],
    [
      'a missing probe',
      'every-deployment.yaml',
      / {10}livenessProbe:[\s\S]*?failureThreshold: 6\n/,
      '',
      /Deployment awards: .*livenessProbe/,
    ],
    [
      'readiness that asks whether it lives',
      'every-deployment.yaml',
      'path: /readyz',
      'path: /healthz',
      /Deployment awards: container service: its readinessProbe does not ask \/readyz/,
    ],
    [
      'a process that is ended because its database is away',
      'every-deployment.yaml',
      /(livenessProbe:\s+httpGet:\s+path: )\/healthz/,
      '$1/readyz',
      /its livenessProbe does not ask \/healthz/,
    ],
    [
      'another memory limit',
      'every-deployment.yaml',
      'memory: 512Mi',
      'memory: 256Mi',
      /resources\.limits\.memory is not 512Mi/,
    ],
    ['no request of memory', 'every-deployment.yaml', /\n +memory: 192Mi/, '', /resources\.requests\.memory/],
    [
      'no limit of disk',
      'every-deployment.yaml',
      /\n +ephemeral-storage: 64Mi/,
      '',
      /limits\.ephemeral-storage/,
    ],
    [
      'no pause before the signal',
      'every-deployment.yaml',
      /lifecycle:\s+preStop:\s+sleep:\s+seconds: 5\s+/,
      '',
      /Deployment gateway: container service: lifecycle\.preStop\.sleep is shorter than 5/,
    ],
    [
      'a kill before the orderly end',
      'every-deployment.yaml',
      'terminationGracePeriodSeconds: 20',
      'terminationGracePeriodSeconds: 14',
      /terminationGracePeriodSeconds is 14, .* need 15/,
    ],
    ['one pod alone', 'every-deployment.yaml', 'replicas: 2', 'replicas: 1', /awards: replicas is 1/],
    [
      'an old pod that goes first',
      'every-deployment.yaml',
      'maxUnavailable: 0',
      'maxUnavailable: 1',
      /maxUnavailable is not 0/,
    ],
    [
      'no budget for disruptions',
      'services/awards.yaml',
      /---\napiVersion: policy[\s\S]*?(?=---\napiVersion: networking)/,
      '',
      /Deployment awards: there has to be one PodDisruptionBudget/,
    ],
    [
      'a budget that blocks a drain',
      'services/metering.yaml',
      'maxUnavailable: 1',
      'maxUnavailable: 0',
      /Deployment metering: there has to be one PodDisruptionBudget/,
    ],
    [
      'pods that may all be on one machine',
      'every-deployment.yaml',
      'topologyKey: kubernetes.io/hostname',
      'topologyKey: kubernetes.io/os',
      /no topologySpreadConstraint spreads it over kubernetes\.io\/hostname/,
    ],
    [
      'pods that may all be in one zone',
      'every-deployment.yaml',
      /( +)- topologyKey: topology\.kubernetes\.io\/zone[\s\S]*?one-release\n/,
      '',
      /spreads it over topology\.kubernetes\.io\/zone/,
    ],
    [
      'pods of all services counted together',
      'every-deployment.yaml',
      '[app.kubernetes.io/name, pod-template-hash]',
      '[pod-template-hash]',
      /no topologySpreadConstraint spreads it .* by app\.kubernetes\.io\/name/,
    ],
    [
      'one address for all pods',
      'services/contracts.yaml',
      / {2}clusterIP: None\n/,
      '',
      /Service contracts: clusterIP is not None/,
    ],
    [
      'pods that are called before they are ready',
      'services/contracts.yaml',
      'clusterIP: None',
      'clusterIP: None\n  publishNotReadyAddresses: true',
      /Service contracts: publishNotReadyAddresses/,
    ],
    [
      'a port that nobody listens on',
      'services/contracts.yaml',
      'port: 50051\n      targetPort',
      'port: 50052\n      targetPort',
      /Service contracts: no pod listens on 50052/,
    ],
    [
      'a root user',
      'every-deployment.yaml',
      /runAsNonRoot: true(\s+runAsUser: 10001\s+runAsGroup: 10001\s+allowPriv)/,
      'runAsNonRoot: false$1',
      /Deployment awards.*runAsNonRoot/,
    ],
    [
      'a writable root',
      'every-deployment.yaml',
      'readOnlyRootFilesystem: true',
      'readOnlyRootFilesystem: false',
      /readOnlyRootFilesystem/,
    ],
    [
      'a token',
      'every-deployment.yaml',
      'automountServiceAccountToken: false',
      'automountServiceAccountToken: true',
      /automountServiceAccountToken/,
    ],
    [
      'no default policy',
      'network-policies.yaml',
      'name: default-deny\nspec:\n  podSelector: {}',
      'name: default-deny\nspec:\n  podSelector:\n    matchLabels:\n      app.kubernetes.io/name: awards',
      /denies everything/,
    ],
    [
      'a missing policy',
      'services/gateway.yaml',
      /---\napiVersion: networking[\s\S]*$/,
      '',
      /no NetworkPolicy lets out gateway → awards 50051/,
    ],
    [
      'an arrow that is not drawn',
      'services/awards.yaml',
      'app.kubernetes.io/name: gateway',
      'app.kubernetes.io/name: metering',
      /metering → awards 50051, which ARCHITECTURE.md does not draw/,
    ],
    [
      'a password in an address',
      'servers.env',
      'mongodb://mongo',
      'mongodb://user:hush@mongo',
      /MONGO_URL holds a secret in clear/,
    ],
    [
      'a gateway that takes its ingress for a client',
      'gateway.env',
      'TRUSTED_PROXIES=',
      'TRUSTED_PROXIES=none',
      /ConfigMap gateway.*: TRUSTED_PROXIES is none, but an ingress is in front/,
    ],
    [
      'a secret in a variable',
      'disbursement.env',
      'TREASURY_SECRET_FILE=/run/secrets/duixian/treasury-secret',
      'TREASURY_SECRET=whsec_abc',
      /TREASURY_SECRET holds a secret in clear/,
    ],
  ] as const)(
    'are found wanting for %s',
    async (_what, file, from, to, complaint) => {
      const text = readFileSync(join(copy, file), 'utf8');
      const broken = text.replace(from, to);
      if (broken === text) throw new Error(`${file} has nothing like ${from}`);
      writeFileSync(join(copy, file), broken);
      const faults = await check();
      expect(faults.join('\n')).toMatch(complaint);
      expect(faults.join('\n')).not.toContain('hush');
    },
    60_000,
  );
});
