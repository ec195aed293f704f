/** Releases that fail, each of one cause: the charts, and what a report has to name. */
import type { CauseId } from '../../../src/triage/trouble.ts';
import type { Templates } from '../plan/web-chart.ts';

export interface Seed {
  /** Of the release, its chart, and its workload. */
  readonly key: string;
  readonly templates: Templates;
  /** Of its own namespace, `triage-KEY`: what the stack file says of it. */
  readonly namespace?: string;
  /** What else the stack file says of the release. */
  readonly release?: string;
  readonly cause: CauseId;
  /** `Kind name`, with `*` for what is generated. */
  readonly object: string;
  /** Of the release; null if the object is one itself. */
  readonly of: string | null;
  /** What its message has to say. */
  readonly says: readonly string[];
  /** A line of the log. */
  readonly log?: string;
}

/** `annotations`: of the pods, by which the plane knows how they fail. */
const web = (name: string, { annotations = '{}', container = '', pod = '', replicas = 1 } = {}): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, labels: {app: ${name}}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}, annotations: ${annotations}}
    spec:
      ${pod}
      containers: [{name: main, image: "registry.example.com/${name}:1.2.3"${container === '' ? '' : `, ${container}`}}]
`;

const fails = (texts: Readonly<Record<string, string>>): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [`plane.k8s-deploy/${key}`, text])),
  );

const job = (name: string, annotations: string, policy = 'before-hook-creation'): string => `
apiVersion: batch/v1
kind: Job
metadata: {name: ${name}, annotations: {helm.sh/hook: pre-install, helm.sh/hook-delete-policy: ${policy}}}
spec:
  backoffLimit: 0
  template:
    metadata: {annotations: ${annotations}}
    spec: {restartPolicy: Never, containers: [{name: main, image: "registry.example.com/${name}:1.2.3"}]}
