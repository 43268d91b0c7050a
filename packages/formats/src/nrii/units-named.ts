import { type NriiFields, type NriiWay, readForm } from './nrii-form.ts';
import { applicantUnit } from './service-record.ts';

/** What a push names, to be looked up before it is read: the code of its unit, and the units that its instruments served. */
export function unitsNamed(fields: NriiFields, way: NriiWay): string[] {
  const form = readForm(fields, way);
  if ('status' in form) return [];
  const served = form.kind === 'services' ? form.records.map(applicantUnit) : [];
  return [...new Set([form.insCode, ...served])].filter((unit) => unit !== '');
}
