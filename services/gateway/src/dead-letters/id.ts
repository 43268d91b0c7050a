import * as api from '@duixian/api';
/** A dead letter's id is its service and its id there, as one text: `awards:66f0…`. Cursors have the same form. */
export type DeadLetterId = { readonly service: api.ServiceName; readonly id: string };

export function writeDeadLetterId({ service, id }: DeadLetterId): string {
  return `${service}:${id}`;
}

export function readDeadLetterId(text: string): DeadLetterId | undefined {
  const colon = text.indexOf(':');
  const service = api.SERVICE_NAMES.find((name) => name === text.slice(0, colon));
  return service && { service, id: text.slice(colon + 1) };
}
