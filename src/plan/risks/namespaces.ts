/** Namespaces that go, with everything in them. */
import { objectText, type ObjectId } from '../../kubernetes/object-id.ts';
import { told, type ReleaseJudge, type StackJudge, type Told } from './judge.ts';
import { kindOf, type Scene } from './scene.ts';
import { listText, unique } from './wording.ts';

export const namespacesOfReleases: ReleaseJudge = function* ({ deleted }, scene) {
  for (const { id } of deleted) {
    if (kindOf(id) === 'Namespace') yield goes(id, scene);
  }
};

export const namespacesOfStack: StackJudge = function* (scene) {
  for (const { kind, name, operation } of scene.facts.backing) {
    if (kind !== 'Namespace' || (operation !== 'delete' && operation !== 'replace')) continue;
    yield goes({ apiVersion: 'v1', kind, namespace: null, name }, scene);
  }
};

/**
 * An error while something of this stack is to stay in it: nobody means that. With the stack's last tenant gone it is a warning, since then somebody
 * clears up; what others have put there is not known to a plan.
 */
function goes(object: ObjectId, scene: Scene): Told {
  const staying = tenants(object.name, scene);
  const alike = 'also what others put there: Secrets, volume claims and their data';
  if (staying.length > 0) {
    return told('delete-namespace', 'error', {
      object,
      message: `${objectText(object)} is deleted with everything in it, though ${listText(staying)} ${staying.length === 1 ? 'is' : 'are'} to stay there; that is ${alike}`,
      hint: 'Keep the namespace, or remove first what stands in it.',
    });
  }
  return told('delete-namespace', 'warning', {
    object,
    message: `${objectText(object)} is deleted with everything in it, ${alike}`,
    hint: `See what is in it first: kubectl get all,secret,configmap,pvc --namespace ${object.name}`,
  });
}

function tenants(namespace: string, { releases, facts }: Scene): string[] {
  const leaving = new Set(['delete', 'replace']);
  const inReleases = releases
    .filter(
      ({ plan, action }) =>
        action !== 'uninstall' &&
        (plan.namespace === namespace ||
          plan.objects.some(
            ({ object, change }) =>
              object.namespace === namespace && change !== 'deleted' && change !== 'kept',
          )),
    )
    .map(({ plan }) => `release ${plan.key}`);
  const inBacking = facts.backing
    .filter(({ name, operation }) => name.startsWith(`${namespace}/`) && !leaving.has(operation))
    .map(({ kind, name }) => `${kind} ${name}`);
  return unique([...inReleases, ...inBacking]);
}
