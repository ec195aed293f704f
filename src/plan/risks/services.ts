/** Services that change their type, or an address that is given once. */
import { at, listAt, textAt, type Data, type DataMap } from '../../kubernetes/data.ts';
import { objectText } from '../../kubernetes/object-id.ts';
import { told, type ReleaseJudge } from './judge.ts';
import { kindOf } from './scene.ts';
import { kubectl, listText } from './wording.ts';

export const serviceType = (service: Data | undefined): string =>
  textAt(service, 'spec', 'type') ?? 'ClusterIP';

export const serviceTypes: ReleaseJudge = function* ({ arriving, live }) {
  for (const { id, how, before, after } of arriving) {
    if (kindOf(id) !== 'Service' || how !== 'changed' || before === null) continue;
    const [was, is] = [serviceType(before.manifest), serviceType(after.manifest)];
    if (was !== is) {
      yield told('service-type', 'warning', {
        object: id,
        place: ['spec', 'type'],
        message: `${objectText(id)} changes from ${was} to ${is}: ${consequence(was, is)}`,
      });
    }
    const inCluster = live(id);
    if (inCluster === null) continue;
    const fixed = fixedFields(before.manifest, after.manifest, inCluster ?? null);
    if (fixed.length === 0) continue;
    yield told('immutable-field', 'error', {
      object: id,
      place: ['spec', fixed[0] ?? ''],
      message: `${objectText(id)}: ${listText(fixed.map((field) => `spec.${field}`))} ${fixed.length === 1 ? 'changes' : 'change'}, which the API server refuses: the upgrade fails`,
      hint: `Delete it before the upgrade, which makes it anew with another address: ${kubectl('delete', id)}. Or give it another name.`,
    });
  }
};

function consequence(was: string, is: string): string {
  if (is === 'ExternalName') return 'its cluster IP goes, and its name leads to another host';
  if (was === 'ExternalName') return 'from now on its name leads to pods, not to the other host';
  const parts = [
    was === 'NodePort' && is === 'LoadBalancer' ? undefined : lost.get(was), // that has ports on nodes too
    was === 'LoadBalancer' && is === 'NodePort' ? undefined : won.get(is),
  ];
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? 'it is reached in another way' : known.join('; ');
}

const lost = new Map([
  [
    'LoadBalancer',
    'its load balancer and the external address are given back, and clients from outside lose it',
  ],
  ['NodePort', 'its port on every node is closed, and clients from outside lose it'],
]);
const won = new Map([
  ['LoadBalancer', 'a load balancer with an address of its own is made for it'],
  ['NodePort', 'a port is opened for it on every node'],
]);

/**
 * From `validateUpgradeDowngradeClusterIPs`, `…IPFamilies` and `validateLoadBalancerClassField`; a value that the new manifest leaves out is taken
 * from the old object (`patchAllocatedValues`), so only what it sets can be refused.
 */
function fixedFields(before: DataMap, after: DataMap, live: DataMap | null): string[] {
  const [was, is] = [serviceType(before), serviceType(after)];
  if (was === 'ExternalName' || is === 'ExternalName') return [];
  const differs = (field: string): boolean => {
    const [old, now] = [addressAt(live ?? before, field), addressAt(after, field)];
    return now !== undefined && now !== old && (live === null ? old !== undefined || now === 'None' : true);
  };
  const fields = ['clusterIP', 'clusterIPs'].filter(differs);
  const turnsHeadless =
    addressAt(live ?? before, 'clusterIP') === 'None' || addressAt(after, 'clusterIP') === 'None';
  if (!turnsHeadless && differs('ipFamilies')) fields.push('ipFamilies');
  const [oldClass, newClass] = [before, after].map((service) => textAt(service, 'spec', 'loadBalancerClass'));
  if (was === 'LoadBalancer' && is === 'LoadBalancer' && oldClass !== newClass)
    fields.push('loadBalancerClass');
  return fields;
}

/** Of a list, the first: secondary addresses and families may come and go. */
function addressAt(service: DataMap, field: string): string | undefined {
  const value = field.endsWith('s') ? listAt(service, 'spec', field)[0] : at(service, 'spec', field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
