/** Which differences between an applied object and the live one are nobody's doing: controllers make them, and they stay. */
import { textAt } from '../kubernetes/data.ts';
import { groupOf, type ObjectId } from '../kubernetes/object-id.ts';
import { restartAnnotations } from '../kubernetes/restart.ts';
import type { FieldPlace } from '../kubernetes/field.ts';
import type { DriftNoise } from './drift-report.ts';
import type { PlacedObject } from './facts.ts';
import type { DriftField } from './plan.ts';

/** Of one object; null if it is to be told. `isScaled`: an autoscaler of the release sets its replicas. */
export function driftNoise(object: ObjectId, field: DriftField, isScaled: boolean): DriftNoise | null {
  const { place, manager } = field;
  const isController = controllers.test(manager ?? '');
  const last = place.at(-1);
  if (last === 'replicas' && place.length === 2 && (isScaled || isController)) return 'autoscaler';
  if (typeof last === 'string' && place.at(-2) === 'annotations' && restarts.has(last)) return 'restart';
  if (last === 'caBundle' && (field.change === 'added' || field.before === ''))
    return 'certificate-authority';
  if (isLeadership(object, place)) return 'leader-election';
  if (field.change === 'added' && place[0] === 'metadata') return 'metadata';
  return isController ? 'controller' : null;
}

/** Field managers of Kubernetes itself. The API server's are defaults. */
const controllers =
  /^(?:kube-(?:apiserver|controller-manager|scheduler)|cloud-controller-manager|cluster-autoscaler|cert-manager-cainjector)$/;

const restarts: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/restartedAt',
  ...Object.values(restartAnnotations),
]);

const isLeadership = ({ apiVersion, kind }: ObjectId, place: FieldPlace): boolean =>
  (kind === 'Lease' && groupOf(apiVersion) === 'coordination.k8s.io' && place[0] === 'spec') ||
  place.at(-1) === 'control-plane.alpha.kubernetes.io/leader';

/** Whether one of the autoscalers among the objects sets the replicas of this one. */
export const isScaledBy = (objects: readonly PlacedObject[], { kind, namespace, name }: ObjectId): boolean =>
  objects.some(
    ({ id, manifest }) =>
      (id.kind === 'HorizontalPodAutoscaler' || id.kind === 'ScaledObject') &&
      id.namespace === namespace &&
      (textAt(manifest, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment') === kind &&
      textAt(manifest, 'spec', 'scaleTargetRef', 'name') === name,
  );
