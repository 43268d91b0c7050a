import type * as api from '@duixian/api';
import type { runsV1 } from '@duixian/proto';
import type { z } from 'zod';
import { exactNumber, exactSum } from '../json/exact-number.ts';
import { wireWord } from '../json/wire-word.ts';

export function runJson(run: runsV1.Run): z.output<typeof api.runSchema> {
  const {
    smallestFen,
    state,
    step,
    publicity,
    draftFen,
    publishedFen,
    approvedFen,
    issuedFen,
    notes,
    ...rest
  } = run;
  return {
    ...rest,
    smallestFen: exactNumber(smallestFen),
    state: wireWord('RUN_STATE_', state) as (typeof api.RUN_STATES)[number],
    step: step || null,
    publicity: publicity ?? null,
    draftFen: exactSum(draftFen),
    publishedFen: exactSum(publishedFen),
    approvedFen: exactSum(approvedFen),
    issuedFen: exactSum(issuedFen),
    notes: notes.map(({ entity, ...more }) => ({ ...more, entity: entity || null })),
  };
}
