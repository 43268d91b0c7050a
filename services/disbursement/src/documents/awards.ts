import { type Policy, policyOfPacks } from '@duixian/policy';
import { awardsV1 } from '@duixian/proto';
import { grpcClient, RpcError, reading } from '@duixian/runtime';
import type { Channels } from '@duixian/service';
import { defined } from '@duixian/values';

type Account = awardsV1.ExplainAccountRequest;

/** What documents ask of awards, which owns it. Nothing else in disbursement asks another service (adr 22). */
export type Awards = {
  /** What claims are made by now. */
  policy(): Promise<Policy>;
  /** Why each account is what it is now, in the order of the accounts; undefined for an account that is none any more. */
  explain(accounts: readonly Account[]): AsyncGenerator<awardsV1.ExplainAccountResponse | undefined>;
};

/** It connects at its first call: a document finds awards away, and nothing else notices. */
export function awardsAt(address: string, { channelTo }: Channels): Awards {
  const client = grpcClient(awardsV1.AwardsServiceClient, channelTo('awards', address));
  return {
    async policy() {
      const { inForce } = await client.getPolicy({}).catch(passOn);
      const { packs, readings } = defined(inForce, 'what is in force is answered');
      return policyOfPacks(packs, readings);
    },
    async *explain(accounts) {
      const request = { accounts: [...accounts] };
      const messages = reading<awardsV1.ExplainAccountsResponse>(client.explainAccounts(request));
      try {
        for await (const { answers } of messages) for (const { explanation } of answers) yield explanation;
      } catch (error) {
        passOn(error);
      }
    },
  };
}

/** Its status is that of the document: when awards is away, so is the document. */
function passOn(error: unknown): never {
  const { code, details } = error as { code?: unknown; details?: unknown };
  if (typeof code !== 'number' || typeof details !== 'string') throw error;
  throw new RpcError(code, details, { cause: error });
}
