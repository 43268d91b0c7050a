/** The limits of Standard Webhooks and docs; tests take shorter ones. */
export const WEBHOOK_WAITS = {
  /** Longer is no answer (W-01). */
  answerWithinMs: 15_000,
  /** Longer is a warning. */
  warnAfterMs: 5_000,
  /** How long a receiver that works after its answer has until its effects are asked for. */
  settleMs: 2_000,
};

export type WebhookSettings = typeof WEBHOOK_WAITS & {
  /** Where the receiver takes events. */
  readonly url: string;
  /** `whsec_…`, which kit and receiver share. */
  readonly secret: string;
  /** `whpk_…`, which the receiver verifies v1a by. */
  readonly publicKey?: string | undefined;
  /** `whsk_…` beside it: with it the kit sends right v1a signatures as well. */
  readonly privateKey?: string | undefined;
  /** Where the receiver says what an event did (`askEffects`). */
  readonly effectsUrl?: string | undefined;
  readonly seed: number;
  readonly now: () => Date;
};
