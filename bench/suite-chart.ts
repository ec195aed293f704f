/** The chart that suites are measured on: components of five templates each, values for all of them, and a schema of these values. */
import { stringify } from 'yaml';

export const components = [
  'api',
  'web',
  'worker',
  'scheduler',
  'gateway',
  'auth',
  'mail',
  'search',
  'billing',
  'reports',
] as const;

const helpers = `{{- define "labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}
{{- define "selector" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}
{{- define "image" -}}
{{- $tag := required (printf "%s.image.tag is missing" .name) .values.image.tag -}}
{{ printf "%s/%s:%s" .root.Values.registry .values.image.name $tag }}
{{- end }}
`;

const head = `{{- $values := index .Values "COMPONENT" }}
{{- $of := dict "root" . "name" "COMPONENT" "values" $values }}
`;

/** By file; COMPONENT stands for its name. */
const templates: Readonly<Record<string, string>> = {
  'deployment.yaml': `${head}apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-COMPONENT
  namespace: {{ .Release.Namespace }}
  labels: {{- include "labels" $of | nindent 4 }}
  {{- with $values.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- if not $values.autoscaling.enabled }}
  replicas: {{ $values.replicas }}
  {{- end }}
  selector:
    matchLabels: {{- include "selector" $of | nindent 6 }}
  template:
    metadata:
      labels: {{- include "labels" $of | nindent 8 }}
      annotations:
        checksum/config: {{ $values.config | toJson | sha256sum }}
    spec:
      serviceAccountName: {{ default (printf "%s-COMPONENT" .Release.Name) $values.serviceAccount }}
      securityContext: {{- toYaml .Values.podSecurityContext | nindent 8 }}
      containers:
        - name: COMPONENT
          image: {{ include "image" $of | quote }}
          imagePullPolicy: {{ $values.image.pullPolicy | default "IfNotPresent" }}
          ports:
            - { name: http, containerPort: {{ $values.port }} }
          env:
            - { name: LOG_LEVEL, value: {{ $values.logLevel | quote }} }
            - name: POD_NAME
              valueFrom: { fieldRef: { fieldPath: metadata.name } }
            {{- range $name, $value := $values.env }}
            - { name: {{ $name }}, value: {{ $value | quote }} }
            {{- end }}
          envFrom:
            - configMapRef: { name: {{ .Release.Name }}-COMPONENT }
          readinessProbe:
            httpGet: { path: {{ $values.probe.path }}, port: http }
            periodSeconds: {{ $values.probe.period }}
          resources: {{- toYaml $values.resources | nindent 12 }}
      {{- with $values.nodeSelector }}
      nodeSelector: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.tolerations }}
      tolerations: {{- toYaml . | nindent 8 }}
      {{- end }}
`,
  'service.yaml': `${head}apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}-COMPONENT
  labels: {{- include "labels" $of | nindent 4 }}
spec:
  type: {{ $values.service.type }}
  selector: {{- include "selector" $of | nindent 4 }}
  ports:
    - { name: http, port: {{ $values.service.port }}, targetPort: http }
    {{- if $values.metrics.enabled }}
    - { name: metrics, port: {{ $values.metrics.port }}, targetPort: {{ $values.metrics.port }} }
    {{- end }}
`,
  'config.yaml': `${head}apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-COMPONENT
  labels: {{- include "labels" $of | nindent 4 }}
data:
  {{- range $key, $value := $values.config }}
  {{ $key }}: {{ tpl (toString $value) $ | quote }}
  {{- end }}
  application.yaml: |
    name: COMPONENT
    log: {{ $values.logLevel }}
    {{- toYaml $values.settings | nindent 4 }}
`,
  'autoscaler.yaml': `${head}{{- if $values.autoscaling.enabled }}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ .Release.Name }}-COMPONENT
  labels: {{- include "labels" $of | nindent 4 }}
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: {{ .Release.Name }}-COMPONENT }
  {{- if gt (int $values.autoscaling.min) (int $values.autoscaling.max) }}
  {{- fail "COMPONENT.autoscaling: min is more than max" }}
  {{- end }}
  minReplicas: {{ $values.autoscaling.min }}
  maxReplicas: {{ $values.autoscaling.max }}
  metrics:
    - type: Resource
      resource: { name: cpu, target: { type: Utilization, averageUtilization: {{ $values.autoscaling.cpu }} } }
{{- end }}
`,
  'policy.yaml': `${head}apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ .Release.Name }}-COMPONENT
spec:
  podSelector:
    matchLabels: {{- include "selector" $of | nindent 6 }}
  policyTypes: [Ingress]
  ingress:
    {{- range $values.allowFrom }}
    - from: [{ podSelector: { matchLabels: { app.kubernetes.io/name: {{ . }} } } }]
      ports: [{ port: http }]
    {{- end }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Release.Name }}-COMPONENT
{{- if $values.disruption.enabled }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ .Release.Name }}-COMPONENT
spec:
  maxUnavailable: {{ $values.disruption.maxUnavailable }}
  selector:
    matchLabels: {{- include "selector" $of | nindent 6 }}
{{- end }}
`,
};

