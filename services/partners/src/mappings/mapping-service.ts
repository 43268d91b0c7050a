import { mappingsV1 } from '@duixian/proto';
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
import { sha256Hex } from '@duixian/values';
import type { Registry } from '../commands/registry.ts';
import { becauseFault, refuseIf } from '../grpc/request-faults.ts';
import { changeMapping, type MappingAct } from './mapping-commands.ts';
import type { MappingCollection, MappingDocument } from './mapping-documents.ts';
import { readMapping } from './mapping-proposal.ts';

const CURSOR = /^[a-z0-9-]{1,64}@\d{1,16}$/;

const WIRE_STATUS = {
  proposed: 'MAPPING_STATUS_PROPOSED',
  confirmed: 'MAPPING_STATUS_CONFIRMED',
  rejected: 'MAPPING_STATUS_REJECTED',
} as const satisfies Record<MappingDocument['status'], mappingsV1.MappingStatus>;

export function mappingService(
  registry: Registry,
  commands: Commands,
  mappings: MappingCollection,
): GrpcService {
  const methods = mappingsV1.MappingServiceService;
  const implementation: mappingsV1.MappingServiceServer = {
    listMappings: unary(async ({ after, limit, sources, onlyProposed }) => {
      refuseForeignCursor(after, CURSOR);
      const filter = {
        _id: { $gt: after },
        ...(sources.length > 0 && { source: { $in: sources } }),
        ...(onlyProposed && { status: 'proposed' as const }),
      };
      const found = mappings.find(filter, { projection: { text: 0 } }).sort({ _id: 1 });
      const page = await readPage(found, limit);
      return { mappings: page.rows.map(messageOf), next: nextAfter(page, ({ _id }) => _id) };
    }),
    getMapping: unary(async ({ id }) => {
      const found = await mappings.findOne({ _id: id });
      if (!found) throw new RpcError(rpcStatus.NOT_FOUND, `not-known: nobody proposed a mapping ${id}`);
      return { mapping: messageOf(found), text: found.text };
    }),
    changeMapping: commands.unary(methods.changeMapping, {
      decide: ({ id, actor, because, act }) => {
        const { what, mistakes } = actOf(id, act);
        refuseIf([!('confirm' in what) && becauseFault(because, 'on what paper, or why'), ...mistakes]);
        return changeMapping(registry, mappings, { by: actor, id, because, what });
      },
      answer: ({ proposal: { id, ...rest }, isNew }) => ({ mapping: messageOf({ _id: id, ...rest }), isNew }),
    }),
  };
  return { definition: methods, implementation };
}

const NOTHING = { source: '', makes: '', title: '', text: '', sha256: '' };

function actOf(
  id: string,
  act: mappingsV1.ChangeMappingRequest['act'],
): { readonly what: MappingAct; readonly mistakes: readonly string[] } {
  if (act?.$case === 'confirm') return { what: { confirm: true }, mistakes: [] };
  if (act?.$case === 'reject') return { what: { reject: true }, mistakes: [] };
  if (act?.$case !== 'propose')
    throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'act: propose, confirm or reject');
  const { text } = act.value;
  const read = readMapping(id, text, sha256Hex(text));
  if ('terms' in read) return { what: { propose: read.terms }, mistakes: [] };
  return { what: { propose: NOTHING }, mistakes: read.mistakes };
}

function messageOf(document: Omit<MappingDocument, 'text'>): mappingsV1.Mapping {
  const { _id, source, makes, title, status, sha256, proposedBy, proposedAt, confirmedBy, at } = document;
  return {
    ...{ id: _id, source, makes, title, status: WIRE_STATUS[status], sha256, proposedBy, confirmedBy },
    ...{ proposedAt: proposedAt.toISOString(), document: document.document, at: at?.toISOString() ?? '' },
  };
}
