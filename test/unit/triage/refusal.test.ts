/** The API server's own words, recorded from kube-apiserver 1.33 and Helm 3.18, and what they mean. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalIn, type Refusal } from '../../../src/triage/refusal.ts';

type Told = Partial<Refusal>;

const table: readonly (readonly [text: string, told: Told])[] = [
  [
    '1 error occurred:\n\t* admission webhook "denied.example.com" denied the request: no Deployment on a Friday\n\n',
    {
      cause: 'webhook',
      name: null,
      message: 'admission webhook denied.example.com refuses it: no Deployment on a Friday',
    },
  ],
  [
    'admission webhook "denied.example.com" denied the request without explanation',
    { cause: 'webhook', message: 'admission webhook denied.example.com refuses it: it does not say why' },
  ],
  [
    'Internal error occurred: failed calling webhook "silent.example.com": failed to call webhook: Post "https://127.0.0.1:1/?timeout=5s": dial tcp 127.0.0.1:1: connect: connection refused',
    {
      cause: 'webhook',
      message:
        'admission webhook silent.example.com does not answer: failed to call webhook: Post "https://127.0.0.1:1/?timeout=5s": dial tcp 127.0.0.1:1: connect: connection refused',
    },
  ],
  [
    `deployments.apps "web" is forbidden: ValidatingAdmissionPolicy 'replicas' with binding 'replicas-shop' denied request: at most 5 replicas`,
    {
      cause: 'webhook',
      kind: 'deployments.apps',
      name: 'web',
      message: 'admission policy replicas refuses it: at most 5 replicas',
    },
  ],
  [
    'pods "web-5d9c-x" is forbidden: exceeded quota: small, requested: requests.cpu=1, used: requests.cpu=0, limited: requests.cpu=200m',
    {
      cause: 'quota',
      name: 'web-5d9c-x',
      message:
        'quota small is exceeded: requests.cpu=1 more is asked for, requests.cpu=0 is used, requests.cpu=200m is allowed',
    },
  ],
  [
    'pods "web-x" is forbidden: failed quota: small: must specify limits.cpu for: main; requests.cpu for: main',
    {
      cause: 'quota',
      message:
        'quota small demands of every container to specify limits.cpu for: main; requests.cpu for: main',
    },
  ],
  [
    'pods "web-x" is forbidden: maximum cpu usage per Container is 1, but limit is 2',
    {
      cause: 'quota',
      message:
        'a LimitRange of the namespace refuses it: maximum cpu usage per Container is 1, but limit is 2',
    },
  ],
  [
    'pods "web-x" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)',
    {
      cause: 'pod-security',
      message:
        'the pod security level of its namespace (baseline:latest) refuses it: host namespaces (hostNetwork=true)',
    },
  ],
  [
    'pods "web-x" is forbidden: error looking up service account shop/absent: serviceaccount "absent" not found',
    { cause: 'service-account', message: 'there is no ServiceAccount shop/absent' },
  ],
  [
    'Unable to continue with install: ConfigMap "taken" in namespace "beside" exists and cannot be imported into the current release: invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by": must be set to "Helm"; annotation validation error: missing key "meta.helm.sh/release-name": must be set to "taken"',
    {
      cause: 'name-taken',
      kind: 'ConfigMap',
      name: 'taken',
      namespace: 'beside',
      message: 'it exists, and belongs to somebody else (no release of Helm)',
    },
  ],
  [
    'Unable to continue with install: Role "tasks" in namespace "leoflow" exists and cannot be imported into the current release: invalid ownership metadata; annotation validation error: key "meta.helm.sh/release-name" must equal "two": current value is "one"',
    {
      cause: 'name-taken',
      kind: 'Role',
      name: 'tasks',
      message: 'it exists, and belongs to somebody else (release one)',
    },
  ],
  ['cannot re-use a name that is still in use', { cause: 'name-taken', name: null }],
  [
    'failed pre-install: jobs.batch "migrate" already exists',
    { cause: 'name-taken', kind: 'jobs.batch', name: 'migrate' },
  ],
  [
    'unable to build kubernetes objects from release manifest: resource mapping not found for name: "wheel" namespace: "" from "": no matches for kind "Widget" in version "example.com/v1"\nensure CRDs are installed first',
    {
      cause: 'missing-kind',
      kind: 'Widget',
      name: 'wheel',
      namespace: null,
      message: 'the API server knows no kind Widget in example.com/v1',
    },
  ],
  [
    'deployments.apps is forbidden: User "system:serviceaccount:beside:deployer" cannot create resource "deployments" in API group "apps" in the namespace "beside"',
    {
      cause: 'forbidden',
      kind: 'deployments.apps',
      name: null,
      namespace: 'beside',
      message: 'system:serviceaccount:beside:deployer may not create deployments.apps in namespace beside',
    },
  ],
  [
    'could not get information about the resource ClusterRole "fine" in namespace "": clusterroles.rbac.authorization.k8s.io "fine" is forbidden: User "deployer" cannot get resource "clusterroles" in API group "rbac.authorization.k8s.io" at the cluster scope',
    {
      cause: 'forbidden',
      name: 'fine',
      message: 'deployer may not get clusterroles.rbac.authorization.k8s.io in the whole cluster',
    },
  ],
  [
    'roles.rbac.authorization.k8s.io "r" is forbidden: user "deployer" (groups=["x"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}',
    { cause: 'forbidden', name: 'r' },
  ],
  [
    'create: failed to create: namespaces "absent" not found',
    { cause: 'missing-namespace', message: 'there is no namespace absent' },
  ],
  [
    'secrets "a" is forbidden: unable to create new content in namespace shop because it is being terminated',
    { cause: 'missing-namespace', message: 'namespace shop is being deleted' },
  ],
  [
    'cannot patch "fixed" with kind Deployment: Deployment.apps "fixed" is invalid: spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"b"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable',
    { cause: 'immutable-field', kind: 'Deployment.apps', name: 'fixed' },
  ],
  [
    `cannot patch "db" with kind StatefulSet: StatefulSet.apps "db" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden`,
    { cause: 'immutable-field', kind: 'StatefulSet.apps', name: 'db' },
  ],
  [
    'failed to create resource: Service "web" is invalid: spec.ports[0].nodePort: Invalid value: 1: provided port is not in the valid range. The range of valid ports is 30000-32767',
    { cause: 'invalid', kind: 'Service', name: 'web' },
  ],
  [
    'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    { cause: 'invalid', kind: 'Deployment' },
  ],
  [
    'Kubernetes cluster unreachable: Get "https://10.0.0.1/version": dial tcp 10.0.0.1:443: i/o timeout',
    { cause: 'unreachable' },
  ],
];

describe('what the API server refuses', () => {
  test.each(table)('%s', (text, told) => {
    expect(refusalIn(text)).toMatchObject(told);
  });

  test.each([
    'timed out waiting for the condition',
    'context deadline exceeded',
    'job migrate failed: BackoffLimitExceeded',
    '',
  ])('nothing is read into “%s”', (text) => {
    expect(refusalIn(text)).toBeNull();
  });

  test('whoever wrote it: one line, and not endless', () => {
    const why = fc.string({ unit: 'binary', maxLength: 3000 });
    fc.assert(
      fc.property(why, (text) => {
        const refusal = refusalIn(`admission webhook "x" denied the request: ${text}`);
        expect(refusal?.cause).toBe('webhook');
        expect(refusal?.message.length).toBeLessThanOrEqual(600);
        expect(refusal?.message).not.toMatch(/[\n\r]/);
      }),
    );
  });
});
