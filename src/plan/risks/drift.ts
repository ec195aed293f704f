/** What somebody changed by hand and this upgrade sets back. */
import { fieldText, isUnder } from '../../kubernetes/field.ts';
import { objectText } from '../../kubernetes/object-id.ts';
import type { Drift } from '../plan.ts';
import { told, type ReleaseJudge } from './judge.ts';
import { kindOf } from './scene.ts';
import { sizeOf } from './volume-claims.ts';
import { listText, unique } from './wording.ts';

export const driftResets: ReleaseJudge = function* ({ plan, action }) {
  if (action !== 'upgrade') return;
  for (const drift of plan.drift) {
    const { object, fate, fields } = drift;
    if (fate === 'kept') continue;
    yield told('drift-reset', 'warning', {
      object,
      place: fields[0]?.place ?? [],
      message:
        fate === 'recreated' || drift.state === 'missing'
          ? `${objectText(object)} was deleted by hand, and the upgrade makes it anew`
          : `${objectText(object)}: the upgrade sets back what was changed since it was applied: ${listText(unique(fields.map(({ place }) => fieldText(place))))}${byWhom(drift)}`,
      hint: 'If the change was meant, write it into the values; else tell whoever made it.',
    });
    yield* shrunk(drift);
  }
};

/** Field managers with the day of their last write: `, by kubectl-edit (2026-01-31)`. */
function byWhom({ fields }: Drift): string {
  const known = fields.flatMap(({ manager, time }) =>
    manager === null ? [] : [`${manager}${time === null ? '' : ` (${time.slice(0, 10)})`}`],
  );
  return known.length === 0 ? '' : `, by ${listText(unique(known))}`;
}

/** A claim that was made larger by hand: set back, it would shrink. */
function* shrunk({ object, fields }: Drift): ReturnType<ReleaseJudge> {
  if (kindOf(object) !== 'PersistentVolumeClaim') return;
  const size = fields.find(({ place }) => isUnder(place, 'spec', 'resources', 'requests', 'storage'));
  const [applied, now] = [sizeOf(size?.before), sizeOf(size?.after)];
  if (size === undefined || applied === null || now === null || now.amount <= applied.amount) return;
  yield told('volume-claim', 'error', {
    object,
    place: size.place,
    message: `${objectText(object)} was made larger by hand (${now.text}), and the chart asks for ${applied.text}: the API server refuses to shrink it, and the upgrade fails`,
    hint: 'Write the new size into the values.',
  });
}
