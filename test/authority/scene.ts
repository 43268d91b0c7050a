import { readFileSync } from 'node:fs';
import { type BACKED_SERVICES, credentialVariables } from '@duixian/local';
import { grpcChannel, grpcClient, Secret } from '@duixian/runtime';
import type { Client } from '@grpc/grpc-js';
import { contract, PARTY, party, recognition, USCC, yuan } from '../e2e/items.ts';
import { Officers } from '../e2e/officers.ts';
import { type ProgrammesFile, writeProgrammes } from '../e2e/programmes.ts';
import { Stage } from '../e2e/stage.ts';
import { LU } from './rows.ts';

export const orderOf = (uscc: string) => `${uscc}-2019-import-technology-1`;

/** Two persons agreed to it. */
export const OTHER_EXCHANGE = 'urn:exchange:other';

/** What is owed and what is ordered of it: reporting another state of an order moves no money. */
type Moved = {
  readonly live: string;
  readonly orders: readonly object[];
  readonly accounts: readonly string[];
};

/**
 * A system that contains everything that a person may act on: orders that are paid, a run that is published,
 * money that can be demanded back, sources, and a decision that waits for its second person.
 */
export class Scene {
  readonly stage: Stage;
  readonly officers: Officers;
  readonly #file: ProgrammesFile;
  /** Her actor as partners knows her, with every role; partners asks nobody else who somebody is. */
  lu = { person: LU.person, key: '' };
  /** Ids and digests that one act gives to the next. */
  preview = '';
  waitingDecision = '';
  demand = '';
  statement = '';

  private constructor(stage: Stage, officers: Officers, file: ProgrammesFile) {
    this.stage = stage;
    this.officers = officers;
    this.#file = file;
  }

  static async open(): Promise<Scene> {
    const file = await writeProgrammes();
    const stage = await Stage.open({ programmesFile: file.path, demandAfterDays: 0 });
    const scene = new Scene(stage, await Officers.of(stage), file);
    await scene.#fill();
    return scene;
  }

  async close(): Promise<void> {
    await this.stage.close();
    await this.#file.remove();
  }

  async #fill(): Promise<void> {
    const { stage, officers } = this;
    await stage.giveKeys({ [LU.person]: LU.scopes });
    const { keys } = await stage.get('/v1/keys?limit=1000');
    this.lu.key = keys.find(({ person }: { person: string }) => person === LU.person).id;
    await officers.appropriate('institutions', yuan(600_000));
    await stage.send(
      ...[contract(1, {}), contract(2, { buyer: PARTY.lab }), contract(3, { buyer: PARTY.materials })],
      ...[party(USCC.broker, PARTY.broker.name, null), recognition('S-broker', {})],
    );
    for (const uscc of [USCC.optics, USCC.lab, USCC.materials]) await stage.settledOrders(uscc, 1);
    await stage.send(contract(3, { buyer: PARTY.materials, status: 'voided' }, 2));
    await stage.settled();
    const source = `/v1/sources/${encodeURIComponent(OTHER_EXCHANGE)}`;
    await officers.do('ann', `${source}/propose`, {
      ...{ name: '示例技术交易所', kind: 'exchange', answerableUscc: USCC.broker },
      types: ['duixian.contract.v1', 'duixian.receipt.v1'],
    });
    await officers.do('chen', `${source}/confirm`, { document: undefined, number: 1 });
    this.waitingDecision = await this.#decisionOfAnother();
  }

  /** Proposed by Dai, for another person to confirm. */
  async #decisionOfAnother(): Promise<string> {
    const draft = {
      ...{ policy: 'zhengzhou-2017-61', provision: 'sharing-owner', scope: { year: 2019 }, rate: '0.1' },
      ...{ decidedBy: '示例处', document: '示例〔2020〕2号', reason: '示例' },
    };
    const { digest: preview } = await this.officers.do('dai', '/v1/decisions/preview', draft);
    return (await this.officers.do('dai', '/v1/decisions/propose', { ...draft, preview })).id;
  }

  async whatMoved(): Promise<Moved> {
    await this.stage.settled();
    const { live } = await this.stage.digests();
    const orders = (await this.stage.allOrders()).map(({ id, amountFen }) => ({ id, amountFen }));
    const untold = new Set(['paidFen', 'holds']);
    const owed = (key: string, value: unknown) => (untold.has(key) ? undefined : value);
    const accounts = (await this.stage.lines('/v1/result')).map((line) => JSON.stringify(line, owed));
    return { live, orders, accounts };
  }

  /** A client like the gateway's, for somebody who holds its credentials. */
  client<C extends Client>(
    server: (typeof BACKED_SERVICES)[number],
    Constructor: Parameters<typeof grpcClient<C>>[0],
  ) {
    const files = credentialVariables(this.stage.system.folder, 'gateway');
    const secret = (variable: string) => new Secret(readFileSync(files[variable] ?? '', 'utf8'));
    const tls = {
      certificate: secret('GRPC_TLS_CERT_FILE'),
      key: secret('GRPC_TLS_KEY_FILE'),
      authority: secret('GRPC_TLS_CA_FILE'),
    };
    return grpcClient(Constructor, grpcChannel(this.stage.addressOf(`${server}.grpc`), { ...tls, server }));
  }
}
