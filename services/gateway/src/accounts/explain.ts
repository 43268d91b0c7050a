import { explanationJson } from '@duixian/answers';
import * as api from '@duixian/api';
import { mustBeReadable } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';

export const explainAccount = endpoint(api.explainAccount, async ({ key, params }, services) => {
  await mustBeReadable(key, [params.entity], services);
  return explanationJson(await services.awards.explainAccount(params));
});
