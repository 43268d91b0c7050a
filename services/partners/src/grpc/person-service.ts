import { personsV1 } from '@duixian/proto';
import {
  type Commands,
  type GrpcService,
  nextAfter,
  RpcError,
  readPage,
  refuseForeignCursor,
  rpcStatus,
  unary,
} from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { changePerson, type PersonAct } from '../commands/person-commands.ts';
import type { Registry } from '../commands/registry.ts';
import { newPerson, type PersonChange, personMistakes } from '../domain/person.ts';
import { personFrom } from '../store/unit-of-work.ts';
import { changeFrom, personMessage } from './person-message.ts';
import { becauseFault, refuseIf } from './request-faults.ts';

const CURSOR = /^[a-z0-9._-]{1,64}$/;

export function personService(registry: Registry, commands: Commands): GrpcService {
  const methods = personsV1.PersonServiceService;
  const { persons, acts } = registry.collections;
  const implementation: personsV1.PersonServiceServer = {
    listPersons: unary(async ({ after, limit }) => {
      refuseForeignCursor(after, CURSOR);
      const page = await readPage(persons.find({ _id: { $gt: after } }).sort({ _id: 1 }), limit);
      return {
        persons: page.rows.map((row) => personMessage(personFrom(row))),
        next: nextAfter(page, ({ _id }) => _id),
      };
    }),
    getPerson: unary(async ({ id }) => {
      const found = await persons.findOne({ _id: id });
      // What was rejected before anything of it was confirmed is not kept; the act of proposing it is.
      if (!found && !(await acts.findOne({ of: `person/${id}` })))
        throw new RpcError(rpcStatus.NOT_FOUND, `not-known: nobody proposed a person ${id}`);
      return { person: personMessage(found ? personFrom(found) : newPerson(id)) };
    }),
    changePerson: commands.unary(methods.changePerson, {
      decide: (request) => change(registry, request),
      answer: ({ person, isNew }) => ({ person: personMessage(person), isNew }),
    }),
  };
  return { definition: methods, implementation };
}

function change(registry: Registry, { id, actor, because, act }: personsV1.ChangePersonRequest) {
  const what = personAct(act);
  refuseIf([
    !('confirm' in what) && becauseFault(because, 'on what paper, or why'),
    ...('propose' in what ? proposalFaults(id, what.propose) : []),
  ]);
  return changePerson(registry, { by: actor, id, because, what });
}

function proposalFaults(id: string, change: PersonChange): string[] {
  const { most } = LIMITS.keysWithPerson;
  if (change.keys.length > most) return [`keys: at most ${most}; these are ${change.keys.length}`];
  return personMistakes(id, change);
}

function personAct(act: personsV1.ChangePersonRequest['act']): PersonAct {
  if (act?.$case === 'propose') return { propose: changeFrom(act.value) };
  if (act?.$case === 'confirm') return { confirm: act.value };
  if (act?.$case === 'reject') return { reject: act.value };
  throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'act: propose, confirm or reject');
}
