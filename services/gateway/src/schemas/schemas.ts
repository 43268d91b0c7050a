import * as api from '@duixian/api';
import { FACT_TYPES } from '@duixian/facts';
import { defined } from '@duixian/values';
import { type Endpoint, endpoint } from '../http/endpoint.ts';

const list = endpoint(api.listSchemas, async () => ({
  schemas: Object.entries(api.SCHEMA_FILES).map(([file, type]) => ({
    type,
    title: FACT_TYPES[type].title,
    path: `/schemas/${file}`,
  })),
}));

const get = endpoint(api.getSchema, async ({ params: { file } }) =>
  api.jsonSchemaOf(defined(api.SCHEMA_FILES[file], 'only names of files are taken')),
);

export const schemaEndpoints: readonly Endpoint[] = [list, get];
