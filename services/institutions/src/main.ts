import { REGISTER_KINDS, Register, registerService, runService } from '@duixian/runtime';
import { aboutOf } from './domain/about.ts';

await runService({
  name: 'institutions',
  configuration: {},
  start: async (runtime) => {
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
      kinds: REGISTER_KINDS,
      republish: (publish) => register.republish(publish),
    };
  },
});
