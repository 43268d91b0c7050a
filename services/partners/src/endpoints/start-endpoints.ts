import type { Commands, Secret } from '@duixian/runtime';
import type { ServiceRuntime } from '@duixian/service';
import { networksOf } from '@duixian/values';
import type { Registry } from '../commands/registry.ts';
import type { FeedCollections } from '../feed/feed-documents.ts';
import type { FeedLog } from '../feed/feed-log.ts';
import { resolveHost } from './addresses.ts';
import { Deliverer } from './delivery/deliverer.ts';
import { WebhookSender } from './delivery/send-webhook.ts';
import { endpointCollections } from './endpoint-documents.ts';
import { endpointService } from './endpoint-service.ts';
import { SecretBox } from './secret-box.ts';

type Settings = {
  readonly WEBHOOK_SECRETS_KEY_FILE?: Secret | undefined;
  readonly WEBHOOK_ALLOW_CIDRS: readonly string[];
};

type Given = {
  readonly runtime: ServiceRuntime<Settings>;
  readonly registry: Registry;
  readonly commands: Commands;
  readonly feed: { readonly collections: FeedCollections; readonly log: FeedLog };
};

/** What changes endpoints, and what sends to them: without a key for their secrets nothing is sent. */
export function startEndpoints({ runtime, registry, commands, feed }: Given) {
  const { configuration, database, log } = runtime;
  const { WEBHOOK_SECRETS_KEY_FILE: key, WEBHOOK_ALLOW_CIDRS: allowed } = configuration;
  const { isDevelopment } = registry;
  const { persons, keys, clock } = registry.collections;
  const rules = { allowed: networksOf(allowed), isDevelopment, resolve: resolveHost };
  const box = key && new SecretBox(key);
  const endpoints = endpointCollections(database);
  const deliveries = { endpoints, feed: feed.collections, feedLog: feed.log, persons, keys };
  const store = { registry, endpoints, feedLog: feed.log, box };
  const now = () => clock.now();
  const sending = box && {
    ...{ store: deliveries, registry, box, log, now, sender: new WebhookSender(rules) },
  };
  return {
    service: endpointService({ commands, store, deliveries, rules }),
    background: sending ? [new Deliverer(sending)] : [],
  };
}
