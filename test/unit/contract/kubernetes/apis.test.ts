/** What each Kubernetes version serves. */
import { expect, test } from 'vitest';
import { knownKubeVersions } from '../../../../src/contract/kubernetes/version.ts';
import type { DataMap } from '../../../../src/kubernetes/data.ts';
import { found, verdicts } from './found.ts';

const metadata = { name: 'x' };
const object = (apiVersion: string, kind: string, body: DataMap = {}): DataMap => ({
  apiVersion,
  kind,
  metadata,
  ...body,
});

test.each([
  ['1.28', 'extensions/v1beta1', 'Ingress', '1.22', 'Use networking.k8s.io/v1 Ingress.'],
  ['1.33', 'extensions/v1beta1', 'Deployment', '1.16', 'Use apps/v1 Deployment.'],
  ['1.33', 'networking.k8s.io/v1beta1', 'Ingress', '1.22', 'Use networking.k8s.io/v1 Ingress.'],
  ['1.33', 'rbac.authorization.k8s.io/v1beta1', 'Role', '1.22', 'Use rbac.authorization.k8s.io/v1 Role.'],
  [
    '1.33',
    'apiextensions.k8s.io/v1beta1',
    'CustomResourceDefinition',
    '1.22',
    'Use apiextensions.k8s.io/v1 CustomResourceDefinition.',
  ],
  [
    '1.33',
    'apiregistration.k8s.io/v1beta1',
    'APIService',
    '1.22',
    'Use apiregistration.k8s.io/v1 APIService.',
  ],
  ['1.33', 'batch/v1beta1', 'CronJob', '1.25', 'Use batch/v1 CronJob.'],
  ['1.33', 'policy/v1beta1', 'PodDisruptionBudget', '1.25', 'Use policy/v1 PodDisruptionBudget.'],
  ['1.33', 'policy/v1beta1', 'PodSecurityPolicy', '1.25', 'There is no replacement of the same kind.'],
  [
    '1.28',
    'autoscaling/v2beta1',
    'HorizontalPodAutoscaler',
    '1.25',
    'Use autoscaling/v2 HorizontalPodAutoscaler.',
  ],
  [
    '1.28',
    'autoscaling/v2beta2',
    'HorizontalPodAutoscaler',
    '1.26',
    'Use autoscaling/v2 HorizontalPodAutoscaler.',
  ],
  [
    '1.29',
    'flowcontrol.apiserver.k8s.io/v1beta2',
    'FlowSchema',
    '1.29',
    'Use flowcontrol.apiserver.k8s.io/v1 FlowSchema.',
  ],
  [
    '1.32',
    'flowcontrol.apiserver.k8s.io/v1beta3',
    'FlowSchema',
    '1.32',
    'Use flowcontrol.apiserver.k8s.io/v1 FlowSchema.',
  ],
  [
    '1.28',
    'flowcontrol.apiserver.k8s.io/v1beta1',
    'FlowSchema',
    '1.26',
    'Use flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema.',
  ],
  [
    '1.31',
    'resource.k8s.io/v1alpha2',
    'ResourceClaim',
    '1.31',
    'It is in resource.k8s.io/v1alpha3 ResourceClaim.',
  ],
])('on %s, %s %s is gone since %s', (kubeVersion, apiVersion, kind, since, hint) => {
  expect(verdicts(object(apiVersion, kind), { kubeVersion })).toMatchObject([
    {
      id: 'api/removed',
      path: ['apiVersion'],
      message: `${apiVersion} ${kind} is gone: Kubernetes serves it no longer since ${since}`,
      hint,
    },
  ]);
});

test('says until when a deprecated API is there', () => {
  const flowSchema = object('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema');
  expect(found(flowSchema, { kubeVersion: '1.28' })).toEqual([]);
  const expected = [
    'warning api/deprecated apiVersion: flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema is deprecated since Kubernetes 1.29, and Kubernetes 1.32 no longer serves it',
  ];
  expect(found(flowSchema, { kubeVersion: '1.29' })).toEqual(expected);
  expect(found(flowSchema, { kubeVersion: '1.31' })).toEqual(expected);
});

test('says what is deprecated for good, as the API server does', () => {
  const endpoints = object('v1', 'Endpoints', { subsets: [{ addresses: [{ ip: '10.0.0.1' }] }] });
  expect(found(endpoints, { kubeVersion: '1.32' })).toEqual([]);
  expect(found(endpoints, { kubeVersion: '1.33' })).toEqual([
    'warning api/deprecated apiVersion: v1 Endpoints is deprecated since Kubernetes 1.33',
  ]);
});

test.each<[string, string, string, string]>([
  [
    'apps/v1',
    'Deploymnt',
    'kind: Kubernetes 1.33 has no kind "Deploymnt" in apps/v1; did you mean "Deployment"?',
    'Correct apiVersion and kind.',
  ],
  [
    'v1',
    'Deployment',
    'kind: Kubernetes 1.33 has no kind "Deployment" in v1',
    'It is in apps/v1 Deployment.',
  ],
  [
    'apps/v2',
    'Deployment',
    'kind: Kubernetes 1.33 has no kind "Deployment" in apps/v2',
    'It is in apps/v1 Deployment.',
  ],
  [
    'app/v1',
    'Deployment',
    'apiVersion: Kubernetes has no API group "app"; did you mean "apps"?',
    'Correct apiVersion.',
  ],
  [
    'resource.k8s.io/v1',
    'ResourceClaim',
    'apiVersion: resource.k8s.io/v1 ResourceClaim is not in Kubernetes 1.33; it came with 1.34',
    'It is in resource.k8s.io/v1alpha3 ResourceClaim, resource.k8s.io/v1beta1 ResourceClaim, resource.k8s.io/v1beta2 ResourceClaim.',
  ],
])('refuses %s %s', (apiVersion, kind, message, hint) => {
  expect(found(object(apiVersion, kind))).toEqual([`error schema/unknown-kind ${message}`]);
  expect(verdicts(object(apiVersion, kind))).toMatchObject([{ hint }]);
});

test('a field belongs to the version that brought it', () => {
  const pod = object('v1', 'Pod', {
    spec: { containers: [{ name: 'a', image: 'b', lifecycle: { preStop: { sleep: { seconds: 5 } } } }] },
  });
  const unknown = 'spec.containers.0.lifecycle.preStop.sleep: unknown field "sleep"';
  const byVersion = knownKubeVersions().map((kubeVersion) => [
    kubeVersion,
    found(pod, { kubeVersion }).filter((line) => line.includes(unknown)).length,
  ]);
  expect(byVersion).toEqual(knownKubeVersions().map((version) => [version, version === '1.28' ? 1 : 0]));
});
