import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import { Stage } from './stage.ts';
import { badInput } from './stories/bad-input.ts';
import { branchGetsAParent } from './stories/branch-gets-a-parent.ts';
import { commandsOfAFact } from './stories/commands-of-a-fact.ts';
import { contractAmendedAndVoided } from './stories/contract-amended-and-voided.ts';
import { deals } from './stories/deals.ts';
import { firstEvent } from './stories/first-event.ts';
import { imports } from './stories/imports.ts';
import { keys } from './stories/keys.ts';
import { killedService } from './stories/killed-service.ts';
import { lateFacts } from './stories/late-facts.ts';
import { nriiPush } from './stories/nrii-push.ts';
import { partnerPages } from './stories/partner-pages.ts';
import { partners } from './stories/partners.ts';
import { payee } from './stories/payee.ts';
import { repeatedCommands } from './stories/repeated-commands.ts';
import { treasury } from './stories/treasury.ts';
import { unitCompleted } from './stories/unit-completed.ts';

/** What any system can go through, one after the other on one stage; each story has a cast of its own. */
const STORIES = {
  'A contract is amended and voided': contractAmendedAndVoided,
  'Facts come late': lateFacts,
  'A branch gets a parent': branchGetsAParent,
  'The treasury refuses, repeats and contradicts itself': treasury,
  'What is wrong is refused': badInput,
  'What a fact costs': commandsOfAFact,
  'An account is confirmed by a second person': payee,
  'A partner sends its first event': firstEvent,
  'An exchange sends deals': deals,
  'Partners follow their pages': partnerPages,
  'Keys are replaced': keys,
  'Files are imported': imports,
  'A unit is completed by two persons': unitCompleted,
  'A platform pushes in the form of NRII': nriiPush,
  'An answer is lost': repeatedCommands,
  'Partners are informed': partners,
  'Services are killed': killedService,
};

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
}, 120_000);

afterEach(async () => {
  await stage.treasuryDoes({});
  const { live, replayed } = await stage.digests();
  expect(live).toBe(replayed);
});

afterAll(() => stage.close());

describe.each(Object.entries(STORIES))('%s', (_, story) => story(() => stage));
