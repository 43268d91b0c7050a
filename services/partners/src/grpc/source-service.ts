import type { FactTypeName } from '@duixian/facts';
import { sourcesV1 } from '@duixian/proto';
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
import { changeHandingOver, type HandingOverAct } from '../commands/handing-over-commands.ts';
import type { Registry } from '../commands/registry.ts';
import { changeSource, type SourceAct } from '../commands/source-commands.ts';
import { handingOverMistakes } from '../domain/handing-over.ts';
import { newSource, sourceMistakes } from '../domain/source.ts';
import { handingOverFrom, sourceFrom } from '../store/unit-of-work.ts';
import { becauseFault, refuseIf } from './request-faults.ts';
import { handingOverMessage, sourceMessage, termsFrom } from './source-message.ts';

/** A URI, or the id of a handover. */
const CURSOR = /^[^\p{Cc}]{1,200}$/u;

export function sourceService(registry: Registry, commands: Commands): GrpcService {
  const methods = sourcesV1.SourceServiceService;
  const implementation: sourcesV1.SourceServiceServer = {
    listSources: unary(async ({ after, limit }) => {
      refuseForeignCursor(after, CURSOR);
      const found = registry.collections.sources.find({ _id: { $gt: after } }).sort({ _id: 1 });
      const page = await readPage(found, limit);
      return {
        sources: page.rows.map((row) => sourceMessage(sourceFrom(row))),
        next: nextAfter(page, ({ _id }) => _id),
      };
    }),
    getSource: unary(async ({ uri }) => {
      const { sources, acts } = registry.collections;
      const found = await sources.findOne({ _id: uri });
      // What was rejected before anything of it was confirmed is not kept; the act of proposing it is.
      if (!found && !(await acts.findOne({ of: `source/${uri}` })))
        throw new RpcError(rpcStatus.NOT_FOUND, `not-known: nobody proposed a source ${uri}`);
      return { source: sourceMessage(found ? sourceFrom(found) : newSource(uri)) };
    }),
    changeSource: commands.unary(methods.changeSource, {
      decide: (request) => change(registry, request),
      answer: ({ source, isNew }) => ({ source: sourceMessage(source), isNew }),
    }),
  };
  return { definition: methods, implementation };
}

export function handingOverService(registry: Registry, commands: Commands): GrpcService {
  const methods = sourcesV1.HandingOverServiceService;
  const implementation: sourcesV1.HandingOverServiceServer = {
    listHandingsOver: unary(async ({ after, limit }) => {
      refuseForeignCursor(after, CURSOR);
      const found = registry.collections.handingsOver.find({ _id: { $gt: after } }).sort({ _id: 1 });
      const page = await readPage(found, limit);
      return {
        handingsOver: page.rows.map((row) => handingOverMessage(handingOverFrom(row))),
        next: nextAfter(page, ({ _id }) => _id),
      };
    }),
    changeHandingOver: commands.unary(methods.changeHandingOver, {
      decide: (request) => changeOver(registry, request),
      answer: ({ handingOver, isNew }) => ({ handingOver: handingOverMessage(handingOver), isNew }),
    }),
  };
  return { definition: methods, implementation };
}

function change(registry: Registry, { uri, actor, because, act }: sourcesV1.ChangeSourceRequest) {
  const what = sourceAct(act);
  refuseIf([
    !('confirm' in what) && becauseFault(because, 'on what paper, or why'),
    ...('propose' in what ? sourceMistakes(uri, what.propose) : []),
  ]);
  return changeSource(registry, { by: actor, uri, because, what });
}

function sourceAct(act: sourcesV1.ChangeSourceRequest['act']): SourceAct {
  if (act?.$case === 'propose') return { propose: termsFrom(act.value) };
  if (act?.$case === 'withdraw') return { withdraw: true };
  if (act?.$case === 'confirm') return { confirm: act.value };
  if (act?.$case === 'reject') return { reject: act.value };
  throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'act: propose, withdraw, confirm or reject');
}

function changeOver(registry: Registry, { id, actor, because, act }: sourcesV1.ChangeHandingOverRequest) {
  const what = handingOverAct(act);
  refuseIf([
    !('confirm' in what) && becauseFault(because, 'on what paper, or why'),
    ...('propose' in what ? handingOverMistakes(id, what.propose) : []),
  ]);
  return changeHandingOver(registry, { by: actor, id, because, what });
}

function handingOverAct(act: sourcesV1.ChangeHandingOverRequest['act']): HandingOverAct {
  if (act?.$case === 'propose') {
    const { fromSource, toSource, type, subject } = act.value;
    return { propose: { from: fromSource, to: toSource, type: type as FactTypeName | '', subject } };
  }
  if (act?.$case === 'confirm') return { confirm: true };
  if (act?.$case === 'reject') return { reject: true };
  throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'act: propose, confirm or reject');
}
