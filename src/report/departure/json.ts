/** What goes and what stays when a stack is destroyed, for programs: beside what `outcome` tells of every operation. */
import type { ObjectId } from '../../kubernetes/object-id.ts';
import type { Departure, Staying } from '../../plan/departure.ts';
import { reasonText } from './wording.ts';
import type { Removal } from './terminal.ts';

interface StayingJson {
  readonly object: ObjectId;
  readonly reason: Staying['reason'];
  readonly release: string | null;
  readonly message: string;
}

/** `removed`: what Helm left; `problem` says why it could not be. `lost`: gone with a namespace though it holds data or is of others. */
export const departureJson = (
  { stays, lost }: Departure,
  removed: readonly Removal[],
): { readonly stays: StayingJson[]; readonly lost: StayingJson[]; readonly removed: readonly Removal[] } => ({
  stays: stays.map(asJson),
  lost: lost.map(asJson),
  removed,
});

const asJson = (staying: Staying): StayingJson => ({ ...staying, message: reasonText(staying.reason) });
