import { REGISTER_KINDS, Register, registerService, runService } from '@duixian/runtime';
import { aboutOf } from './domain/about.ts';

await runService({
  name: 'contracts',
  configuration: {},
  start: async (runtime) => {
    const register = await Register.open(
      { owner: 'contracts', types: ['duixian.contract.v1', 'duixian.receipt.v1'], aboutOf },
      runtime,
    );
    return {
      grpc: [registerService(register, runtime.meter)],
      kinds: REGISTER_KINDS,
      republish: (publish) => register.republish(publish),
    };
  },
});
