/** What judges of risks say, and in which form. */
import type { FieldPlace } from '../../kubernetes/field.ts';
import type { ObjectId } from '../../kubernetes/object-id.ts';
import type { Severity } from '../../systems/rule.ts';
import type { Risk, RiskId } from '../plan.ts';
import type { ReleaseScene, Scene } from './scene.ts';

/** A risk of a release, which whoever asks knows. */
export type Told = Omit<Risk, 'release'>;

/** Pure and total: data of any shape gives risks, never an exception. No message holds the value of a field that may be a secret. */
export type ReleaseJudge = (release: ReleaseScene, scene: Scene) => Iterable<Told>;

/** Of what belongs to no release. */
export type StackJudge = (scene: Scene) => Iterable<Told>;

interface Said {
  readonly message: string;
  readonly hint?: string;
  readonly object?: ObjectId;
  readonly place?: FieldPlace;
}

export const told = (id: RiskId, severity: Severity, said: Said): Told => ({
  id,
  severity,
  object: said.object ?? null,
  place: said.place ?? [],
  message: said.message,
  hint: said.hint ?? null,
});
