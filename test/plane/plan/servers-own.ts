/** What the API server and its controllers set of themselves when something else of an object changes. */
import type { FieldPlace } from '../../../src/kubernetes/field.ts';
import type { ObjectId } from '../../../src/kubernetes/object-id.ts';
import type { ToldField } from './claims.ts';

const ofServiceType: readonly FieldPlace[] = [
  ['spec', 'allocateLoadBalancerNodePorts'],
  ['spec', 'externalTrafficPolicy'],
  ['spec', 'healthCheckNodePort'],
];

/** Places in an object of which these fields are told. */
export function serversOwn({ kind }: ObjectId, fields: readonly ToldField[]): readonly FieldPlace[] {
  const isTold = (text: string): boolean => fields.some((field) => field.text === text);
  return kind === 'Service' && isTold('spec.type') ? ofServiceType : [];
}
