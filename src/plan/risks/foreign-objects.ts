/** Objects that are to be made and are there already, of somebody else. From `checkOwnership` of Helm's `pkg/action/validate.go`. */
import { textsAt, type DataMap } from '../../kubernetes/data.ts';
import { objectText } from '../../kubernetes/object-id.ts';
import type { ReleasePlan } from '../plan.ts';
import { told, type ReleaseJudge } from './judge.ts';
import { kubectl } from './wording.ts';

const label = 'app.kubernetes.io/managed-by';
const nameMark = 'meta.helm.sh/release-name';
const namespaceMark = 'meta.helm.sh/release-namespace';

export const foreignObjects: ReleaseJudge = function* ({ plan, arriving, live }) {
  for (const { id, how } of arriving) {
    const there = how === 'changed' ? null : (live(id) ?? null);
    if (there === null) continue;
    const owner = ownerOf(there, plan);
    if (owner === null) continue;
    const { name, namespace } = plan;
    yield told('foreign-object', 'error', {
      object: id,
      message: `${objectText(id)} exists already and ${owner}: Helm refuses to take it over, and the ${how === 'created' && plan.operation === 'update' ? 'upgrade' : 'deployment'} fails`,
      hint: `To hand it over: ${kubectl('annotate', id, `${nameMark}=${name} ${namespaceMark}=${namespace} --overwrite`)} and ${kubectl('label', id, `${label}=Helm --overwrite`)}. Else delete it, or choose another name.`,
    });
  }
};

/** Whose it is; null if it is this release's. */
function ownerOf(there: DataMap, { name, namespace }: ReleasePlan): string | null {
  const annotations = textsAt(there, 'metadata', 'annotations');
  const isHelms = textsAt(there, 'metadata', 'labels')[label] === 'Helm';
  const [owner, home] = [annotations[nameMark], annotations[namespaceMark]];
  if (owner === name && home === namespace) {
    return isHelms ? null : `lacks the label ${label}=Helm`;
  }
  if (owner === undefined) return 'belongs to no Helm release';
  return `belongs to release ${owner} in namespace ${home ?? '(not said)'}`;
}