const valuesOf = (component: string): object => ({
  replicas: 2,
  image: { name: component, tag: '1.0.0' },
  port: 8080,
  logLevel: 'info',
  env: { REGION: 'eu', FEATURE_FLAGS: 'a,b' },
  annotations: {},
  serviceAccount: '',
  probe: { path: '/readyz', period: 10 },
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  nodeSelector: {},
  tolerations: [],
  service: { type: 'ClusterIP', port: 80 },
  metrics: { enabled: false, port: 9090 },
  config: { PUBLIC_URL: 'https://{{ .Release.Name }}.example.com', TIMEOUT: '30s' },
  settings: { cache: { size: 100, ttl: '5m' }, retries: 3 },
  autoscaling: { enabled: false, min: 1, max: 5, cpu: 80 },
  allowFrom: ['gateway'],
  disruption: { enabled: false, maxUnavailable: 1 },
});

const general = {
  registry: 'registry.example.com/shop',
  commonLabels: { team: 'shop' },
  podSecurityContext: { runAsNonRoot: true, fsGroup: 1000 },
};

/** By path in the chart's folder: five templates for each of the first `count` components, and what they include. */
export const chartFiles = (count: number): Record<string, string> => ({
  'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.4.0\nappVersion: "2026.11"\n',
  'values.yaml': stringify({
    ...general,
    ...Object.fromEntries(components.slice(0, count).map((name) => [name, valuesOf(name)])),
  }),
  'templates/_helpers.tpl': helpers,
  ...Object.fromEntries(
    components
      .slice(0, count)
      .flatMap((component) =>
        Object.entries(templates).map(([file, text]) => [
          `templates/${component}/${file}`,
          text.replaceAll('COMPONENT', component),
        ]),
      ),
  ),
});

interface Schema {
  readonly [key: string]: unknown;
}

/** A schema for what is there, each value described as such charts do; open for more. */
function schemaOf(value: unknown, path: string): Schema {
  const description = `${path}: what operators set in their own values files, see the section of that name in the handbook.`;
  if (Array.isArray(value)) return { type: 'array', description };
  if (typeof value === 'object' && value !== null) {
    const properties = Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, schemaOf(each, `${path}.${key}`)]),
    );
    return { type: 'object', description, properties };
  }
  if (typeof value === 'number') return { type: 'integer', description, minimum: 0 };
  return { type: typeof value, description };
}

/** `values.schema.json` of at least so many bytes: after what the chart reads, switches that no test sets. */
export function schemaText(bytes: number): string {
  const known = { ...general, ...Object.fromEntries(components.map((name) => [name, valuesOf(name)])) };
  const switches: Record<string, Schema> = {};
  const text = (): string =>
    JSON.stringify({
      $schema: 'http://json-schema.org/draft-07/schema#',
      ...schemaOf(known, 'values'),
      definitions: { switch: { enum: ['on', 'off', 'auto'] } },
      patternProperties: { '^x-': {} },
      properties: {
        ...(schemaOf(known, 'values')['properties'] as object),
        switches: { type: 'object', properties: switches },
      },
    });
  const missing = bytes - text().length;
  for (let size = 0; size < missing;) {
    const index = Object.keys(switches).length;
    const name = `switch${String(index).padStart(4, '0')}`;
    switches[name] = {
      ...schemaOf({ limit: 0, name: '' }, name),
      additionalProperties: { $ref: '#/definitions/switch' },
    };
    size += JSON.stringify({ [name]: switches[name] }).length - 1;
  }
  return text();
}
