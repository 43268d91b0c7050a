import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { type ApiDescription, brokenSince } from './api-changes.ts';
import { API_RELEASES, describedApi } from './described-api.ts';

const ROOT = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

const compare = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });
const [newest = ''] = readdirSync(API_RELEASES)
  .map((name) => basename(name, '.json'))
  .toSorted(compare)
  .reverse();
const released = JSON.parse(readFileSync(join(API_RELEASES, `${newest}.json`), 'utf8')) as ApiDescription;

it('nothing is broken for programs that fit the newest description: if that release is not out, "npm run api-release" writes it again', () => {
  expect(compare(newest, version)).toBeLessThanOrEqual(0);
  expect(brokenSince(released, describedApi())).toEqual([]);
});

/** A small API in which each change below is made. */
const API = {
  components: {
    schemas: {
      Deal: {
        type: 'object',
        properties: {
          id: { type: 'string', maxLength: 10 },
          state: { type: 'string', enum: ['listed', 'struck'] },
          note: { type: ['string', 'null'] },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Deal' } },
        },
        required: ['id', 'state'],
        additionalProperties: false,
      },
    },
  },
  paths: {
    '/deals': {
      put: {
        security: [],
        parameters: [{ in: 'query', name: 'dry', required: false, schema: { type: 'boolean' } }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Deal' } } },
        },
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Deal' } } } },
        },
      },
    },
  },
  webhooks: {
    'deal.struck': {
      post: {
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { type: { type: 'string', const: 'deal.struck' }, fen: { type: 'integer' } },
                required: ['type', 'fen'],
              },
            },
          },
        },
      },
    },
  },
  channels: { webhook: { address: '{url}', messages: ['deal.struck'] } },
  codes: ['conflict'],
};

/** The API with one text in place of another, wherever it is. */
function changed(before: string, after: string): ApiDescription {
  const text = JSON.stringify(API);
  expect(text).toContain(before);
  return JSON.parse(text.replaceAll(before, after)) as ApiDescription;
}

it.each<[string, string, string, string[]]>([
  ['a path', '"/deals"', '"/offers"', ['PUT /deals: is gone']],
  ['a key', '"security":[]', '"security":[{"key":[]}]', ['PUT /deals: needs a key now']],
  ['a parameter', '"dry"', '"try"', ['PUT /deals ?dry: is not taken any more']],
  [
    'a parameter that must be given',
    '"required":false',
    '"required":true',
    ['PUT /deals ?dry: must be given now'],
  ],
  ['a parameter of another type', '"boolean"', '"integer"', ['PUT /deals ?dry: boolean, and integer now']],
  ['a shorter text', '"maxLength":10', '"maxLength":9', ['PUT /deals body.id: maxLength is 9 now']],
  ['a member with another name', '"note"', '"remark"', ['PUT /deals body.note: is not taken any more']],
  [
    'a member that must be given',
    '"required":["id","state"]',
    '"required":["id","state","note"]',
    ['PUT /deals body.note: must be given now'],
  ],
  [
    'a member that may be missing',
    '"required":["id","state"]',
    '"required":["id"]',
    ['PUT /deals 200.state: may be missing now'],
  ],
  [
    'a word that is gone',
    '["listed","struck"]',
    '["struck"]',
    ['PUT /deals body.state: "listed" is not one of the values'],
  ],
  [
    'null where a text was',
    '"id":{"type":"string"',
    '"id":{"type":["string","null"]',
    ['PUT /deals 200.id: null, and string before'],
  ],
  [
    'a text where nothing or a text was taken',
    '["string","null"]',
    '"string"',
    ['PUT /deals body.note: null, and string now'],
  ],
  [
    'a media type',
    'application/json',
    'text/csv',
    [
      'PUT /deals body: application/json is gone',
      'PUT /deals 200: application/json is gone',
      'deal.struck: application/json is gone',
    ],
  ],
  [
    'an amount as a text',
    '"fen":{"type":"integer"}',
    '"fen":{"type":"string"}',
    ['deal.struck.fen: string, and integer before'],
  ],
  [
    'the name of an event',
    'deal.struck',
    'deal.done',
    ['deal.struck: is gone', 'channel webhook: deal.struck is gone'],
  ],
  ['an address', '"{url}"', '"/hooks"', ['channel webhook: is not at {url} any more']],
  ['a code', '"conflict"', '"clash"', ['code conflict: is gone']],
])('%s is found', (_, before, after, faults) => {
  expect(brokenSince(API, changed(before, after))).toEqual(faults);
});

it.each([
  ['nothing', '"/deals"', '"/deals"'],
  ['a longer text', '"maxLength":10', '"maxLength":11'],
  ['a further word', '["listed","struck"]', '["listed","struck","signed"]'],
  ['a further member', '"note":', '"other":{"type":"string"},"note":'],
  ['a further event', '["deal.struck"]', '["deal.struck","deal.failed"]'],
])('%s breaks nothing', (_, before, after) => {
  expect(brokenSince(API, changed(before, after))).toEqual([]);
});
