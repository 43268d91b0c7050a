import { type NriiFields, type NriiTerms, type NriiWay, unitsNamed } from '@duixian/formats/nrii';
import type { waitingV1 } from '@duixian/proto';
import type { Key } from '../access/key.ts';
import type { Services } from '../services.ts';
import { partyFrom } from '../units/json.ts';

type Door = NonNullable<Key['door']>;

const NOTHING: waitingV1.LookUpResponse = { known: [], recordSecret: Buffer.alloc(0) };

/** What services/partners knows of the units that a form names. */
export async function termsOf(
  fields: NriiFields,
  way: NriiWay,
  { door, time }: { readonly door: Door; readonly time: string },
  { waiting }: Services,
): Promise<NriiTerms> {
  const units = unitsNamed(fields, way);
  // A form that is refused names none.
  const { known, recordSecret } =
    units.length > 0 ? await waiting.lookUp({ source: door.source, units }) : NOTHING;
  const parties = new Map(known.map(({ unit, party }) => [unit, partyFrom(party)]));
  return {
    ...{ time, secret: recordSecret, unitOfInstrument: () => undefined },
    directory: ({ name }) => parties.get(name),
    // The address is that of one unit, whatever the form says.
    ownerOf: (insCode) => {
      const owner = parties.get(insCode);
      return owner?.uscc === door.uscc ? owner : undefined;
    },
  };
}
