import type { ServiceParts, ServiceRuntime, Shared } from '@duixian/service';
import { REGISTER_KINDS } from './record-document.ts';
import { Register, type RegisterDefinition } from './register.ts';
import { registerService } from './register-service.ts';

/** A service that is a register and nothing else. */
export function startRegister(definition: RegisterDefinition) {
  return async (runtime: ServiceRuntime<Pick<Shared, 'ENVIRONMENT'>>): Promise<ServiceParts> => {
    const register = await Register.open(definition, runtime);
    return {
      grpc: [registerService(register, runtime.meter)],
      consumers: [register.sources.consumer],
      background: register.background,
      kinds: REGISTER_KINDS,
      republish: (publish) => register.republish(publish),
    };
  };
}
