import { hash } from 'node:crypto';
import type { Watcher } from './file-rule.ts';
import type { Appearance, SeenItem } from './seen-item.ts';

type Known = SeenItem & { readonly digest: string };

/** Items that the door would take; only they are compared. */
function isKnown(seen: SeenItem): seen is Known {
  return seen.digest !== undefined;
}

function revisionOf({ data }: SeenItem): number {
  return Number(data['revision']);
}

/** F-02 */
export function watchIds(): Watcher {
  // One text each: a file may have a million.
  const contents = new Map<string, string>();
  return {
    see(seen, notes) {
      if (!isKnown(seen)) return;
      notes.saw();
      const { place, item } = seen;
      const key = hash('sha256', `${item['source']} ${item['id']}`, 'base64url');
      const content = `${revisionOf(seen)} ${seen.digest}`;
      const known = contents.get(key);
      if (known === undefined) contents.set(key, `${content} ${place}`);
      else if (!known.startsWith(`${content} `)) {
        const first = known.split(' ').slice(2).join(' ');
        const difference = {
          zh: `与 ${first} 的 id 相同，内容不同`,
          en: `the id of ${first} with other content`,
        };
        notes.note('FAILED', `${place}, id`, difference, String(item['id']));
      }
    },
  };
}

/** F-09 */
export function watchRises(): Watcher {
  return {
    see(seen, notes) {
      if (!isKnown(seen) || seen.earlier.length === 0) return;
      const revision = revisionOf(seen);
      if (seen.earlier.some((one) => one.revision !== revision)) notes.saw();
      const conflict = seen.earlier.find((one) => one.revision === revision && one.digest !== seen.digest);
      if (conflict === undefined) return;
      const difference = {
        zh: `内容与 ${conflict.place} 不同，修订号却没有升高`,
        en: `the content differs from ${conflict.place}, and the revision is the same`,
      };
      notes.note('FAILED', `${seen.place}, data.revision`, difference, `${revision}`);
    },
  };
}

/** F-10: a state that comes again under the next revision was no change. */
export function watchRepetitions(): Watcher {
  return {
    see(seen, notes) {
      if (!isKnown(seen)) return;
      const revision = revisionOf(seen);
      if (seen.earlier.some((one) => one.revision === revision && one.digest === seen.digest)) notes.saw();
      const before = nearestBelow(seen.earlier, revision);
      if (before === undefined || before.digest !== seen.digest) return;
      const difference = {
        zh: `内容与 ${before.place}（修订号 ${before.revision}）相同，重发不应升高修订号`,
        en: `the content is that of ${before.place} (revision ${before.revision}): sending again must not raise it`,
      };
      notes.note('FAILED', `${seen.place}, data.revision`, difference, `${revision}`);
    },
  };
}

function nearestBelow(earlier: readonly Appearance[], revision: number): Appearance | undefined {
  return earlier
    .filter((one) => one.revision < revision)
    .reduce<Appearance | undefined>(
      (best, one) => (best && best.revision > one.revision ? best : one),
      undefined,
    );
}

/** F-24 */
export function watchOrder(): Watcher {
  return {
    see(seen, notes) {
      if (!isKnown(seen) || seen.earlier.length === 0) return;
      notes.saw();
      const revision = revisionOf(seen);
      const higher = seen.earlier.find((one) => one.revision > revision);
      if (higher === undefined) return;
      const difference = {
        zh: `在 ${higher.place} 的修订号 ${higher.revision} 之后`,
        en: `behind revision ${higher.revision} of ${higher.place}`,
      };
      notes.note('FAILED', `${seen.place}, data.revision`, difference, `${revision}`);
    },
  };
}
