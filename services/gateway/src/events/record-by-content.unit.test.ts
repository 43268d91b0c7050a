import type { registerV1 } from '@duixian/proto';
import { describe, expect, it } from '@jest/globals';
import { keyringOf } from '../access/keyring-for-tests.ts';
import type { Services } from '../services.ts';
import { releaseRows } from '../units/release-rows.ts';
import { type ContentRecord, recordByContent } from './record-by-content.ts';

const SOURCE = 'urn:a:platform';
const TYPE = 'duixian.usage.v1';
const BY = { keyring: keyringOf({}, (name) => name, { [SOURCE]: 5n }), traceparent: '' };
const AT = new Date('2026-11-30T08:00:00.000Z');

type Sent = { id: string; subject: string; time: string; data: { revision: number; feeFen: number } };

/** A register that judges by revision, and services/partners with rows that are released. */
class World {
  readonly held = new Map<string, Sent['data']>();
  readonly sent: Sent[] = [];
  readonly passes: unknown[] = [];
  rows: object[] = [];
  settled: object[] = [];
  /** What another process records before the next call. */
  meanwhile: (() => void) | undefined;

  get services(): Services {
    const record = async (items: { eventJson: Buffer }[], pass: unknown) => {
      this.meanwhile?.();
      this.meanwhile = undefined;
      this.passes.push(pass);
      return items.map(({ eventJson }) => this.#judge(JSON.parse(eventJson.toString())));
    };
    const readRecords = async ({ subjects }: registerV1.ReadRecordsRequest) => ({
      records: subjects.flatMap((subject) => {
        const data = this.held.get(subject);
        const current = data && { revision: BigInt(data.revision), dataJson: JSON.stringify(data) };
        return current ? [{ subject, source: SOURCE, current }] : [];
      }),
    });
    const waiting = {
      readSentBack: async () => ({ records: [] }),
      takeReleased: async () => ({ rows: this.rows }),
      settleReleased: async ({ rows }: { rows: object[] }) => {
        this.settled.push(...rows);
      },
    };
    const services = { intake: { metering: { record } }, registers: { metering: { readRecords } }, waiting };
    return services as unknown as Services;
  }

  #judge(event: Sent): registerV1.RecordResponse_Result {
    this.sent.push(event);
    const { subject, data } = event;
    const held = this.held.get(subject);
    if (held && held.revision === data.revision && held.feeFen !== data.feeFen) {
      const fault = { field: 'data.revision', reason: 'revision-conflict', message: '' };
      return { outcome: 'OUTCOME_REFUSED', faults: [fault] };
    }
    this.held.set(subject, data);
    return { outcome: 'OUTCOME_RECORDED', faults: [] };
  }
}

const record = (subject: string, feeFen: number): ContentRecord => ({
  ...{ source: SOURCE, type: TYPE, subject, data: { feeFen }, arrivedAt: AT, hasWaited: false },
});
const outcomes = async (world: World, ...records: ContentRecord[]) =>
  (await recordByContent(records, BY, world.services)).map(({ outcome }) => outcome);

describe('records without revisions', () => {
  it('get the instant of their arrival, once', async () => {
    const world = new World();
    expect(await outcomes(world, record('A', 1))).toEqual(['recorded']);
    expect(await outcomes(world, record('A', 1), record('B', 1))).toEqual(['duplicate', 'recorded']);
    const revision = AT.getTime();
    expect(world.sent).toMatchObject([
      { id: `A@${revision}`, source: SOURCE, time: AT.toISOString(), data: { revision, feeFen: 1 } },
      { id: `B@${revision}` },
    ]);
    expect(world.passes[0]).toEqual({ sourceVersions: new Map([[SOURCE, 5n]]), isAnySource: false });
  });

  it('that name a record twice are recorded one after the other', async () => {
    const world = new World();
    expect(await outcomes(world, record('A', 1), record('B', 1), record('A', 2))).toEqual(
      Array(3).fill('recorded'),
    );
    expect(world.held.get('A')).toEqual({ revision: AT.getTime() + 1, feeFen: 2 });
  });

  it('are looked at again where another process was faster', async () => {
    const world = new World();
    world.meanwhile = () => world.held.set('A', { revision: AT.getTime(), feeFen: 7 });
    expect(await outcomes(world, record('A', 1))).toEqual(['recorded']);
    expect(world.held.get('A')).toEqual({ revision: AT.getTime() + 1, feeFen: 1 });
  });
});

describe('rows whose units are known', () => {
  const row = { source: SOURCE, type: TYPE, dataJson: '{"feeFen":1}', arrivedAt: AT.toISOString() };

  it('are recorded under their arrival, and what came later stays', async () => {
    const world = new World();
    world.rows = ['A', 'B', 'C'].map((subject) => ({ ...row, subject }));
    world.held.set('B', { revision: AT.getTime() + 5, feeFen: 2 });
    world.held.set('C', { revision: 1, feeFen: 1 });
    expect(await releaseRows(BY.keyring, world.services)).toBe(3);
    expect(world.settled).toMatchObject([
      { subject: 'A', state: 'ROW_STATE_RECORDED', arrivedAt: row.arrivedAt, faults: [] },
      { subject: 'B', state: 'ROW_STATE_STALE' },
      { subject: 'C', state: 'ROW_STATE_DUPLICATE' },
    ]);
    expect(world.held.get('B')).toMatchObject({ feeFen: 2 });
  });

  it('are duplicates where a gateway ended before it had answered', async () => {
    const world = new World();
    world.rows = [{ ...row, subject: 'A' }];
    await releaseRows(BY.keyring, world.services);
    await releaseRows(BY.keyring, world.services);
    expect(world.sent).toHaveLength(1);
    expect(world.settled).toMatchObject([{ state: 'ROW_STATE_RECORDED' }, { state: 'ROW_STATE_DUPLICATE' }]);
  });

  it('are none most of the time', async () => {
    const world = new World();
    expect(await releaseRows(BY.keyring, world.services)).toBe(0);
    expect(world.settled).toEqual([]);
  });
});
