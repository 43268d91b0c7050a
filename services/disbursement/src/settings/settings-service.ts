import { settingsV1 } from '@duixian/proto';
import { type Commands, type GrpcService, RpcError, rpcStatus, unary } from '@duixian/runtime';
import { type Authorization, defined } from '@duixian/values';
import type { Collections, SettingsDocument } from '../unit-of-work/collections.ts';
import type { SettingsCommands } from './settings-commands.ts';
import { readSettings } from './stored-settings.ts';

const ACTS_SHOWN = 100;

export function settingsService(
  collections: Collections,
  settings: SettingsCommands,
  commands: Commands,
): GrpcService {
  const methods = settingsV1.SettingsServiceService;
  const implementation: settingsV1.SettingsServiceServer = {
    getSettings: unary(() => getSettings(collections)),
    changeSettings: commands.unary(methods.changeSettings, {
      decide: (request) => change(collections, settings, request),
      answer: (isNew) => ({ isNew }),
    }),
  };
  return { definition: methods, implementation };
}

async function getSettings(collections: Collections): Promise<settingsV1.GetSettingsResponse> {
  const held = defined(await readSettings(collections), 'settings are in force');
  const acts = await collections.settingsActs.find().sort({ _id: -1 }).limit(ACTS_SHOWN).toArray();
  return {
    inForce: message(held),
    ...(held.offered && { offered: message(held.offered) }),
    ...(held.steps.waiting && { waiting: proposal(held.steps.waiting) }),
    acts: acts.map(({ _id, at, ...act }) => ({ ...act, number: BigInt(_id), at: at.toISOString() })),
  };
}

function change(
  { clock }: Collections,
  commands: SettingsCommands,
  { actor, digest, step, because }: settingsV1.ChangeSettingsRequest,
): Promise<boolean> {
  const { person = '', key = '', machine = true, scopes = [] } = actor ?? {};
  const kind = machine ? 'machine' : 'person';
  const act: Authorization = {
    actor: { person, key, kind, scopes, isWhole: false },
    at: clock.now(),
    because,
  };
  if (step === settingsV1.ChangeSettingsRequest_Step.PROPOSE) return commands.propose(digest, act);
  if (step === settingsV1.ChangeSettingsRequest_Step.APPLY) return commands.apply(digest, act);
  if (step === settingsV1.ChangeSettingsRequest_Step.REJECT) return commands.reject(digest, act);
  throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'step: propose, apply or reject');
}

function message({ digest, json }: { digest: string; json: string }): settingsV1.PaymentSettings {
  return { digest, contentJson: json };
}

function proposal({
  number,
  by,
  at,
  document,
  content,
}: NonNullable<SettingsDocument['steps']['waiting']>): settingsV1.SettingsProposal {
  return {
    ...{ number: BigInt(number), by, at: at.toISOString(), documentNo: document },
    settings: message(content),
  };
}
