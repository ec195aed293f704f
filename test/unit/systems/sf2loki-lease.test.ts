import { expect, test } from 'vitest';
import { electionLease } from '../../../src/systems/sf2loki/lease.ts';

const config = (text: string): { kind: string; data: Record<string, string> } => ({
  kind: 'ConfigMap',
  data: { 'config.yaml': text },
});

test.each([
  [
    'named',
    'coordinate: {type: k8s_lease, k8s_lease: {namespace: other, name: own}}',
    { namespace: 'other', name: 'own' },
  ],
  [
    'in the namespace of the pods',
    'coordinate: {type: k8s_lease, k8s_lease: {namespace: "${POD_NAMESPACE}"}}',
    { namespace: 'observability', name: 'sf2loki-leader' },
  ],
  [
    'where nothing is said',
    'coordinate: {type: k8s_lease}',
    { namespace: 'default', name: 'sf2loki-leader' },
  ],
  ['nobody is elected', 'coordinate: {type: noop, k8s_lease: {name: own}}', null],
  ['another way', 'coordinate: {type: file_lease}', null],
  ['broken', 'coordinate: {', null],
])('the lease: %s', (_, text, expected) => {
  expect(electionLease([{ kind: 'Service' }, config(text)], 'observability')).toEqual(expected);
});
