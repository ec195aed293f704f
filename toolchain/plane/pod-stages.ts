/**
 * What becomes of a pod on the local plane, where no kubelet is. By default what kwok's own stages do: it runs and is ready at once, and that of a Job
 * completes. An annotation of the pod has it fail as a kubelet would tell it:
 *
 * - `plane.k8s-deploy/waiting: ImagePullBackOff`: its containers never begin, for this reason, with the text of `…/message`.
 * - `plane.k8s-deploy/exit-code: "3"`: they end again and again, or once where they are not restarted; `…/reason: OOMKilled`, else `Error`.
 * - `plane.k8s-deploy/unready: "true"`: they run, and their readiness probe fails.
 * - `plane.k8s-deploy/endless: "true"`: that of a Job runs on.
 */
const group = 'plane.k8s-deploy';

const annotation = (name: string): string => `.metadata.annotations["${group}/${name}"]`;
/** Where `.` is a container. */
const given = (name: string): string => `(index $pod.metadata.annotations "${group}/${name}")`;

interface Expression {
  readonly key: string;
  readonly operator: 'Exists' | 'DoesNotExist' | 'In' | 'NotIn';
  readonly values?: readonly string[];
}

const has = (key: string): Expression => ({ key, operator: 'Exists' });
const hasNot = (key: string): Expression => ({ key, operator: 'DoesNotExist' });

const ways = ['waiting', 'exit-code', 'unready'] as const;
const alive = hasNot('.metadata.deletionTimestamp');
const fresh = [alive, hasNot('.status.podIP')];

const stage = (name: string, matchExpressions: readonly Expression[], next: object) => ({
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name },
  spec: { resourceRef: { apiGroup: 'v1', kind: 'Pod' }, selector: { matchExpressions }, next },
});

/** A YAML template of a status: what `range` gives is at the depth of lists. */
const addresses = `
hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
podIP: {{ PodIPWith .spec.nodeName (or .spec.hostNetwork false) (or .metadata.uid "") (or .metadata.name "") (or .metadata.namespace "") | Quote }}
startTime: {{ Now | Quote }}
`;

const conditions = (ready: boolean): string => `
conditions:
- {type: Initialized, status: "True", lastTransitionTime: {{ Now | Quote }}}
- {type: Ready, status: "${ready ? 'True' : 'False'}", lastTransitionTime: {{ Now | Quote }}}
- {type: ContainersReady, status: "${ready ? 'True' : 'False'}", lastTransitionTime: {{ Now | Quote }}}
${
  ready
    ? `{{ range .spec.readinessGates }}
- {type: {{ .conditionType | Quote }}, status: "True", lastTransitionTime: {{ Now | Quote }}}
{{ end }}`
    : ''
}`;

/** `state`: lines of each container's status, at its own margin. */
const containers = (ready: boolean, state: string, restarts = 0): string => `
{{ $pod := . }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: ${ready}
  restartCount: ${restarts}
${state.replaceAll(/^(?=.)/gm, '  ')}
{{ end }}
`;

const running = 'started: true\nstate: {running: {startedAt: {{ Now | Quote }}}}';

const initContainers = `
initContainerStatuses:
{{ range .spec.initContainers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: true
  restartCount: 0
  {{ if eq .restartPolicy "Always" }}
  started: true
  state: {running: {startedAt: {{ Now | Quote }}}}
  {{ else }}
  state: {terminated: {exitCode: 0, reason: Completed, startedAt: {{ Now | Quote }}, finishedAt: {{ Now | Quote }}}}
  {{ end }}
{{ end }}
`;

const ready = stage('pod-ready', [...fresh, ...ways.map((way) => hasNot(annotation(way)))], {
  statusTemplate: `${conditions(true)}${containers(true, running)}${initContainers}${addresses}phase: Running\n`,
});

const complete = stage(
  'pod-complete',
  [
    alive,
    { key: '.status.phase', operator: 'In', values: ['Running'] },
    { key: '.metadata.ownerReferences.[].kind', operator: 'In', values: ['Job'] },
    ...ways.map((way) => hasNot(annotation(way))),
    hasNot(annotation('endless')),
  ],
  {
    statusTemplate: `${containers(
      false,
      'started: false\nstate: {terminated: {exitCode: 0, reason: Completed, startedAt: {{ Now | Quote }}, finishedAt: {{ Now | Quote }}}}',
    )}phase: Succeeded\n`,
  },
);

const remove = stage('pod-delete', [has('.metadata.deletionTimestamp')], {
  finalizers: { empty: true },
  delete: true,
});

const wait = stage('pod-waits', [...fresh, has(annotation('waiting'))], {
  statusTemplate: `${conditions(false)}${containers(
    false,
    `started: false\nstate: {waiting: {reason: {{ ${given('waiting')} | Quote }}, message: {{ or ${given('message')} "" | Quote }}}}`,
  )}${addresses}phase: Pending\n`,
});

const ended = `{exitCode: {{ ${given('exit-code')} }}, reason: {{ or ${given('reason')} "Error" | Quote }}, startedAt: {{ Now | Quote }}, finishedAt: {{ Now | Quote }}}`;
const restarted: Expression = { key: '.spec.restartPolicy', operator: 'In', values: ['Always', 'OnFailure'] };
const notRestarted: Expression = { key: '.spec.restartPolicy', operator: 'In', values: ['Never'] };

const crash = stage('pod-crashes', [...fresh, has(annotation('exit-code')), restarted], {
  event: { type: 'Warning', reason: 'BackOff', message: 'Back-off restarting failed container' },
  statusTemplate: `${conditions(false)}${containers(
    false,
    `started: false
state: {waiting: {reason: CrashLoopBackOff, message: back-off 1m20s restarting failed container}}
lastState: {terminated: ${ended}}`,
    4,
  )}${addresses}phase: Running\n`,
});

const fail = stage('pod-fails', [...fresh, has(annotation('exit-code')), notRestarted], {
  statusTemplate: `${conditions(false)}${containers(false, `started: false\nstate: {terminated: ${ended}}`)}${addresses}phase: Failed\n`,
});

const unready = stage('pod-unready', [...fresh, has(annotation('unready'))], {
  event: {
    type: 'Warning',
    reason: 'Unhealthy',
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
  },
  statusTemplate: `${conditions(false)}${containers(false, running)}${initContainers}${addresses}phase: Running\n`,
});

export const podStages = [ready, complete, remove, wait, crash, fail, unready];
