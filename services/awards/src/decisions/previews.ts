import type { DatabaseClock, Session } from '@duixian/runtime';
import { canonicalJson, type Fen, formatYuan, LIMITS, sha256Hex } from '@duixian/values';
import { growthInWords, growthOf } from '../domain/growth.ts';
import type { DecisionCollections, PreviewDocument } from '../store/decisions.ts';
import { refuse } from './refuse.ts';

/**
 * What was shown, and so may be named by a person who proposes or confirms: only what this service made
 * itself.
 */
export class Previews {
  readonly clock: DatabaseClock;
  readonly #previews: DecisionCollections['previews'];

  constructor({ previews }: DecisionCollections, clock: DatabaseClock) {
    this.#previews = previews;
    this.clock = clock;
  }

  /** Seals the effect on claims and accounts (`key`) together with what disbursement foretold for them. */
  async seal(
    key: string,
    orders: readonly { readonly account: string; readonly fen: Fen }[],
    waiting: string,
  ): Promise<string> {
    const [content = '', claims = ''] = key.split('.');
    const sorted = [...orders].sort((a, b) => (a.account < b.account ? -1 : 1));
    const named = sorted.map(({ account, fen }) => [account, `${fen}`]);
    const digest = sha256Hex(canonicalJson({ content, claims, orders: named, waiting }));
    const at = this.clock.now();
    await this.#previews.deleteMany({ at: { $lt: new Date(at.getTime() - LIMITS.previewKeptMs.most) } });
    const held = await this.#previews.estimatedDocumentCount();
    if (held >= LIMITS.previewsKept.most) await this.#dropOldest(held + 1 - LIMITS.previewsKept.most);
    const document: PreviewDocument = { _id: digest, content, at, orders: sorted };
    await this.#previews.replaceOne({ _id: digest }, document, { upsert: true });
    return digest;
  }

  /** So that one person who previews endlessly keeps nobody else from it. */
  async #dropOldest(count: number): Promise<void> {
    const oldest = this.#previews
      .find({}, { projection: { _id: 1 } })
      .sort({ at: 1 })
      .limit(count);
    await this.#previews.deleteMany({ _id: { $in: (await oldest.toArray()).map(({ _id }) => _id) } });
  }

  async mustBeOf(digest: string, content: string, session?: Session): Promise<PreviewDocument> {
    const found = await this.#previews.findOne({ _id: digest }, session ? { session } : {});
    if (found?.content === content) return found;
    const why = found ? 'that preview is of another decision' : 'no recent preview has that digest';
    return refuse('not-previewed', `${why}: request a preview of this decision, and give its digest`);
  }

  /**
   * Checks that what was shown still holds: by now no more is ordered, at once or unattended, than was agreed
   * to.
   */
  async mustHold(
    asked: { readonly preview: string; readonly previewNow: string; readonly mayGrowFen: Fen },
    content: string,
    session: Session,
  ): Promise<void> {
    const shown = await this.mustBeOf(asked.preview, content, session);
    const now = await this.mustBeOf(asked.previewNow, content, session);
    if (this.clock.now().getTime() - now.at.getTime() > LIMITS.previewFreshMs.most)
      refuse('not-previewed', 'the effects were computed too long ago: confirm once more');
    const { fen, accounts } = growthOf(shown.orders, now.orders);
    if (fen <= asked.mayGrowFen) return;
    refuse(
      'moved',
      `facts have changed since that preview: ${formatYuan(fen)} yuan more would be ordered at once, where ${formatYuan(asked.mayGrowFen)} ` +
        `more are allowed (${growthInWords(accounts)}); read the preview ${asked.previewNow} and confirm that`,
    );
  }
}
