import type { policyV1, settingsV1 } from '@duixian/proto';
import { messageOf } from '@duixian/runtime';
import { defined } from '@duixian/values';
import type { SimulatedProcess } from '../surroundings/process.ts';
import type { World } from '../world.ts';
import { GAO, HE } from './planners.ts';

/** Two persons agree to the policy and to the payment settings; after a missing answer they begin again. */
export async function agreeToPolicy(world: World): Promise<void> {
  const process = world.processOf('awards');
  const payer = world.processOf('disbursement');
  if (!process || !payer || world.isPolicyAgreed) return;
  world.underWay += 1;
  try {
    await agreeToSettings(payer);
    await putInForce(process);
    world.isPolicyAgreed = true;
    world.record('two persons have agreed to the policy');
    world.count('a policy is agreed to');
  } catch (error) {
    // A request that was not answered before may have put it in force.
    world.isPolicyAgreed ||= messageOf(error).startsWith('nothing-offered');
    world.record(`what is agreed about the policy is not done: ${messageOf(error)}`);
  } finally {
    world.underWay -= 1;
  }
}

async function agreeToSettings(process: SimulatedProcess): Promise<void> {
  const { offered } = await process.ask<settingsV1.GetSettingsResponse>('getSettings', {});
  if (!offered) return;
  const change = (actor: object, step: string, because: string) =>
    process.ask('changeSettings', { actor, digest: offered.digest, step, because });
  await change(GAO, 'STEP_PROPOSE', '示例');
  await change(HE, 'STEP_APPLY', '');
}

async function putInForce(process: SimulatedProcess): Promise<void> {
  const answers = await process.listen<policyV1.PlanPolicyResponse>('planPolicy', {});
  const last = answers.at(-1)?.said;
  const { digest: plan } = defined(last?.$case === 'plan' ? last.value : undefined, 'it ends with the plan');
  await process.ask('proposePolicy', { actor: GAO, plan, documentNo: '示例' });
  await process.listen('applyPolicy', { actor: HE, plan });
}