`;

/** It stands in a Secret of a chart, and in the log of its container. */
export const password = 'umbrella-of-the-crash-loop';

export const seeds: readonly Seed[] = [
  {
    key: 'bad-image',
    templates: {
      'web.yaml': web('bad-image', {
        replicas: 3,
        annotations: fails({
          waiting: 'ImagePullBackOff',
          message:
            'Back-off pulling image "registry.example.com/bad-image:1.2.3": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "registry.example.com/bad-image:1.2.3": failed to resolve reference "registry.example.com/bad-image:1.2.3": registry.example.com/bad-image:1.2.3: not found',
        }),
      }),
    },
    cause: 'image-pull',
    object: 'Pod bad-image-*',
    of: 'Deployment bad-image',
    says: ['3 pods: container main: image registry.example.com/bad-image:1.2.3 cannot be pulled: not found'],
  },
  {
    key: 'missing-secret',
    templates: {
      'web.yaml': web('missing-secret', {
        container: 'env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: absent, key: token}}}]',
        annotations: fails({ waiting: 'CreateContainerConfigError', message: 'secret "absent" not found' }),
      }),
    },
    cause: 'missing-secret',
    object: 'Pod missing-secret-*',
    of: 'Deployment missing-secret',
    says: ['container main, variable TOKEN: there is no Secret triage-missing-secret/absent'],
  },
  {
    key: 'unmade-secret',
    templates: {
      'store.yaml':
        'apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: store}\nspec: {provider: {fake: {data: [{key: there, value: a}]}}}\n',
      'secret.yaml':
        'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: login}\nspec: {secretStoreRef: {name: store, kind: SecretStore}, target: {name: made}, data: [{secretKey: token, remoteRef: {key: absent}}]}\n',
      'web.yaml': web('unmade-secret', {
        container: 'env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: made, key: token}}}]',
        annotations: fails({ waiting: 'CreateContainerConfigError', message: 'secret "made" not found' }),
      }),
    },
    cause: 'missing-secret',
    object: 'ExternalSecret login',
    of: null,
    says: [
      'it has not made Secret triage-unmade-secret/made, which container main, variable TOKEN needs: ',
      'key: absent',
    ],
  },
  {
    key: 'missing-key',
    templates: {
      'secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: there}\nstringData: {other: "a text"}\n',
      'web.yaml': web('missing-key', {
        container: 'env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: there, key: token}}}]',
        annotations: fails({
          waiting: 'CreateContainerConfigError',
          message: "couldn't find key token in Secret triage-missing-key/there",
        }),
      }),
    },
    cause: 'missing-key',
    object: 'Pod missing-key-*',
    of: 'Deployment missing-key',
    says: ['container main, variable TOKEN: Secret triage-missing-key/there has no key token'],
  },
  {
    key: 'failing-hook',
    templates: {
      'hook.yaml': job('failing-hook', fails({ 'exit-code': '3' })),
      'web.yaml': web('after-hook'),
    },
    cause: 'hook-failed',
    object: 'Pod failing-hook-*',
    of: 'Job failing-hook',
    says: ['pre-install hook: container main ended with exit code 3'],
    log: 'the last words of failing-hook',
  },
  {
    key: 'failing-probe',
    templates: {
      'web.yaml': web('failing-probe', {
        container:
          'ports: [{name: http, containerPort: 8080}], readinessProbe: {httpGet: {path: /ready, port: http}}',
        annotations: fails({ unready: 'true' }),
      }),
    },
    cause: 'failed-probe',
    object: 'Pod failing-probe-*',
    of: 'Deployment failing-probe',
    says: ['its readiness probe (HTTP GET /ready, port http (8080)) fails', 'statuscode: 503'],
    log: 'the last words of failing-probe',
  },
  {
    key: 'unschedulable',
    templates: {
      'web.yaml': web('unschedulable', { container: 'resources: {requests: {cpu: "9999"}}' }),
    },
    cause: 'unschedulable',
    object: 'Pod unschedulable-*',
    of: 'Deployment unschedulable',
    says: ['no node fits: 0/3 nodes are available: 3 Insufficient cpu'],
  },
  {
    key: 'quota',
    templates: {
      'quota.yaml':
        'apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: small}\nspec: {hard: {requests.cpu: 200m}}\n',
      'web.yaml': web('quota', { container: 'resources: {requests: {cpu: "1"}}' }),
    },
    cause: 'quota',
    object: 'Deployment quota',
    of: null,
    says: ['quota small is exceeded: requests.cpu=1 more is asked for', 'requests.cpu=200m is allowed'],
  },
  {
    key: 'no-class',
    templates: {
      'claim.yaml':
        'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 1Gi}}}\n',
      'web.yaml': web('no-class', {
        pod: 'volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]',
      }),
    },
    cause: 'volume-claim',
    object: 'PersistentVolumeClaim data',
    of: null,
    says: ['it waits for 1Gi of storage class fast, and there is no such class'],
  },
  {
    key: 'webhook-refuses',
    templates: {
      'map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: harmless}\n',
      'web.yaml': web('denied'),
    },
    cause: 'webhook',
    object: 'Deployment denied',
    of: null,
    says: ['admission webhook denied.triage.example.com refuses it: no Deployment on a Friday'],
  },
  {
    key: 'webhook-silent',
    templates: {
      'map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: harmless}\n',
      'web.yaml': web('silent'),
    },
    cause: 'webhook',
    object: 'Deployment silent',
    of: null,
    says: ['admission webhook silent.triage.example.com does not answer', 'connection refused'],
  },
  {
    key: 'timeout',
    templates: {
      'web.yaml': web('timeout', { annotations: fails({ waiting: 'ContainerCreating' }), replicas: 2 }),
    },
    cause: 'timeout',
    object: 'Deployment timeout',
    of: null,
    says: ['time ran out: 0 of 2 pods are ready; 2 pods: each is still at ContainerCreating'],
  },
  {
    key: 'hanging-hook',
    templates: {
      'hook.yaml': job('hanging-hook', fails({ endless: 'true' })),
      'web.yaml': web('after-hook'),
    },
    cause: 'timeout',
    object: 'Job hanging-hook',
    of: null,
    says: ['pre-install hook: time ran out: 0 of 1 pods have succeeded; pod hanging-hook-', 'still runs'],
    log: 'the last words of hanging-hook',
  },
  {
    key: 'deleted-hook',
    templates: {
      'hook.yaml': job('deleted-hook', fails({ waiting: 'ContainerCreating' }), 'hook-failed').replace(
        'containers:',
        'nodeSelector: {disk: fast}, containers:',
      ),
      'web.yaml': web('after-hook'),
    },
    cause: 'unschedulable',
    object: 'Pod deleted-hook-*',
    of: 'Job deleted-hook',
    says: ["pre-install hook: no node fits: 0/3 nodes are available: 3 node(s) didn't match"],
  },
  {
    key: 'rolled-back',
    templates: { 'web.yaml': web('rolled-back', { container: 'resources: {requests: {memory: 9999Gi}}' }) },
    release: 'timeout: 25s, atomic: true',
    cause: 'unschedulable',
    object: 'Pod rolled-back-*',
    of: 'Deployment rolled-back',
    says: ['no node fits: 0/3 nodes are available: 3 Insufficient memory'],
  },
  {
    key: 'crash-loop',
    templates: {
      'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: login}\nstringData: {password: ${password}}\n`,
      'web.yaml': web('crash-loop', { annotations: fails({ 'exit-code': '3' }) }),
    },
    cause: 'crash-loop',
    object: 'Pod crash-loop-*',
    of: 'Deployment crash-loop',
    says: ['container main ends again and again, with exit code 3, restarted 4 times'],
    log: 'the last words of crash-loop: cannot sign in with (secret)',
  },
  {
    key: 'out-of-memory',
    templates: {
      'web.yaml': web('out-of-memory', {
        container: 'resources: {limits: {memory: 64Mi}}',
        annotations: fails({ 'exit-code': '137', reason: 'OOMKilled' }),
      }),
    },
    cause: 'out-of-memory',
    object: 'Pod out-of-memory-*',
    of: 'Deployment out-of-memory',
    says: ['container main was killed: it needed more than its memory limit of 64Mi'],
  },
  {
    key: 'no-account',
    templates: { 'web.yaml': web('no-account', { pod: 'serviceAccountName: absent' }) },
    cause: 'service-account',
    object: 'Deployment no-account',
    of: null,
    says: ['there is no ServiceAccount triage-no-account/absent'],
  },
  {
    key: 'pod-security',
    templates: { 'web.yaml': web('pod-security', { pod: 'hostNetwork: true' }) },
    namespace: '{ podSecurity: { enforce: baseline } }',
    cause: 'pod-security',
    object: 'Deployment pod-security',
    of: null,
    says: ['the pod security level of its namespace (baseline:latest) refuses it: host namespaces'],
  },
];

/** Charts that the plan would refuse, or the identity may not apply: applied by Helm itself. */
export const besides = {
  missingKind: {
    'map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: harmless}\n',
    'widget.yaml': 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: wheel}\nspec: {}\n',
  },
  immutable: (label: string): Templates => ({
    'web.yaml': web('fixed').replaceAll('app: fixed', `app: ${label}`),
  }),
  taken: { 'map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: taken}\ndata: {a: "1"}\n' },
  fine: { 'web.yaml': web('fine') },
  unready: { 'web.yaml': web('unready', { annotations: fails({ unready: 'true' }) }) },
};
