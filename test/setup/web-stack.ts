/** A stack of small releases whose behaviour their values decide: pods that become ready or never do, a hook, a dependency. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackCopy } from './stack-copy.ts';

/** By key; in the order in which they stand in the stack file. */
export type WebReleases = Readonly<Record<string, WebRelease>>;

export interface WebRelease {
  /** `nobody`: its pods wait for a scheduler that is not there. Default: `default-scheduler`. */
  readonly scheduler?: string;
  readonly replicas?: number;
  /** Of a Job that runs before each install and upgrade; null: none, the default. */
  readonly hook?: string | null;
  /** Fields of the stack file: `timeout: 5s`, `after: [other]`. */
  readonly fields?: string;
}

/** Takes the place of what the example has; `namespace` is made by the stack. */
export function writeWebStack(
  { directory }: Pick<StackCopy, 'directory'>,
  namespace: string,
  releases: WebReleases,
): void {
  const chart = join(directory, 'charts/web');
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
  writeFileSync(join(chart, 'templates/web.yaml'), template);
  const entries = Object.entries(releases).map(
    ([key, { scheduler = 'default-scheduler', replicas = 2, hook = null, fields = '' }]) =>
      `  ${key}: {chart: {ref: ./charts/web}, namespace: ${namespace}, values: ${JSON.stringify({ scheduler, replicas, hook })}${fields === '' ? '' : `, ${fields}`}}`,
  );
  writeFileSync(
    join(directory, 'deploy.yaml'),
    [
      'apiVersion: k8s-deploy/v1',
      'name: plain-chart',
      'cluster: {identifier: example}',
      'releases:',
      ...entries,
      'stacks: {dev: {}}',
      '',
    ].join('\n'),
  );
}

const pod = (scheduler: string): string =>
  `{schedulerName: ${scheduler}, containers: [{name: main, image: "registry.example.com/web:1.0.0"}]`;

const template = `apiVersion: apps/v1
kind: Deployment
metadata: {name: "{{ .Release.Name }}"}
spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app: "{{ .Release.Name }}"}}
  template:
    metadata: {labels: {app: "{{ .Release.Name }}"}}
    spec: ${pod('{{ .Values.scheduler }}')}}
---
{{- if .Values.hook }}
apiVersion: batch/v1
kind: Job
metadata:
  name: "{{ .Release.Name }}-migrate"
  annotations: {helm.sh/hook: "pre-install,pre-upgrade"}
spec:
  backoffLimit: 0
  template:
    spec: ${pod('{{ .Values.hook }}')}, restartPolicy: Never}
{{- end }}
`;
