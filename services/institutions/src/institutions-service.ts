import { startRegister } from '@duixian/register';
import { aboutOf, gathersAt } from './domain/about.ts';

export const startInstitutions = startRegister({
  owner: 'institutions',
  types: ['duixian.party.v1', 'duixian.recognition.v1', 'duixian.sanction.v1'],
  aboutOf,
  gathersAt,
});
