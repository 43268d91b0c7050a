import type { IncomingHttpHeaders } from 'node:http';
import type { NriiFields } from '@duixian/formats/nrii';
import { KIB, LIMITS } from '@duixian/values';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { Problem } from '../http/problem.ts';

const MOST = LIMITS.nriiFields.most;

/** The value of one field may be as large as the whole form. One too many is read, to be refused. */
const limits = {
  fields: MOST + 1,
  parts: MOST + 1,
  fieldNameSize: 200,
  fieldSize: LIMITS.nriiPushBytes.most,
  headerPairs: 20,
  headerSize: 4 * KIB,
};

/** The fields of a form, multipart or urlencoded: every value of every field. A file is no field. */
export async function readFields(headers: IncomingHttpHeaders, body: Buffer): Promise<NriiFields> {
  const fields = new Map<string, string[]>();
  const form = openForm(headers);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let count = 0;
  form.on('field', (name, value) => {
    count += 1;
    fields.set(name, [...(fields.get(name) ?? []), value]);
  });
  form.on('file', (_name, stream) => {
    stream.resume();
    reject(notRight('it has a file, and fields alone are taken'));
  });
  form.on('error', () => reject(notRight('it is cut short, or its parts are not those of a form')));
  form.on('finish', resolve);
  form.end(body);
  await promise;
  if (count > MOST)
    throw new Problem('too-large', `The form has more than ${MOST} fields. Nothing was recorded.`);
  return fields;
}

function openForm(headers: IncomingHttpHeaders): BusboyInstance {
  try {
    return new Busboy({ headers: { ...headers, 'content-type': headers['content-type'] ?? '' }, limits });
  } catch {
    throw notRight('its content type names no boundary');
  }
}

/** The library's own words may repeat the content. */
function notRight(why: string): Problem {
  return new Problem('bad-request', `The body is not right: ${why}. Nothing was recorded.`);
}
