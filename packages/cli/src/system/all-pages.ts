import type { z } from 'zod';
import type { SystemClient } from './system-client.ts';

type Page = z.ZodType<{ next?: string | null | undefined }>;

/** Every page of a list, one after the other. */
export async function* allPages<Schema extends Page>(
  client: SystemClient,
  path: string,
  schema: Schema,
): AsyncGenerator<z.output<Schema>> {
  const separator = path.includes('?') ? '&' : '?';
  let after = '';
  for (;;) {
    const cursor = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
    const page = await client.get(`${path}${separator}limit=1000${cursor}`, schema);
    yield page;
    if (!page.next) return;
    after = page.next;
  }
}
