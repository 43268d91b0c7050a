import { readFileSync } from 'node:fs';

const sample = (name: string) => readFileSync(new URL(`../../samples/${name}`, import.meta.url), 'utf8');

/** The fields of the samples, which show a multipart body and an urlencoded one that is not encoded. */
export function multipartSample(): Map<string, string[]> {
  const text = sample('nrii-type4-instrument.form.txt');
  const found = text.matchAll(/name="(\w+)"\r?\n\r?\n([\s\S]*?)\r?\n--/g);
  return new Map([...found].map(([, name = '', value = '']) => [name, [value]]));
}

export function urlencodedSample(): Map<string, string[]> {
  const text = sample('nrii-type6-service-record.form.txt');
  const body = text.slice(text.indexOf('insCode='), text.indexOf('# Expected')).trim();
  return new Map(
    body.split(/\n&/).map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), [pair.slice(at + 1)]];
    }),
  );
}
