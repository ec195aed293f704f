/** A chart with a suite that has every assertion which can be a rule, and something to change for each. */
export const suiteFile = 'charts/shop/tests/shop_test.yaml';

export const shopChart = {
  'charts/shop/Chart.yaml': `apiVersion: v2
name: shop
version: 1.2.3
appVersion: '2.0'
`,
  'charts/shop/values.yaml': `replicas: 2
image: {repository: ghcr.io/example/shop, tag: '2.0'}
level: info
paused: false
password: ''
ingress: {enabled: false, host: ''}
`,
  'charts/shop/templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-shop
  namespace: {{ .Release.Namespace }}
  labels:
    app.kubernetes.io/name: shop
    app: shop
spec:
  replicas: {{ .Values.replicas }}
  {{- if .Values.paused }}
  paused: true
  {{- end }}
  selector:
    matchLabels: {app: shop}
  template:
    metadata:
      labels: {app: shop}
    spec:
      containers:
        - name: shop
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
          ports: [{name: http, containerPort: 8080}]
          env:
            - {name: LEVEL, value: {{ .Values.level | quote }}}
            - {name: POD_NAMESPACE, value: {{ .Release.Namespace }}}
        - name: proxy
          image: ghcr.io/example/proxy:1.0
`,
  'charts/shop/templates/services.yaml': `apiVersion: v1
kind: Service
metadata: {name: {{ .Release.Name }}-web}
spec:
  selector: {app: shop}
  ports: [{name: http, port: 80, targetPort: http}]
---
apiVersion: v1
kind: Service
metadata: {name: {{ .Release.Name }}-api}
spec:
  selector: {app: shop}
  ports: [{name: http, port: 8080, targetPort: http}]
`,
  'charts/shop/templates/account.yaml': `apiVersion: v1
kind: ServiceAccount
metadata: {name: {{ .Release.Name }}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}}
data: {first: a}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}-more}
data: {second: b}
`,
  'charts/shop/templates/secret.yaml': `{{- if .Values.password }}
apiVersion: v1
kind: Secret
metadata: {name: {{ .Release.Name }}-login}
data:
  user: {{ "shop" | b64enc }}
{{- end }}
`,
  'charts/shop/templates/ingress.yaml': `{{- if .Values.ingress.enabled }}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: {{ .Release.Name }}}
spec:
  rules:
    - host: {{ required "ingress.host is required" .Values.ingress.host }}
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: {{ .Release.Name }}-web, port: {name: http}}}}]}
{{- end }}
`,
  'charts/shop/tests/values/large.yaml': `replicas: 5
level: debug
`,
  [suiteFile]: `suite: shop
templates: [deployment.yaml, services.yaml, account.yaml, secret.yaml, ingress.yaml]
tests:
  # What everybody gets who sets nothing.
  - it: has its defaults
    template: deployment.yaml
    asserts:
      - equal: {path: spec.replicas, value: 2}
      - equal: {path: metadata.name, value: RELEASE-NAME-shop}
      - equal: {path: metadata.namespace, value: NAMESPACE}
      - notEqual: {path: 'spec.template.spec.containers[0].image', value: 'nginx:latest'}
      - exists: {path: 'metadata.labels["app.kubernetes.io/name"]'}
      - notExists: {path: spec.paused}
      - isKind: {of: Deployment}
      - isAPIVersion: {of: apps/v1}
      - hasDocuments: {count: 1}
      - matchRegex: {path: 'spec.template.spec.containers[0].image', pattern: ':[0-9.]+$'}
      - notMatchRegex: {path: 'spec.template.spec.containers[?(@.name == "proxy")].image', pattern: latest}
      - contains: {path: 'spec.template.spec.containers[0].env', content: {name: LEVEL, value: info}}
      - contains: {path: 'spec.template.spec.containers[0].env', content: {name: POD_NAMESPACE, value: NAMESPACE}, count: 1}
      - contains: {path: 'spec.template.spec.containers', content: {name: proxy}, any: true}
      - notContains: {path: 'spec.template.spec.containers[0].env', content: {name: DEBUG, value: '1'}}
      - lengthEqual: {path: spec.template.spec.containers, count: 2}
      - notLengthEqual: {path: 'spec.template.spec.containers[0].env', count: 1}
      - isSubset: {path: spec.selector.matchLabels, content: {app: shop}}
      - isNotSubset: {path: metadata.labels, content: {app: other}}
      - isNotNullOrEmpty: {path: spec.selector}
      - greaterOrEqual: {path: spec.replicas, value: 2}
      - lessOrEqual: {path: spec.replicas, value: 3}
      - isType: {path: spec.replicas, type: int}
      - equal: {path: 'spec.template.spec.containers[*].name', value: web}
        not: true
  - it: takes values from a file, and from the test
    template: deployment.yaml
    values: [values/large.yaml]
    set: {level: trace, image.tag: '3.0'}
    release: {name: big, namespace: Big}
    asserts:
      - equal: {path: spec.replicas, value: 5}
      - equal: {path: 'spec.template.spec.containers[0].env[0].value', value: trace}
      - equal: {path: metadata.name, value: big-shop}
      - equal: {path: metadata.namespace, value: Big}
      - matchSnapshot: {path: spec}
  - it: has two services
    template: services.yaml
    asserts:
      - hasDocuments: {count: 2}
      - containsDocument: {kind: Service, apiVersion: v1, name: RELEASE-NAME-api, any: true}
      - equal: {path: 'spec.ports[0].port', value: 8080}
        documentSelector: {path: metadata.name, value: RELEASE-NAME-api}
      - equal: {path: 'spec.ports[0].port', value: 80}
        documentIndex: 0
  - it: has three documents of two kinds
    template: account.yaml
    asserts:
      - isKind: {of: ServiceAccount}
        documentIndex: 0
      - equal: {path: data.first, value: a}
        documentIndex: 1
      - equal: {path: data.second, value: b}
        documentIndex: 2
  - it: keeps the user in a Secret
    template: secret.yaml
    set: {password: a-long-password}
    asserts:
      - equal: {path: data.user, value: shop, decodeBase64: true}
  - it: has no Ingress unless it is wanted
    template: ingress.yaml
    asserts:
      - hasDocuments: {count: 0}
  - it: wants a host for the Ingress
    template: ingress.yaml
    set: {ingress.enabled: true}
    asserts:
      - failedTemplate: {errorMessage: ingress.host is required}
  - it: has the host in the Ingress
    template: ingress.yaml
    set: {ingress: {enabled: true, host: shop.example.com}}
    asserts:
      - notFailedTemplate: {}
      - equal: {path: 'spec.rules[0].host', value: shop.example.com}
`,
};
