import type { Fault } from './fault.ts';
import { factToCloudEvent } from './json.ts';
import { type OwnCheck, readItemText } from './read-item.ts';
import type { Fact } from './registry.ts';

/**
 * What the door would refuse today of a fact that is held: the rules of the door grow stricter, and what was recorded before
 * stays and is read everywhere behind it. Empty where it would be taken. No clock is asked.
 */
export function doorFaults(fact: Fact, ownCheck?: OwnCheck): readonly Fault[] {
  const read = readItemText(JSON.stringify(factToCloudEvent(fact)), { ownCheck });
  return 'fact' in read ? [] : read.faults;
}
