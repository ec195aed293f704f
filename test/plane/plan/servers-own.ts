/** What the API server and its controllers set of themselves when something else of an object changes. */
import { listAt, type DataMap } from '../../../src/kubernetes/data.ts';
import type { FieldPlace } from '../../../src/kubernetes/field.ts';
import type { ObjectId } from '../../../src/kubernetes/object-id.ts';
import type { ToldField } from './claims.ts';

/** What Helm writes on every object of a release: it follows the release, whose name is told. */
export const helmsOwn: readonly FieldPlace[] = [
  ['metadata', 'annotations', 'meta.helm.sh/release-name'],
  ['metadata', 'annotations', 'meta.helm.sh/release-namespace'],
];

/** Places in an object of which these fields are told. */
export function serversOwn({ kind }: ObjectId, content: DataMap, fields: readonly ToldField[]): FieldPlace[] {
  const isTold = (text: string): boolean => fields.some((field) => field.text === text);
  if (kind !== 'Service' || !isTold('spec.type')) return [];
  return [
    ['spec', 'allocateLoadBalancerNodePorts'],
    ['spec', 'externalTrafficPolicy'],
    ['spec', 'healthCheckNodePort'],
    ...listAt(content, 'spec', 'ports').map((_, index) => ['spec', 'ports', index, 'nodePort']),
  ];
}
