/** A chart that does with secrets whatever a chart may do. */
import { madeUp } from './planted.ts';

/** `fault`: what becomes of the release. */
export type ChartFault = '' | 'template' | 'server' | 'hook' | 'delete';

/** A Job that Kubernetes refuses, quoting the label; or one whose pod no node takes. */
const job = (name: string, hook: string, { label = '""', node = '' }): string => `
apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}
  annotations: { helm.sh/hook: ${hook} }
  labels: { password: ${label} }
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      ${node}
      containers:
        - name: migrate
          image: registry.example.com/app:1.2.3
          args: [--password={{ .Values.auth.password }}]
          env: [{ name: DB_PASSWORD, value: {{ .Values.auth.password | quote }} }]
`;

const templates: Readonly<Record<string, string>> = {
  'deployment.yaml': `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: leaky
  annotations: { acme.example/seed: {{ .Values.seed | quote }}, acme.example/login: {{ .Values.json | quote }} }
spec:
  replicas: 1
  selector: { matchLabels: { app: leaky } }
  template:
    metadata: { labels: { app: leaky, environment: production } }
    spec:
      containers:
        - name: app
          image: registry.example.com/app:1.2.3
          args: ["--database={{ .Values.url }}", "--password={{ .Values.auth.password }}"]
          env:
            {{- toYaml .Values.env | nindent 12 }}
          envFrom:
            {{- range .Values.secrets }}
            - secretRef: { name: {{ . }} }
            {{- end }}
`,
  'settings.yaml': `
apiVersion: v1
kind: ConfigMap
metadata: { name: leaky-settings }
data:
  config.yaml: |
{{ .Values.configuration | indent 4 }}
  server.pem: {{ .Values.pem | quote }}
  login.json: {{ .Values.json | quote }}
  app.properties: |
    db.url={{ .Values.url }}
    db.password={{ .Values.auth.password }}
`,
  'secret.yaml': `
apiVersion: v1
kind: Secret
metadata: { name: leaky-made }
stringData:
  seed: {{ .Values.seed | quote }}
  users: {{ toJson .Values.users | quote }}
  random: {{ printf "${madeUp.random.secret}%s" (randAlphaNum 20) }}
`,
  'hook.yaml': `
apiVersion: v1
kind: Secret
metadata:
  name: leaky-hook
  annotations: { helm.sh/hook: "pre-install,pre-upgrade", helm.sh/hook-delete-policy: before-hook-creation }
data: { lines: {{ .Values.hook | b64enc }} }
`,
  'faults.yaml': `
{{- if eq .Values.fault "template" }}
{{ fail (printf "auth.password %s is too short, and %s is no address" .Values.auth.password .Values.url) }}
{{- end }}
{{- if eq .Values.fault "server" }}
apiVersion: v1
kind: ConfigMap
metadata: { name: leaky-refused, labels: { password: "{{ .Values.auth.password }}/" } }
{{- end }}
{{- if eq .Values.fault "hook" }}
${job('leaky-migrate', 'pre-upgrade', { node: 'nodeSelector: { nobody: has-this }' })}
{{- end }}
{{- if eq .Values.fault "delete" }}
${job('leaky-goodbye', 'pre-delete', { label: '"{{ .Values.auth.password }}/"' })}
{{- end }}
`,
  'NOTES.txt': 'Sign in with {{ .Values.notes.password }}, or as {{ .Values.url }}\n',
};

const schema = {
  type: 'object',
  properties: { auth: { properties: { apiKey: { type: 'string', pattern: '^[a-z]*$' } } } },
};

export const leakyChart: Readonly<Record<string, string>> = {
  'Chart.yaml':
    'apiVersion: v2\nname: leaky\ndescription: Secrets in all places.\nversion: 1.0.0\nappVersion: "1"\n',
  'values.yaml': 'fault: ""\nsecrets: []\nauth: {}\n',
  'values.schema.json': JSON.stringify(schema),
  ...Object.fromEntries(Object.entries(templates).map(([file, text]) => [`templates/${file}`, text])),
};
