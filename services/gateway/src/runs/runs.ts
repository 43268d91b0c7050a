import { runJson, runLineJson } from '@duixian/answers';
import * as api from '@duixian/api';
import type { runsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { Key } from '../access/key.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { nextOf } from '../json/next-of.ts';
import type { Services } from '../services.ts';

const draftRun = endpoint(api.draftRun, async ({ key, body }, { runs }) => {
  const { run } = await runs.draftRun({ ...body, smallestFen: BigInt(body.smallestFen), by: key.person });
  return runJson(defined(run, 'a run is answered'));
});

const listRuns = endpoint(api.listRuns, async ({ query }, { runs }) => {
  const answer = await runs.listRuns({ after: query.after ?? '', limit: query.limit });
  return { runs: answer.runs.map(runJson), next: nextOf(answer.next) };
});

const getRun = endpoint(api.getRun, async ({ params }, { runs }) => {
  const { run } = await runs.getRun(params);
  return runJson(defined(run, 'a run is answered'));
});

const listRunLines = endpoint(api.listRunLines, async ({ params, query }, { runs }) => {
  const { after = '', limit } = query;
  const answer = await runs.listRunLines({ run: params.id, after, limit });
  return { lines: answer.lines.map(runLineJson), next: nextOf(answer.next) };
});

const publishRun = endpoint(api.publishRun, stepTo('RUN_STEP_PUBLISH'));

const approveRun = endpoint(api.approveRun, stepTo('RUN_STEP_APPROVE'));

const issueRun = endpoint(api.issueRun, stepTo('RUN_STEP_ISSUE'));

const closeRun = endpoint(api.closeRun, stepTo('RUN_STEP_CLOSE'));

const cancelRun = endpoint(api.cancelRun, stepTo('RUN_STEP_CANCEL'));

export const runEndpoints: readonly Endpoint[] = [
  draftRun,
  listRuns,
  getRun,
  listRunLines,
  publishRun,
  approveRun,
  issueRun,
  closeRun,
  cancelRun,
];

type Step = {
  readonly params: { readonly id: string };
  readonly body: { readonly document: string };
  readonly key: Key;
};

function stepTo(step: runsV1.RunStep) {
  return async ({ key, params, body }: Step, { runs }: Services) => {
    const { run } = await runs.stepRun({ id: params.id, step, by: key.person, document: body.document });
    return runJson(defined(run, 'a run is answered'));
  };
}
