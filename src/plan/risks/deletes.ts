/** What goes. Namespaces and volume claims have risks of their own. */
import { numberAt, textAt, type DataMap } from '../../kubernetes/data.ts';
import { objectKey, objectText, type ObjectId } from '../../kubernetes/object-id.ts';
import type { Severity } from '../../systems/rule.ts';
import { told, type ReleaseJudge } from './judge.ts';
import { kindOf, type Departure, type ReleaseScene, type Scene } from './scene.ts';
import { kindsText, plural, releaseText } from './wording.ts';

/** Its loss hurts nobody who does not use it, and it is made again in a moment. */
const trivial = new Set([
  'ConfigMap',
  'ServiceAccount',
  'Pod',
  'LimitRange',
  'ResourceQuota',
  'batch/Job',
  'policy/PodDisruptionBudget',
  'networking.k8s.io/NetworkPolicy', // what that opens is told as exposure
  'autoscaling/HorizontalPodAutoscaler',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'monitoring.coreos.com/ServiceMonitor',
  'monitoring.coreos.com/PodMonitor',
  'monitoring.coreos.com/PrometheusRule',
]);

const toldElsewhere = new Set(['Namespace', 'PersistentVolumeClaim']);

export const deletes: ReleaseJudge = function* (release, scene) {
  const { plan, action, deleted } = release;
  if (plan.operation === 'forget') {
    yield told('delete', 'notice', {
      message: `${releaseText(plan)} leaves the state and stays in the cluster as it is: nobody upgrades it from here on`,
    });
  }
  if (action === 'uninstall') yield uninstalled(release);
  for (const departure of deleted) {
    if (toldElsewhere.has(kindOf(departure.id))) continue;
    const severity = severityOf(departure, release, scene);
    // What goes with its release is told with it, unless something goes with that.
    if (action !== 'upgrade' && !takesOthers(departure)) continue;
    yield told('delete', severity, {
      object: departure.id,
      message: `${objectText(departure.id)} is deleted${consequence(departure, release, scene)}`,
      ...hintFor(departure, severity),
    });
  }
};

function uninstalled({ plan, deleted }: ReleaseScene): ReturnType<typeof told> {
  const kept = plan.objects.filter(({ change }) => change === 'kept').length;
  const ids = deleted.map(({ id }) => id);
  const which = ids.length === 0 ? '' : ` (${kindsText(ids)})`;
  const stays =
    kept === 0 ? '' : `; ${plural(kept, 'object')} marked to be kept ${kept === 1 ? 'stays' : 'stay'}`;
  return told('delete', 'warning', {
    message: `${releaseText(plan)} is uninstalled: ${plural(ids.length, 'object')}${which} of namespace ${plan.namespace} ${ids.length === 1 ? 'goes' : 'go'}, and its history with ${ids.length === 1 ? 'it' : 'them'}${stays}`,
    hint: 'To keep it running without this stack, remove it from the state instead: pulumi state delete.',
  });
}

function severityOf(departure: Departure, release: ReleaseScene, scene: Scene): Severity {
  const kind = kindOf(departure.id);
  if (kind === definition && usersOf(departure.manifest, release, scene).length > 0) return 'error';
  return trivial.has(kind) ? 'notice' : 'warning';
}

const definition = 'apiextensions.k8s.io/CustomResourceDefinition';

const takesOthers = ({ id, manifest }: Departure): boolean =>
  kindOf(id) === definition || kindOf(id) === 'PersistentVolume' || dropsClaims(manifest);

const dropsClaims = (manifest: DataMap): boolean =>
  textAt(manifest, 'kind') === 'StatefulSet' &&
  textAt(manifest, 'spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted') === 'Delete';

function consequence({ id, manifest }: Departure, release: ReleaseScene, scene: Scene): string {
  switch (kindOf(id)) {
    case definition: {
      const kind = textAt(manifest, 'spec', 'names', 'kind') ?? 'object of its kind';
      const users = usersOf(manifest, release, scene);
      const here = users.length === 0 ? '' : `, ${users.map(objectText).join(', ')} of this stack too`;
      return `, and with it every ${kind} in every namespace of the cluster${here}`;
    }
    case 'apps/StatefulSet':
      return `: its ${pods(manifest)}; the claims of its volumes ${dropsClaims(manifest) ? 'are deleted with it, since whenDeleted is Delete, and their data with them' : 'stay'}`;
    case 'apps/Deployment':
      return `: its ${pods(manifest)}`;
    case 'apps/DaemonSet':
      return ': its pods end on every node';
    case 'Service':
      return textAt(manifest, 'spec', 'type') === 'LoadBalancer'
        ? ': its name no longer resolves, and its external address is given back'
        : ': its name no longer resolves';
    case 'networking.k8s.io/Ingress':
      return ': its hosts no longer lead anywhere';
    case 'Secret':
      return ', with what it holds; pods that refer to it do not start again';
    case 'PersistentVolume':
      return ': claims that are bound to it lose their data’s place';
    case 'networking.k8s.io/NetworkPolicy':
      return '; what that opens is told as exposure';
    default:
      return '';
  }
}

function pods(manifest: DataMap): string {
  const replicas = numberAt(manifest, 'spec', 'replicas') ?? 1;
  return `${plural(replicas, 'pod')} ${replicas === 1 ? 'ends' : 'end'}`;
}

/** Objects of the kind that a definition defines, which stay in some release. */
function usersOf(manifest: DataMap, { plan }: ReleaseScene, { releases }: Scene): ObjectId[] {
  const kind = textAt(manifest, 'spec', 'names', 'kind');
  const group = textAt(manifest, 'spec', 'group');
  if (kind === undefined || group === undefined) return [];
  const gone = new Set(
    plan.objects.filter(({ change }) => change === 'deleted').map(({ object }) => objectKey(object)),
  );
  return releases
    .filter(({ action }) => action !== 'uninstall')
    .flatMap(({ plan: other }) => other.objects)
    .filter(({ change }) => change !== 'deleted' && change !== 'kept')
    .map(({ object }) => object)
    .filter((object) => kindOf(object) === `${group}/${kind}` && !gone.has(objectKey(object)));
}

function hintFor({ id }: Departure, severity: Severity): { hint?: string } {
  if (severity === 'notice') return {};
  if (kindOf(id) === definition) {
    return {
      hint: 'To keep it, give it the annotation helm.sh/resource-policy: keep, here and in the cluster, before it leaves the chart.',
    };
  }
  return kindOf(id) === 'Secret' ? { hint: 'Make sure that its content is kept elsewhere.' } : {};
}
