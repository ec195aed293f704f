/** Ways to the provisioner’s API, and what limits them. */
import { at, isMap, listAt, textAt } from '../../../kubernetes/data.ts';
import { selects } from '../../rules/workload.ts';
import type { Provisioner, ProvisionerRender } from './provisioner-render.ts';

/** Ways from outside of the cluster. */
export function waysIn({ entrances, subject }: ProvisionerRender): string[] {
  const names = entrances.map(({ object }) => object.name);
  const services = entrances
    .filter(({ type }) => type === 'LoadBalancer' || type === 'NodePort')
    .map(({ object, type }) => `Service ${object.name} (${type})`);
  const ingresses = subject.objects
    .filter(({ kind, manifest }) => kind === 'Ingress' && names.some((name) => leadsTo(manifest, name)))
    .map(({ name }) => `Ingress ${name}`);
  return [...services, ...ingresses];
}

const leadsTo = (
  ingress: ProvisionerRender['subject']['objects'][number]['manifest'],
  service: string,
): boolean =>
  [
    at(ingress, 'spec', 'defaultBackend'),
    ...listAt(ingress, 'spec', 'rules').flatMap((host) =>
      listAt(host, 'http', 'paths').map((path) => at(path, 'backend')),
    ),
  ].some((backend) => textAt(backend, 'service', 'name') === service);

/** A NetworkPolicy limits who reaches the pods: it selects them, for ingress, and no rule lets in everybody. */
export const isFenced = ({ pod, namespace }: Provisioner, { subject }: ProvisionerRender): boolean =>
  subject.around.all('NetworkPolicy', namespace).some(({ object }) => {
    const spec = at(object?.manifest, 'spec') ?? null;
    const selector = at(spec, 'podSelector', 'matchLabels');
    const types = listAt(spec, 'policyTypes');
    const isOfPod = isMap(spec) && (selector === undefined || selects(selector, pod.labels));
    const rules = listAt(spec, 'ingress');
    const letsAllIn = rules.some((entry) => listAt(entry, 'from').length === 0);
    return isOfPod && (types.length === 0 || types.includes('Ingress')) && !letsAllIn;
  });
