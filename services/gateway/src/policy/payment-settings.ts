import { exactNumber } from '@duixian/answers';
import * as api from '@duixian/api';
import { settingsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';
import { actorOf } from '../access/actor-of.ts';
import type { Key } from '../access/key.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import type { Services } from '../services.ts';

const getSettings = endpoint(api.getSettings, async (_, { settings }) => {
  const { inForce, offered, waiting, acts } = await settings.getSettings({});
  return {
    inForce: storedJson(inForce),
    offered: offered ? storedJson(offered) : null,
    waiting: waiting
      ? {
          ...{ number: exactNumber(waiting.number), by: waiting.by, at: waiting.at },
          ...{ document: waiting.documentNo, settings: storedJson(waiting.settings) },
        }
      : null,
    acts: acts.map((act) => ({ ...act, number: exactNumber(act.number) })),
  };
});

const proposeSettings = endpoint(api.proposeSettings, ({ key, body }, services) =>
  change(services, key, settingsV1.ChangeSettingsRequest_Step.PROPOSE, body.settings, body.document),
);

const applySettings = endpoint(api.applySettings, ({ key, body }, services) =>
  change(services, key, settingsV1.ChangeSettingsRequest_Step.APPLY, body.settings, ''),
);

const rejectSettings = endpoint(api.rejectSettings, ({ key, body }, services) =>
  change(services, key, settingsV1.ChangeSettingsRequest_Step.REJECT, body.settings, body.reason),
);

function change(
  { settings }: Services,
  key: Key,
  step: settingsV1.ChangeSettingsRequest_Step,
  digest: string,
  because: string,
): Promise<z.output<typeof api.settingsChangedSchema>> {
  return settings.changeSettings({ actor: actorOf(key), digest, step, because });
}

function storedJson(
  stored: settingsV1.PaymentSettings | undefined,
): z.output<typeof api.paymentSettingsSchema> {
  const { digest, contentJson } = defined(stored, 'settings are answered');
  return {
    digest,
    ...(JSON.parse(contentJson) as Omit<z.output<typeof api.paymentSettingsSchema>, 'digest'>),
  };
}

export const paymentSettingsEndpoints: readonly Endpoint[] = [
  getSettings,
  proposeSettings,
  applySettings,
  rejectSettings,
];
