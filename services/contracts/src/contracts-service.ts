import { startRegister } from '@duixian/register';
import { aboutOf } from './domain/about.ts';

export const startContracts = startRegister({
  owner: 'contracts',
  types: ['duixian.contract.v1', 'duixian.receipt.v1'],
  aboutOf,
});
