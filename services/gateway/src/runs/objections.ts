import { runLineJson } from '@duixian/answers';
import * as api from '@duixian/api';
import type { runsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { mustBePerson } from '../access/key.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import type { Services } from '../services.ts';

const objectToLine = endpoint(api.objectToLine, ({ key, params, body }, services) => {
  return change(services, { ...body, run: params.id, by: key.person, change: 'CHANGE_OBJECT' });
});

const decideObjection = endpoint(api.decideObjection, ({ key, params, body }, services) => {
  mustBePerson(key);
  const { upheld, ...rest } = body;
  const decision = upheld ? 'CHANGE_UPHOLD' : 'CHANGE_DISMISS';
  return change(services, { ...rest, run: params.id, by: key.person, change: decision });
});

const giveBackLine = endpoint(api.giveBackLine, ({ key, params, body }, services) => {
  return change(services, { ...body, run: params.id, by: key.person, change: 'CHANGE_GIVE_BACK' });
});

export const objectionEndpoints: readonly Endpoint[] = [objectToLine, decideObjection, giveBackLine];

async function change({ runs }: Services, request: runsV1.ChangeLineRequest) {
  const { line } = await runs.changeLine(request);
  return runLineJson(defined(line, 'a line is answered'));
}
