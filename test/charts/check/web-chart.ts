/** A small chart: a Deployment and a Service, and what values ask for besides; it refuses short keys. */
export const webChart = {
  'charts/web/Chart.yaml': `apiVersion: v2
name: web
version: 1.0.0
appVersion: '1.0'
kubeVersion: '>=1.27.0-0'
`,
  'charts/web/values.yaml': `replicas: 2
image: ghcr.io/example/web:1.0.0
secretKey: ''
ingress: {enabled: false, host: ''}
configFrom: ''
grid: {tls: false, cache: false}
`,
  'charts/web/templates/deployment.yaml': `{{- if and .Values.secretKey (ne (len .Values.secretKey) 32) }}
{{- fail (printf "secretKey has %d characters, and takes 32" (len .Values.secretKey)) }}
{{- end }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  labels: {app: web}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: {{ .Values.image }}
          ports: [{name: http, containerPort: 8080}]
          {{- with .Values.configFrom }}
          envFrom: [{configMapRef: {name: {{ . }}}}]
          {{- end }}
          {{- if .Values.grid.tls }}
          env: [{name: TLS, value: {{ .Values.grid.cache | quote }}}]
          {{- end }}
`,
  'charts/web/templates/service.yaml': `apiVersion: v1
kind: Service
metadata: {name: {{ .Release.Name }}}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: http}]
`,
  'charts/web/templates/ingress.yaml': `{{- if .Values.ingress.enabled }}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: {{ .Release.Name }}}
spec:
  rules:
    - host: {{ required "ingress.host is required" .Values.ingress.host }}
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: {{ .Release.Name }}, port: {name: http}}}}]}
{{- end }}
`,
  'charts/web/templates/secret.yaml': `{{- with .Values.secretKey }}
apiVersion: v1
kind: Secret
metadata: {name: {{ $.Release.Name }}}
stringData: {key: {{ . | quote }}}
{{- end }}
`,
} as const;

/** One case that renders without a finding. */
export const webContract = `chart: ./charts/web
cases:
  plain: {}
`;
