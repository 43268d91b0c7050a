import type { DemandLetter, DemandLine } from '@duixian/documents';
import { defined, shanghaiDay } from '@duixian/values';
import type { GroupWords } from '../documents/group-words.ts';
import type { Office } from '../documents/office.ts';
import type { Recovery } from './domain/recovery.ts';

/** The letter of a demand as of the day of the demand, without money that came back since. */
export function demandLetterOf(
  recovery: Recovery,
  wordsOf: (group: string) => GroupWords,
  office: Office,
): DemandLetter {
  const { id, entity, name, dueOn, lines, demandedFen, reason } = recovery;
  const note = defined(
    recovery.notes.find(({ event }) => event === 'demand'),
    'somebody demanded it',
  );
  return {
    recoveryId: id,
    documentNo: note.document,
    entity,
    name,
    date: shanghaiDay(note.at),
    dueOn,
    lines: lines.map((line) => letterLine(line, wordsOf(line.group), reason)),
    totalFen: demandedFen,
    payTo: office.returnMoneyTo,
    signedBy: office.name,
  };
}

/**
 * Where an order was in flight at the time of the demand, the amount still due was first counted towards that order.
 * The demand was larger by as much, and the letter explains it.
 */
function letterLine(
  line: Recovery['lines'][number],
  { article, titleZh, textZh }: GroupWords,
  ground: string,
): DemandLine {
  const { year, fen: demandedFen, entitledFen, paidFen, nettedOutFen, receivedFen, writtenOffFen } = line;
  const leftFen = paidFen + nettedOutFen - receivedFen - writtenOffFen - entitledFen;
  return {
    article,
    textZh,
    year,
    group: titleZh,
    entitledFen,
    paidFen,
    nettedFen: -nettedOutFen,
    receivedFen,
    writtenOffFen,
    underWayFen: demandedFen - leftFen,
    demandedFen,
    ground,
  };
}
