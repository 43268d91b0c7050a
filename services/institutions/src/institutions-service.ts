import {
  REGISTER_KINDS,
  Register,
  registerService,
  type ServiceParts,
  type ServiceRuntime,
} from '@duixian/runtime';
import { aboutOf } from './domain/about.ts';

export async function startInstitutions(runtime: ServiceRuntime<object>): Promise<ServiceParts> {
  const register = await Register.open(
    {
      owner: 'institutions',
      types: ['duixian.party.v1', 'duixian.recognition.v1', 'duixian.sanction.v1'],
      aboutOf,
    },
    runtime,
  );
  return {
    grpc: [registerService(register, runtime.meter)],
    background: register.background,
    kinds: REGISTER_KINDS,
    republish: (publish) => register.republish(publish),
  };
}
