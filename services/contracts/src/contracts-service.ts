import {
  REGISTER_KINDS,
  Register,
  registerService,
  type ServiceParts,
  type ServiceRuntime,
} from '@duixian/runtime';
import { aboutOf } from './domain/about.ts';

export async function startContracts(runtime: ServiceRuntime<object>): Promise<ServiceParts> {
  const register = await Register.open(
    { owner: 'contracts', types: ['duixian.contract.v1', 'duixian.receipt.v1'], aboutOf },
    runtime,
  );
  return {
    grpc: [registerService(register, runtime.meter)],
    background: register.background,
    kinds: REGISTER_KINDS,
    republish: (publish) => register.republish(publish),
  };
}
