/** What the Pod Security Standard "restricted" asks of a pod's security contexts, and whether a namespace enforces it. */
import { at, listAt, textAt, type Data } from '../../kubernetes/data.ts';
import { containersOf } from '../../kubernetes/pods.ts';
import type { Severity, Subject } from '../rule.ts';
import type { Workload } from './workload.ts';

const confined: readonly unknown[] = ['RuntimeDefault', 'Localhost'];

/** What is not as asked, in the words of the fields; empty if all is. */
export function restrictedFlaws({ pod, container: { spec } }: Workload): string[] {
  const own = (...field: string[]): Data | undefined => at(spec, 'securityContext', ...field);
  const inherited = (...field: string[]): Data | undefined =>
    own(...field) ?? at(pod.spec, 'securityContext', ...field);
  const flaws: [boolean, string][] = [
    [inherited('runAsNonRoot') !== true, 'runAsNonRoot is not true'],
    [inherited('runAsUser') === 0, 'runAsUser is 0'],
    [!confined.includes(inherited('seccompProfile', 'type')), 'there is no seccompProfile'],
    [own('allowPrivilegeEscalation') !== false, 'allowPrivilegeEscalation is not false'],
    [!listAt(spec, 'securityContext', 'capabilities', 'drop').includes('ALL'), 'capabilities.drop lacks ALL'],
  ];
  return flaws.flatMap(([isFlawed, text]) => (isFlawed ? [text] : []));
}

/** True if a container of the pod has the rights of the node. */
export const isPrivileged = ({ pod }: Workload): boolean =>
  containersOf(pod).some(({ spec }) => at(spec, 'securityContext', 'privileged') === true);

/** A namespace that enforces the standard refuses other pods; elsewhere they are a risk. */
export function severityIn(namespace: string, { around }: Subject): Severity {
  const labels = around.find('Namespace', null, namespace)?.object?.manifest;
  const enforced = textAt(labels, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce');
  return enforced === 'restricted' ? 'error' : 'warning';
}
