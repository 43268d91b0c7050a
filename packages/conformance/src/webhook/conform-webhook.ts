import { type Result, type RunOptions, runRules } from '../core/run-rules.ts';
import { WEBHOOK_RULES } from './rules.ts';
import type { WebhookSettings } from './settings.ts';

/** Plays our sender to a receiver, rule by rule. */
export function conformWebhook(settings: WebhookSettings, options: RunOptions): Promise<Result[]> {
  return runRules([...WEBHOOK_RULES], (rule, signal) => rule.check(settings, signal), options);
}
