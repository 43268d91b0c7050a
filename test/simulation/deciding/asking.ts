import type { decisionsV1 } from '@duixian/proto';
import { answerOf } from '../answers.ts';
import type { World } from '../world.ts';
import { reach } from './look-at.ts';

/** The result of an action of several calls; if it was not answered, the result is unknown. */
export type Outcome = 'done' | { readonly isRefused: boolean; readonly code: string };

/** Does it in somebody's name, and answers the result. */
export async function tried(
  world: World,
  what: string,
  sentence: string,
  act: () => Promise<string>,
): Promise<Outcome> {
  world.underWay += 1;
  try {
    const answer = await act();
    world.record(`${sentence}: done${answer}`);
    world.count(`${what}: done`);
    return 'done';
  } catch (error) {
    const { isRefused, details } = answerOf(error);
    const code = details.split(':', 1).join();
    world.record(`${sentence}: ${isRefused ? 'refused' : 'not answered'}, ${details}`);
    world.count(`${what}: ${isRefused ? code : 'not answered'}`);
    if (code === 'a bug') world.wrong.push(`"${sentence}" met ${details}`);
    return { isRefused, code };
  } finally {
    world.underWay -= 1;
  }
}

/** A refused request must have changed nothing. */
export async function change(
  world: World,
  request: decisionsV1.ChangeDecisionRequest,
): Promise<decisionsV1.ChangeDecisionResponse> {
  const written = new Set<string>();
  try {
    return await world.acting(written, () =>
      reach(world, 'awards').ask<decisionsV1.ChangeDecisionResponse>('changeDecision', request),
    );
  } catch (error) {
    const { isRefused, details } = answerOf(error);
    if (isRefused && written.size > 0)
      world.wrong.push(`a decision was refused (${details}) and changed ${[...written].join(', ')}`);
    throw error;
  }
}
