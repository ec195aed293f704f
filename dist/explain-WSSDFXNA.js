import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{a as u}from"./chunk-XZJRCROU.js";import"./chunk-OZAIEPFU.js";import"./chunk-QDJNXC3I.js";import"./chunk-R7MGLKRX.js";import"./chunk-SNY3F3WU.js";import"./chunk-2UKRVBYE.js";import"./chunk-U2TN2PIN.js";import"./chunk-BP3DGWCH.js";import"./chunk-SVUDFTTP.js";import"./chunk-HVJLQYNM.js";import"./chunk-IEVRNBS3.js";import"./chunk-M5XTFAVL.js";import"./chunk-YJUPPXVW.js";import{b as i}from"./chunk-RCMZCRPZ.js";import"./chunk-Y634N3SF.js";import"./chunk-HI773A2V.js";import"./chunk-TL7SBHSB.js";import"./chunk-GSIN5F6U.js";import"./chunk-QCP4JPKK.js";import"./chunk-3VDHPO4P.js";import"./chunk-SXDL3D4Z.js";import"./chunk-AEKXWBJW.js";import"./chunk-2QLJNXP6.js";import{b as h}from"./chunk-KE5YEJC7.js";import{c as p}from"./chunk-RRAKWNRX.js";import"./chunk-6DUBWQO2.js";import{b as c}from"./chunk-5RDCVUJE.js";import"./chunk-ML3TB5K5.js";var y=100;function d(e,s,n,o){let a=s.has(e)?e:[...s.keys()].find(r=>r.toLowerCase()===e.toLowerCase())??e,t=s.get(a);if(t===void 0)throw new c("configuration",`there is no rule ${p(e)}${h(e,s.keys())}`,{hint:"rules are named in every finding; `k8s-deploy explain` without a name lists all"});return[`${o.style("bold",i(a))}  ${i(t.title)}`,o.style("dim",`${t.severity}, from ${i(t.source)}`),"",...l(i(t.why)),...b(n[a],o)]}function b(e,{style:s}){if(e===void 0)return[];let{given:n,found:o,mend:a}=e,t=n===null?[]:n.trimEnd().split(`
`);return["",s("dim","For example"),...t.map(r=>`  ${i(r)}`),...t.length>0?[""]:[],...l(`Found: ${i(o)}`),...l(`What to do: ${i(a)}`)]}var l=e=>e.trimEnd().split(`
`).flatMap(s=>{let n=[""];for(let o of s.trim().split(/\s+/)){let a=n.at(-1)??"";a!==""&&a.length+1+o.length>y?n.push(o):n[n.length-1]=a===""?o:`${a} ${o}`}return n});var f={"KP-1":{given:null,found:"no workload of the release runs the provisioner",mend:"Render the chart\u2019s Deployment."},"KP-10":{given:`kind: Role
metadata:
  name: ksml-provisioner
rules:
  - apiGroups:
      - ""
    resources:
      - configmaps
      - pods
      - pods/log
      - secrets
      - serviceaccounts
      - services
    verbs:
      - get
      - list
      - watch
      - create
# \u2026
`,found:"Role ksml-provisioner does not grant get, list on pods of metrics.k8s.io: the README asks for it",mend:"Add the verbs, or use the option serviceAccount.owner: stack."},"KP-11":{given:`kind: Role
metadata:
  name: ksml-provisioner
rules:
  - apiGroups:
      - ""
    resources:
      - configmaps
      - pods
      - pods/log
      - secrets
      - serviceaccounts
      - services
    verbs:
      - get
      - list
      - watch
      - create
# \u2026
`,found:"Role ksml-provisioner does not grant get, list, watch, create, patch, update, delete on persistentvolumeclaims of the core group, only of storage.k8s.io, which has none",mend:"Use the option serviceAccount.owner: stack."},"KP-12":{given:`kind: ClusterRoleBinding
metadata:
  name: ksml-provisioner
subjects:
  - kind: ServiceAccount
    name: ksml-provisioner
    namespace: axual
`,found:"ClusterRoleBinding ksml-provisioner gives the provisioner rights in the whole cluster",mend:"Bind a Role in the target namespace instead."},"KP-13":{given:`kind: Deployment
metadata:
  name: ksml-provisioner
spec:
  template:
    spec:
      containers:
        - name: ksml-provisioner
          env:
            - name: REGISTRY_URL
              value: nexus.example.com/charts
`,found:"Deployment ksml-provisioner, container ksml-provisioner: REGISTRY_URL speaks of Nexus, which the provisioner does not support",mend:"Give another OCI registry by the option registry.url."},"KP-14":{given:`kind: StatefulSet
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml
spec:
  template:
    spec:
      securityContext:
        fsGroup: # not there
`,found:"StatefulSet dizzl-sandbox-dev-sensor-inspector-ksml keeps state on a claim and has no fsGroup, so the runner cannot write to it",mend:"Use the option store, which sets fsGroup: 0, or set podSecurityContext.fsGroup."},"KP-15":{given:null,found:"the release is named dizzl-sandbox-dev-sensor-inspector-ksml, and acme-sandbox-dev-sensor-inspector-ksml by its options",mend:"Use the options tenant, instance, environment and application, and leave releaseName and fullnameOverride out."},"KP-16":{given:`kind: Deployment
metadata:
  name: ksml-provisioner
`,found:"customValues enable serviceMonitor, and monitoring.coreos.com/v1 is not among the API versions of the cluster, so they are left out",mend:"Install the Prometheus Operator, or remove them from the option customValues."},"KP-17":{given:`kind: ConfigMap
metadata:
  name: ksml-provisioner-custom-values
data:
  values.yaml: just text
`,found:"/etc/ksml-provisioner/values.yaml is not a YAML map of values",mend:"Mend the option customValues."},"KP-18":{given:`kind: Deployment
metadata:
  name: ksml-provisioner
spec:
  template:
    spec:
      containers:
        - name: ksml-provisioner
          env:
            - name: KUBECONFIG
              value: /etc/kubeconfig
`,found:"Deployment ksml-provisioner, container ksml-provisioner: KUBECONFIG points to another cluster than the one it runs in",mend:"Remove KUBECONFIG, and run a provisioner in each cluster."},"KP-2":{given:`kind: Role
metadata:
  name: ksml-provisioner
  namespace: axual
`,found:"Role ksml-provisioner is in namespace axual, and applications go to ksml, where the provisioner then may do nothing",mend:"Use the option targetNamespace, or set rbac.namespace: ksml."},"KP-3":{given:`kind: Deployment
metadata:
  name: ksml-provisioner
spec:
  template:
    spec:
      containers:
        - name: ksml-provisioner
          env:
            - name: REGISTRY_PASSWORD
              valueFrom:
                secretKeyRef:
                  key: username
                  name: registry
`,found:"Deployment ksml-provisioner, container ksml-provisioner: REGISTRY_USERNAME and REGISTRY_PASSWORD are both read from key username of Secret registry",mend:"Use the option registry.auth."},"KP-4":{given:`kind: Deployment
metadata:
  name: edge-workers-ksml-provisioner
spec:
  template:
    spec:
      containers:
        - name: ksml-provisioner
          env:
            - name: NAMESPACE
              value: axual
            - name: REGISTRY_URL
              value: registry.axual.io/opensource/charts
            - name: CHART_NAME
              value: ksml
            - name: CHART_VERSION
              value: 1.3.0
`,found:"Deployment edge-workers-ksml-provisioner, container ksml-provisioner: the API runs code of whoever calls it, asks for no password, and no NetworkPolicy limits its callers",mend:"Set the option basicAuth, and tls with it."},"KP-5":{given:`kind: Deployment
metadata:
  name: ksml-provisioner
spec:
  template:
    spec:
      containers:
        - name: ksml-provisioner
          env:
            - name: SERVER_TLS_PRIVATE_KEY
              valueFrom:
                secretKeyRef:
                  key: tls.crt
                  name: tls
`,found:"Deployment ksml-provisioner, container ksml-provisioner: SERVER_TLS_CERTIFICATE and SERVER_TLS_PRIVATE_KEY are both read from key tls.crt of Secret tls",mend:"Use the option tls."},"KP-6":{given:`kind: Deployment
metadata:
  name: ksml-provisioner
spec:
  template:
    spec:
      containers:
        - name: ksml-provisioner
          env:
            - name: OTEL_EXPORTER_OTLP_ENDPOINT
              value: http://otel
`,found:"Deployment ksml-provisioner, container ksml-provisioner: OTEL_EXPORTER_OTLP_ENDPOINT is not http:// or https:// with a host and a port",mend:"Use the option tracing: endpoint: http://HOST:PORT."},"KP-7":{given:`kind: Deployment
metadata:
  name: ksml-provisioner
spec:
  template:
    spec:
      containers:
        - name: ksml-provisioner
          env:
            - name: CLIENT_CA_FILE
              value: /ca/ca.crt
`,found:"Deployment ksml-provisioner, container ksml-provisioner: CLIENT_CA_FILE is /ca/ca.crt, and no volume is mounted there",mend:"Use the option registry.ca, or mount it by volumes and volumeMounts."},"KP-8":{given:`kind: Deployment
metadata:
  name: ksml-provisioner
spec:
  template:
    spec:
      containers:
        - name: ksml-provisioner
          env:
            - name: REGISTRY_AUTH_ENABLED
              value: yes
`,found:'Deployment ksml-provisioner, container ksml-provisioner: REGISTRY_AUTH_ENABLED is neither "true" nor "false"',mend:'Write "true" or "false", in quotes.'},"KP-9":{given:`kind: RoleBinding
metadata:
  name: ksml-provisioner
roleRef:
  apiGroup: rbac
`,found:"RoleBinding ksml-provisioner: apiGroup of its roleRef is rbac instead of rbac.authorization.k8s.io, so the API server refuses it",mend:"Write roleRef.apiGroup: rbac.authorization.k8s.io."},"KR-1":{given:`kind: ConfigMap
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml-runner
data:
  definition.yaml: |
    just text
`,found:"StatefulSet dizzl-sandbox-dev-sensor-inspector-ksml: definition.yaml, the definition main, is no YAML map of streams, functions and pipelines",mend:"Mend the file that the option definition names."},"KR-10":{given:`kind: ConfigMap
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml-runner
data:
  ksml-runner.yaml: \u2026
`,found:"ConfigMap dizzl-sandbox-dev-sensor-inspector-ksml-runner: kafka property ssl.key.password refers to /kafka, where no volume is mounted",mend:"Mount the Secret there, or use the option kafka with a secret source."},"KR-2":{given:`kind: StatefulSet
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml
spec:
  volumeClaimTemplates: # not there
`,found:"StatefulSet dizzl-sandbox-dev-sensor-inspector-ksml: the value store.spec is set, and /ksml-store/data is on no claim, so state is lost with the pod",mend:"Let the template make a claim template named ksml-store."},"KR-3":{given:`kind: StatefulSet
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml
spec:
  volumeClaimTemplates: # not there
`,found:"StatefulSet dizzl-sandbox-dev-sensor-inspector-ksml has 0 claim templates, and the values ask for 1 besides the store",mend:"Set the option store as well: without it the runner chart 1.x breaks volumeClaimTemplates."},"KR-4":{given:`kind: StatefulSet
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml
spec:
  template:
    spec:
      containers:
        - name: ksml
          ports:
            - name: http
              protocol: TCP
              containerPort: 9090
`,found:"StatefulSet dizzl-sandbox-dev-sensor-inspector-ksml, container ksml: port http is 9090, and the application server listens at 8080",mend:"Let container port and configuration come from applicationServer.port."},"KR-5":{given:null,found:"prometheusRule.enabled is true, and no PrometheusRule is rendered: a Job has none",mend:"Use the option prometheus, which sets prometheus.enabled, in mode StatefulSet."},"KR-6":{given:`kind: ServiceMonitor
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml
spec:
  endpoints: []
`,found:"ServiceMonitor dizzl-sandbox-dev-sensor-inspector-ksml has no endpoints, so nothing is measured",mend:"Render an endpoint with port: metrics."},"KR-7":{given:`kind: StatefulSet
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml
spec:
  template:
    spec:
      containers:
        - name: ksml
          securityContext: # not there
`,found:"StatefulSet dizzl-sandbox-dev-sensor-inspector-ksml, container ksml: allowPrivilegeEscalation is not false; capabilities.drop lacks ALL",mend:"Leave the option podSecurity at restricted."},"KR-8":{given:`kind: NetworkPolicy
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml-network-policy
spec:
  policyTypes:
    - Ingress
`,found:"NetworkPolicy dizzl-sandbox-dev-sensor-inspector-ksml-network-policy: policyTypes lacks Egress, so egress may be unlimited",mend:"Write policyTypes: [Ingress, Egress]."},"KR-9":{given:`kind: Job
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml
spec:
  ttlSecondsAfterFinished: # not there
`,found:"Job dizzl-sandbox-dev-sensor-inspector-ksml has no ttlSecondsAfterFinished, so it stays for ever and stands in the way of the next",mend:"Set job.ttlSecondsAfterFinished."},"LF-1":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          env: []
`,found:"Deployment leoflow, container leoflow-server has no variable LEOFLOW_REDIS_URL: the server does not start without Redis",mend:"Set the option redis.url to a secret source, or the value redis.existingSecret to a Secret with the key redisUrl."},"LF-10":{given:`kind: ServiceMonitor
metadata:
  name: leoflow
spec:
  endpoints:
    - scrapeTimeout: 1m30s
`,found:"ServiceMonitor leoflow: scrapeTimeout 1m30s is more than the interval of 1m",mend:"Lower the option serviceMonitor.scrapeTimeout, or raise serviceMonitor.interval."},"LF-11":{given:`kind: ServiceMonitor
metadata:
  name: leoflow
apiVersion: monitoring.coreos.com/v1
`,found:"ServiceMonitor leoflow is of monitoring.coreos.com/v1, which is not among the API versions of the cluster, so the install fails",mend:"Add monitoring.coreos.com/v1 to the apiVersions if the cluster has the Prometheus Operator, or leave the option serviceMonitor out."},"LF-12":{given:`kind: NetworkPolicy
metadata:
  name: leoflow
spec:
  ingress:
    - ports:
        - port: 9090
          protocol: UDP
`,found:"NetworkPolicy leoflow lets nobody reach the metrics at port 9090, so Prometheus reads nothing",mend:"Set the option networkPolicy.metricsFrom to where Prometheus is."},"LF-13":{given:`kind: PodDisruptionBudget
metadata:
  name: leoflow
spec:
  selector:
    matchLabels:
      app.kubernetes.io/instance: leoflow
      app.kubernetes.io/name: leoflow
`,found:"PodDisruptionBudget leoflow has neither minAvailable nor maxUnavailable, so nothing may be drained",mend:'Use the option podDisruptionBudget with one of them; as values, set the other to "".'},"LF-14":{given:`kind: PodDisruptionBudget
metadata:
  name: leoflow
spec:
  maxUnavailable: 0%
`,found:"PodDisruptionBudget leoflow lets no pod go, so no node with one of them can be drained",mend:"Lower the option podDisruptionBudget.minAvailable, use maxUnavailable: 1, or raise the option replicas."},"LF-15":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  replicas: 2
`,found:"Deployment leoflow writes 2 replicas beside those of HorizontalPodAutoscaler leoflow, so every upgrade goes back to that number for a while",mend:"Use the option autoscaling, and a chart that leaves replicas out."},"LF-16":{given:`kind: Job
metadata:
  name: leoflow-migrate
spec:
  template:
    spec:
      containers:
        - name: migrate
          volumeMounts: # not there
`,found:"Job leoflow-migrate, container migrate: its address names /etc/leoflow/db-ca/ca.crt, which it does not have, so the migration fails",mend:"Mount the ConfigMap in the Job and set the option migrations.databaseCa: chart; or use an image with the file, and set it to image."},"LF-17":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          env:
            - name: LEOFLOW_DATABASE_URL
              valueFrom:
                secretKeyRef:
                  name: leoflow-secrets
                  key: databaseUrl
`,found:"Deployment leoflow, container leoflow-server: the address in Secret leoflow/leoflow-secrets, key databaseUrl has no sslmode, so any server is taken for the database",mend:"Give the option database.ca; or mount the CA by database.caConfigMap, and end the address in sslmode=verify-full&sslrootcert=/etc/leoflow/db-ca/ca.crt."},"LF-18":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          env: []
`,found:"Deployment leoflow, container leoflow-server has no variable LEOFLOW_REDIS_CA_FILE, so the value redis.caConfigMap is not used",mend:"Give the option redis.ca, or the value redis.caConfigMap and a template that mounts it."},"LF-19":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          volumeMounts:
            - name: redis-ca
              mountPath: /etc/leoflow/redis-ca
              readOnly: true
`,found:"Deployment leoflow, container leoflow-server needs key ca.crt of ConfigMap leoflow/redis-ca, which has the keys ca.pem, so the pod does not start",mend:"Give the option redis.ca, or a ConfigMap with the key ca.crt in namespace leoflow, and let the template read that."},"LF-2":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          env:
            - name: LEOFLOW_AUTH_JWT_SECRET
              valueFrom:
                secretKeyRef:
                  name: leoflow-secrets
                  key: jwtSecret
`,found:"Deployment leoflow, container leoflow-server: LEOFLOW_AUTH_JWT_SECRET is read from Secret leoflow-secrets, which nothing provides in namespace leoflow, so the container does not start",mend:"Set the option auth.jwtSecret to a secret source, or the value auth.existingSecret to a Secret with the key jwtSecret."},"LF-20":{given:`kind: Role
metadata:
  name: leoflow-executor
  namespace: control
`,found:"Role leoflow-executor is in namespace control, and the value taskNamespace is leoflow, so the server may not run tasks there",mend:"Write namespace: {{ .Values.taskNamespace }}."},"LF-21":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    metadata:
      annotations: {}
`,found:"Deployment leoflow has no checksum of its Secret among the pod\u2019s annotations, so a changed credential does not roll the pods",mend:"Use the options with secret sources, or let the template write checksum/secret."},"LF-22":{given:`kind: Secret
metadata:
  name: leoflow-secrets
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
`,found:"Secret leoflow-secrets is a hook, and Deployment leoflow, container leoflow-server reads it: it is no part of the release, and stays after an uninstall",mend:"Give every credential by an option with a secret source, or as an existing Secret."},"LF-23":{given:`kind: Secret
metadata:
  name: leoflow-secrets
  annotations:
    helm.sh/hook: pre-install
`,found:"Secret leoflow-secrets is not made again at an upgrade, so Deployment leoflow, container leoflow-server keeps old credentials",mend:"Add pre-upgrade to its helm.sh/hook."},"LF-24":{given:`kind: Job
metadata:
  name: leoflow-migrate
spec:
  template:
    metadata:
      labels:
        app.kubernetes.io/instance: leoflow
        app.kubernetes.io/name: leoflow
`,found:"Service leoflow selects app.kubernetes.io/instance=leoflow,app.kubernetes.io/name=leoflow, which the pod of Job leoflow-migrate has as well",mend:"Give the pods of the Job a label of their own instead, such as app.kubernetes.io/component: migration."},"LF-25":{given:`kind: Job
metadata:
  name: leoflow-migrate
spec:
  template:
    spec:
      containers:
        - name: migrate
          resources: # not there
`,found:"Job leoflow-migrate, container migrate has no resources, so a ResourceQuota refuses it",mend:"Give the namespace a LimitRange with defaults, or add resources to the template."},"LF-26":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          env:
            - name: LEOFLOW_DATABASE_MAX_OPEN_CONNS
              value: "10"
`,found:"Deployment leoflow, container leoflow-server keeps 11 idle connections of at most 10 open ones",mend:"Lower the option database.pool.maxIdle (database.maxIdleConns)."},"LF-27":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          env:
            - name: LEOFLOW_OBSERVABILITY_OTEL_ENDPOINT
              value: ""
`,found:"Deployment leoflow, container leoflow-server exports traces, and LEOFLOW_OBSERVABILITY_OTEL_ENDPOINT is empty, so they go nowhere",mend:"Set the option otel.endpoint to the collector\u2019s HOST:PORT, or observability.otel.enabled to false."},"LF-28":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          env:
            - name: LEOFLOW_AUTH_JWT_TOKEN_TTL_SECONDS
              value: "3600"
            - name: LEOFLOW_DATABASE_MAX_IDLE_CONNS
              value: "5"
            - name: LEOFLOW_DATABASE_MAX_OPEN_CONNS
              value: "10"
            - name: LEOFLOW_EXECUTOR_AGENT_CONTROL_PLANE_ADDR
              value: leoflow.leoflow.svc.cluster.local:9091
            - name: LEOFLOW_EXECUTOR_AGENT_TLS_CA_CONFIGMAP
# \u2026
`,found:"the value config.cors.allowedOrigins is set, and Deployment leoflow, container leoflow-server has no variable for it, so every origin stays allowed",mend:"Restrict origins at the Ingress, and remove the value."},"LF-29":{given:`kind: Job
metadata:
  name: leoflow-migrate
spec:
  template:
    spec:
      containers:
        - name: migrate
          image: registry.example.com/migrate:1
`,found:"Job leoflow-migrate, container migrate is of version 1, and the server of 0.1.0",mend:"Set the option image.tag only, or the value migrations.image.tag to the same."},"LF-3":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          env:
            - name: LEOFLOW_SECRET_KEY
              valueFrom:
                secretKeyRef:
                  name: leoflow-secrets
                  key: secretKey
`,found:"Deployment leoflow, container leoflow-server: Secret leoflow/leoflow-secrets, key secretKey holds 32 hexadecimal digits, which is a key of 128 bits only",mend:'Give the option secretKey the output of "openssl rand -hex 32".'},"LF-30":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          env:
            - name: LEOFLOW_EXECUTOR_AGENT_CONTROL_PLANE_ADDR
              value: leoflow.leoflow.svc:9999
`,found:"Deployment leoflow, container leoflow-server: agents are to dial leoflow.leoflow.svc:9999, and the Service has no port 9999",mend:"Leave config.agentControlPlaneAddr empty, and let the template write <full name>.<namespace>.svc.cluster.local:<ports.grpc>."},"LF-31":{given:`kind: ServiceAccount
metadata:
  name: leoflow-task
  namespace: control
`,found:"ServiceAccount leoflow-task is in namespace control, and the tasks that are to use it run in leoflow",mend:"Write namespace: {{ .Values.taskNamespace }}."},"LF-32":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          env:
            - name: LEOFLOW_SERVER_GRPC_TLS_CERT
              value: /etc/leoflow/grpc-tls/tls.crt
`,found:"Secret leoflow/leoflow-tls is of type Opaque, and certificates belong into kubernetes.io/tls",mend:"Give the option agentTLS.certificate, or name a Secret of type kubernetes.io/tls, e.g. of cert-manager."},"LF-33":{given:null,found:"the value secretKey holds the credential itself, which Helm keeps in its release records",mend:"Set the option secretKey to a secret source, or the value secretKeyExistingSecret to a Secret with the key secretKey."},"LF-34":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      securityContext:
        fsGroup: 65532
        runAsGroup: 65532
        runAsNonRoot: true
        runAsUser: 65532
`,found:"Deployment leoflow, container leoflow-server: there is no seccompProfile, so a namespace that enforces the restricted standard refuses it",mend:"Set the value podSecurityContext.seccompProfile.type: RuntimeDefault, and leave the rest of the security contexts as the chart has it."},"LF-35":{given:`kind: Deployment
metadata:
  name: lf-leoflow
`,found:"Deployment lf-leoflow: where instructions say deployment/leoflow, it is deployment/lf-leoflow",mend:"Set the option releaseName: leoflow, or keep the full name in mind."},"LF-4":{given:`kind: Job
metadata:
  name: leoflow-migrate
spec:
  template:
    spec:
      containers:
        - name: migrate
          env:
            - name: LEOFLOW_DATABASE_URL
              valueFrom:
                secretKeyRef:
                  name: my-db
                  key: databaseUrl
`,found:"Job leoflow-migrate, container migrate: LEOFLOW_DATABASE_URL is read from key databaseUrl of Secret my-db, which has the keys url, so the container does not start",mend:"Set the option database.url to a secret source, or the value database.existingSecret to a Secret with the key databaseUrl."},"LF-5":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          env: []
`,found:"Deployment leoflow, container leoflow-server: LEOFLOW_EXECUTOR_AGENT_TLS_CA_CONFIGMAP is empty, so task pods get no CA, their agents refuse the server, and tasks hang",mend:"Give the option agentTLS.ca, or the value agentTLS.caConfigMap."},"LF-6":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          env:
            - name: LEOFLOW_LOGS_DIR
              value: /logs
`,found:"Deployment leoflow, container leoflow-server has no agent TLS, so secrets travel to the tasks in plain text",mend:"Set the option agentTLS with certificate and ca, and leave enabled: false out."},"LF-7":{given:`kind: PersistentVolumeClaim
metadata:
  name: leoflow-logs
spec:
  accessModes:
    - ReadWriteOnce
`,found:"there may be 2 pods of Deployment leoflow, and PersistentVolumeClaim leoflow-logs is ReadWriteOnce, so those on other nodes wait for it for ever",mend:"Set the option logs.accessMode: ReadWriteMany, with a storage class that has it, or logs.enabled: false."},"LF-8":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          volumeMounts:
            - name: logs
              mountPath: /var/log/leoflow
`,found:"Deployment leoflow, container leoflow-server: there may be 2 pods, and each has logs of its own in /var/log/leoflow",mend:"Set the option logs.accessMode: ReadWriteMany, with a storage class that has it, or logs.enabled: false."},"LF-9":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  strategy: # not there
`,found:"Deployment leoflow starts the new pod before the old one ends, and it waits for PersistentVolumeClaim leoflow-logs (ReadWriteOncePod) for ever",mend:"Set the option logs.accessMode: ReadWriteMany, with a storage class that has it, or logs.enabled: false."},"LS-1":{given:`kind: Service
metadata:
  name: edge-logstream-workergroup
spec:
  ports:
    - name: splunk
`,found:"Service edge-logstream-workergroup calls the port of the source s2s (9997/TCP) splunk",mend:"Name it s2s, as the option sources does."},"LS-10":{given:`kind: HorizontalPodAutoscaler
metadata:
  name: edge-workers-kubernetes
apiVersion: autoscaling/v2beta1
`,found:"HorizontalPodAutoscaler edge-workers-kubernetes is of autoscaling/v2beta1, which Kubernetes has not had since 1.25, and the target is 1.33.0",mend:"Use chart 4.19.2, or set the option autoscaling: false and the option replicas."},"LS-11":{given:`kind: HorizontalPodAutoscaler
metadata:
  name: edge-logstream-workergroup-kubernetes
spec:
  minReplicas: 10
`,found:"HorizontalPodAutoscaler edge-logstream-workergroup-kubernetes: minReplicas is 10, more than maxReplicas, which is 2",mend:"Use the option autoscaling, with min no more than max."},"LS-12":{given:`kind: Deployment
metadata:
  name: edge-logstream-workergroup
spec:
  template:
    spec:
      containers:
        - name: logstream-workergroup
          image: # not there
`,found:"Deployment edge-logstream-workergroup, container logstream-workergroup has no image",mend:"Set the option image.tag to the version that the leader runs."},"LS-13":{given:`kind: Deployment
metadata:
  name: edge-logstream-workergroup
spec:
  template:
    spec:
      containers:
        - name: logstream-workergroup
          readinessProbe:
            httpGet:
              path: /api/v1/readiness
`,found:"Deployment edge-logstream-workergroup, container logstream-workergroup: the readiness probe asks /api/v1/readiness, which version 4.18 does not have, so the pods never become ready",mend:"Set the option image.tag, which moves the probe, or config.readinessProbe.httpGet.path: /api/v1/health."},"LS-14":{given:`kind: Deployment
metadata:
  name: edge-logstream-workergroup
spec:
  template:
    spec:
      containers:
        - name: logstream-workergroup
          env:
            - name: CRIBL_DIST_MASTER_URL
              value: $(LATER)
`,found:"Deployment edge-logstream-workergroup, container logstream-workergroup: CRIBL_DIST_MASTER_URL uses $(LATER), and no variable of that name stands before it, so the text stays as it is",mend:"Use the option leader.token, or give CRIBL_DIST_MASTER_URL in envValueFrom."},"LS-15":{given:`kind: Deployment
metadata:
  name: edge-logstream-workergroup
spec:
  template:
    spec:
      containers:
        - name: logstream-workergroup
          env:
            - name: CRIBL_DIST_MASTER_URL
              valueFrom:
                secretKeyRef:
                  name: logstream-config-edge-logstream-workergroup
                  key: url-master
`,found:"Deployment edge-logstream-workergroup: the leader's address names no group",mend:"Set the option leader.group, and leave config.tag out."},"LS-16":{given:`kind: ClusterRole
metadata:
  name: edge-logstream-workergroup:logstream-workergroup:cribl
rules:
  - apiGroups:
      - core
`,found:'ClusterRole edge-logstream-workergroup:logstream-workergroup:cribl has a rule for the API group "core", which does not exist; that of pods is ""',mend:'Remove rbac.apiGroups and rbac.verbs from the values, or set rbac.apiGroups: [""].'},"LS-17":{given:`kind: ClusterRoleBinding
metadata:
  name: edge-logstream-workergroup:logstream-workergroup:cribl
subjects:
  - name: default
`,found:`ClusterRoleBinding edge-logstream-workergroup:logstream-workergroup:cribl binds the service account "default", so every pod of the namespace gets the workers' rights`,mend:"Leave serviceAccount.create true, or set serviceAccount.name."},"LS-18":{given:`kind: Deployment
metadata:
  name: edge-logstream-workergroup
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 60s
`,found:'Deployment edge-logstream-workergroup: terminationGracePeriodSeconds is "60s", and the API server takes a whole number of seconds',mend:"Use the option terminationGracePeriod, or write the number without quotes and unit."},"LS-19":{given:`kind: Service
metadata:
  name: edge-workers-kubernetes
spec:
  loadBalancerSourceRanges: # not there
`,found:"Service edge-workers-kubernetes: its load balancer lets in every address",mend:"Set the option service.sourceRanges, or the annotation of your cloud that makes the load balancer internal."},"LS-2":{given:`kind: Service
metadata:
  name: edge-logstream-workergroup
spec:
  ports:
    - name: s2s
`,found:"Service edge-logstream-workergroup: two ports are named s2s, so the API server refuses it",mend:"Give the entry of the option sources, or of service.ports, another name."},"LS-20":{given:`kind: Deployment
metadata:
  name: edge-logstream-workergroup
spec:
  template:
    spec:
      containers:
        - name: logstream-workergroup
          securityContext: # not there
`,found:"Deployment edge-logstream-workergroup, container logstream-workergroup: allowPrivilegeEscalation is not false; capabilities.drop lacks ALL",mend:"Set values.podSecurityContext and values.securityContext."},"LS-21":{given:`kind: Pod
metadata:
  name: edge-workers-test-connection
spec:
  containers:
    - name: wget
      args:
        - "edge-workers:"
`,found:"Pod edge-workers-test-connection asks no port of edge-workers, so helm test fails",mend:"Don\u2019t run helm test with this chart; chart 4.19.2 has no such Pod."},"LS-22":{given:`kind: ClusterRole
metadata:
  name: workers
`,found:"ClusterRole workers belongs to the cluster: whoever deploys needs the right to make it",mend:"Set the option clusterRole: false if the workers need not read pods."},"LS-23":{given:`kind: StatefulSet
metadata:
  name: edge-logstream-workergroup
spec:
  serviceName: other
`,found:"StatefulSet edge-logstream-workergroup names Service other as its own, which nothing provides in namespace cribl, so its pods have no names",mend:"Leave service.enable true; the option service.type: ClusterIP makes no load balancer."},"LS-24":{given:`kind: StatefulSet
metadata:
  name: edge-logstream-workergroup
spec:
  volumeClaimTemplates: null
`,found:"StatefulSet edge-logstream-workergroup has volumeClaimTemplates: null, so its workers keep nothing",mend:"Give extraVolumeMounts an entry with a claimTemplate, or use deployment: deployment."},"LS-3":{given:`kind: Service
metadata:
  name: edge-logstream-workergroup
spec:
  ports:
    - name: syslog
      targetPort: 5140
      port: 5140
      protocol: TCP
`,found:"Service edge-logstream-workergroup: port syslog (5140/TCP) takes TCP only, and senders of that kind usually use UDP",mend:"Set protocol: UDP in service.ports, unless all senders use TCP."},"LS-4":{given:`kind: Service
metadata:
  name: edge-workers-kubernetes
spec:
  ports:
    - name: s2s
      port: 9997
      targetPort: 9997
      protocol: TCP
`,found:"Service edge-workers-kubernetes opens s2s (9997/TCP): on the leader, each needs a Source that is committed and deployed to the group",mend:"Compare the Sources of the group with these ports by `k8s-deploy check --leader URL`, then commit and deploy on the leader."},"LS-5":{given:`kind: Deployment
metadata:
  name: edge-workers-kubernetes
spec:
  template:
    spec:
      containers:
        - name: logstream-workergroup
          env:
            - name: CRIBL_DIST_MASTER_URL
              valueFrom:
                secretKeyRef:
                  name: logstream-config
                  key: url-master
`,found:"Deployment edge-workers-kubernetes, container logstream-workergroup: the leader's token is the default of the chart, which everybody knows",mend:"Use the option leader.token with a secret source, or set config.token."},"LS-6":{given:`kind: Deployment
metadata:
  name: logstream-workergroup
spec:
  template:
    spec:
      containers:
        - name: logstream-workergroup
          env:
            - name: NODE_TLS_REJECT_UNAUTHORIZED
              value: "0"
`,found:"Deployment logstream-workergroup, container logstream-workergroup: NODE_TLS_REJECT_UNAUTHORIZED is 0, so the workers accept any certificate",mend:"Set the option leader.tls, or config.rejectSelfSignedCerts: 1."},"LS-7":{given:`kind: Deployment
metadata:
  name: edge-logstream-workergroup
spec:
  template:
    spec:
      containers:
        - name: logstream-workergroup
          env:
            - name: CRIBL_DIST_MASTER_URL
              valueFrom:
                secretKeyRef:
                  name: logstream-config-edge-logstream-workergroup
                  key: url-master
`,found:`Deployment edge-logstream-workergroup, container logstream-workergroup: tls.requestCert in the leader's address is missing, though the value is 0; only the texts "true" and "false" come through`,mend:'Use the option leader.tls.requestCert, or write config.tlsLeader.requestCert in quotes: "true".'},"LS-8":{given:`kind: Deployment
metadata:
  name: edge-workers-kubernetes
spec:
  template:
    metadata:
      annotations: # not there
`,found:"Deployment edge-workers-kubernetes reads Secret logstream-config, and nothing in its pods changes with it, so a new token does not reach workers that run",mend:"Use the option leader.token with chart 4.19.2, or roll the pods yourself: kubectl rollout restart."},"LS-9":{given:`kind: Secret
metadata:
  name: logstream-config
`,found:"Secret logstream-config has the same name in every release, so namespace cribl has room for this one only",mend:"Keep other worker groups in namespaces of their own."},"SF-1":{given:`kind: Deployment
metadata:
  name: edge-workers-sf2loki
spec:
  replicas: 2
`,found:"Deployment edge-workers-sf2loki runs up to 2 replicas without ha.enabled: each of them delivers every event; expected 1, or a leader",mend:"Use the option replicas, which turns ha on with more than one (values replicaCount, ha.enabled)."},"SF-10":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:'config.yaml, service.shutdown_grace ("soon"): the pod\u2019s grace period follows from it: give a duration such as 25s',mend:"Use the option shutdownGrace, which sets both (values config.service.shutdown_grace, terminationGracePeriodSeconds)."},"SF-11":{given:`kind: Deployment
metadata:
  name: sf2loki
spec:
  template:
    spec:
      volumes:
        - name: secrets
          secret:
            secretName: sf2loki-secrets
`,found:'Deployment sf2loki, volume secrets: Secret "sf2loki-secrets" is made by nothing in default: the pod never starts',mend:"Use the option credentials: files, existingSecret or external (values secrets.existingSecret, externalSecrets)."},"SF-12":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:"config.yaml, salesforce.client_secret: config.yaml is no place for a secret: set client_secret_file, and give the file in credentials",mend:"Use the option credentials: files, existingSecret or external (values secrets.existingSecret, externalSecrets)."},"SF-13":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:"config.yaml, sink.loki.url: ${HOST} is no environment variable of the pod: give env.HOST",mend:"Use the options env and envFromSecrets (values env, extraEnvFrom)."},"SF-14":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:"config.yaml, sources.pubsub.transforms[0]: an entry without action is only the chart\u2019s example, and sf2loki refuses it: remove it",mend:"Use the option sources, which clears them (value config.sources.\u2026: [])."},"SF-15":{given:`kind: ConfigMap
metadata:
  name: sf2loki-config
data:
  config.yaml: \u2026
`,found:'config.yaml, salesforce.username ("svc@example.com"): the chart\u2019s example: Salesforce has no such user',mend:"Use the option sources, or give the value yourself if it is meant (values config.sources, config.sink.loki.labels)."},"SF-16":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:"config.yaml, salesforce: give either salesforce or orgs: there are both",mend:"Use the option salesforce or the option orgs (value config: with orgs, salesforce: null and sources: null)."},"SF-17":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:'config.yaml, salesforce.login_url ("https://test.salesforce.com"): test.salesforce.com refuses client credentials: give the My Domain, https://NAME.my.salesforce.com',mend:"Use the option salesforce.loginUrl (value config.salesforce.login_url: https://NAME.my.salesforce.com)."},"SF-18":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:'config.yaml, sink.loki.urll: "urll" is no key of config.yaml that is known here, and sf2loki does not start with one that it does not know: did you mean "url"?',mend:"Correct or remove it, where the message points to (value config)."},"SF-19":{given:null,found:'secrets.create is true beside secrets.existingSecret "edge-workers-credentials-00000000": the chart makes no Secret, and secrets.data counts for nothing',mend:"Use the option credentials: files, existingSecret or external (values secrets.existingSecret, externalSecrets)."},"SF-2":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:'config.yaml, coordinate.type ("k8s_lease"): the chart lets the pods hold a Lease only with ha: set ha: true',mend:"Use the option ha, which sets both (values ha.enabled, config.coordinate.type: k8s_lease)."},"SF-20":{given:`kind: ExternalSecret
metadata:
  name: edge-workers-sf2loki
spec:
  data: null
`,found:"ExternalSecret edge-workers-sf2loki: spec.data is empty, so that the Secret has no file",mend:"Use the option credentials.external (values externalSecrets, serviceAccount.esoName)."},"SF-21":{given:`kind: Deployment
metadata:
  name: edge-workers-sf2loki
spec:
  template:
    metadata:
      annotations:
        checksum/config: d4924de28dd1cf9250f519ee69611d8137ea26a098edae09ddfc48f7a9ebd9c9
`,found:"Secret edge-workers-sf2loki-secrets follows the secrets manager, and no annotation of the pods changes with it, so that they keep the old one",mend:"After a rotation: k8s-deploy drift names it, k8s-deploy restart rolls it out."},"SF-22":{given:`kind: Deployment
metadata:
  name: edge-workers-sf2loki
spec:
  template:
    metadata:
      annotations:
        checksum/config: # not there
`,found:"Deployment edge-workers-sf2loki: the pods\u2019 annotation checksum/config is not set: expected the sha256 of the configuration",mend:"Leave rolloutOnConfigChange at true, or restart the pods after every change: k8s-deploy restart."},"SF-23":{given:`kind: Deployment
metadata:
  name: edge-workers-sf2loki
spec:
  strategy:
    rollingUpdate:
      maxSurge: 1
`,found:"Deployment edge-workers-sf2loki: maxSurge is 1 and coordinate.type noop: during a rollout two pods deliver every event; expected 0",mend:"Leave it to the recipe of the stack file, which sets 0, or use the option ha (value rollingUpdate.maxSurge: 0)."},"SF-24":{given:`kind: Deployment
metadata:
  name: edge-workers-sf2loki
spec:
  template:
    spec:
      containers:
        - name: sf2loki
          livenessProbe:
            httpGet:
              port: # not there
`,found:"Deployment edge-workers-sf2loki, container sf2loki: livenessProbe.httpGet.port is not set: expected 8080, where sf2loki listens",mend:'Leave config.service.health_addr at ":8080", and the container port with it.'},"SF-25":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:'config.yaml, state.file.path ("/data/state.json"): Deployment edge-workers-sf2loki, container sf2loki cannot write: no volume is mounted there',mend:"Keep it below stateDir, or use the option state.bucket (values config.state.file.path, stateDir)."},"SF-26":{given:`kind: Deployment
metadata:
  name: edge-workers-sf2loki
spec:
  template:
    spec:
      hostNetwork: true
`,found:"Deployment edge-workers-sf2loki: hostNetwork is true: expected nothing",mend:"Remove it from podSecurityContext, securityContext and the chart: sf2loki needs no more."},"SF-27":{given:`kind: Deployment
metadata:
  name: edge-workers-sf2loki
spec:
  template:
    spec:
      serviceAccountName: default
`,found:'Deployment edge-workers-sf2loki runs as service account "default" of observability: expected one of its own',mend:"Use the option serviceAccount: name one, or let the chart create it (values serviceAccount.create, name)."},"SF-28":{given:`kind: Deployment
metadata:
  name: edge-workers-sf2loki
spec:
  template:
    spec:
      automountServiceAccountToken: # not there
`,found:"Deployment edge-workers-sf2loki: automountServiceAccountToken is false, and k8s_lease needs the token: no pod becomes the leader",mend:"Mount the token of the service account."},"SF-29":{given:`kind: NetworkPolicy
metadata:
  name: edge-workers-sf2loki
spec:
  podSelector: {}
`,found:"NetworkPolicy edge-workers-sf2loki: podSelector is not about the pods of Deployment edge-workers-sf2loki: it asks for no label",mend:"Use the option networkPolicy, which takes the ports from the addresses (values networkPolicy.\u2026)."},"SF-3":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:'config.yaml, coordinate.k8s_lease.name ("edge-workers-leader"): the pods may use no Lease but "other" of lease.name, not "edge-workers-leader"',mend:"Use the option lease.name, which sets both (values ha.leaseName, config.coordinate.k8s_lease.name)."},"SF-30":{given:`kind: Deployment
metadata:
  name: edge-workers-sf2loki
spec:
  template:
    spec:
      containers:
        - name: sf2loki
          resources:
            limits:
              memory: 512Mi
`,found:'Deployment edge-workers-sf2loki, container sf2loki: the memory limit is "512Mi": expected at least 640Mi for one lane, 2 bridges and 128Mi more',mend:"Use the option resources, or smaller queues in config.sink.loki.batch.queue_max_bytes (value resources.limits.memory)."},"SF-31":{given:`kind: Deployment
metadata:
  name: edge-workers-sf2loki
spec:
  replicas: 4
`,found:"Deployment edge-workers-sf2loki runs 4 replicas: one works, and more than one standby is idle",mend:"Use the option replicas: 2 (value replicaCount)."},"SF-4":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:'config.yaml, coordinate.k8s_lease.namespace ("default"): the pods may use a Lease in "observability" only, not in "default": set ${POD_NAMESPACE}',mend:"Use the option ha, which sets it (value config.coordinate.k8s_lease.namespace: ${POD_NAMESPACE})."},"SF-5":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:'config.yaml, state.store ("file"): the checkpoints are a file in the pod, and lost with it',mend:"Use the option state.bucket, with state.store s3 or gcs (values config.state.store, s3.bucket)."},"SF-6":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:'config.yaml, state.s3.endpoint_url ("http://minio:9000"): the chart\u2019s placeholder, and nothing makes a Service minio: expected null for AWS',mend:"Use the option state: endpoint for another store, none for AWS (value config.state.s3.endpoint_url: null)."},"SF-7":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:'config.yaml, state.s3.bucket (""): checkpoints in s3 need a bucket',mend:"Use the option state.bucket, with state.store s3 or gcs (values config.state.store, s3.bucket)."},"SF-8":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:'config.yaml, coordinate.k8s_lease.renew_interval ("10s"): renewed every 10 s, a lease of 20 s is lost by one missed renewal: stay under 10 s',mend:"Use the options lease.duration and lease.renewInterval (values config.coordinate.k8s_lease.lease_duration and renew_interval)."},"SF-9":{given:`kind: Deployment
metadata:
  name: edge-workers-sf2loki
spec:
  template:
    spec:
      containers:
        - name: sf2loki
          livenessProbe: # not there
`,found:"Deployment edge-workers-sf2loki, container sf2loki: livenessProbe is not set: expected httpGet /healthz",mend:"Remove the handler from values.probes; delays and thresholds can be set there."},"api/deprecated":{given:`apiVersion: flowcontrol.apiserver.k8s.io/v1beta3
kind: FlowSchema
`,found:"flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema is deprecated since Kubernetes 1.29, and Kubernetes 1.32 no longer serves it",mend:"Use flowcontrol.apiserver.k8s.io/v1."},"api/removed":{given:`apiVersion: autoscaling/v2beta1
kind: HorizontalPodAutoscaler
`,found:"autoscaling/v2beta1 HorizontalPodAutoscaler is not served by Kubernetes 1.33",mend:"Use autoscaling/v2."},"case/empty":{given:`{{- if .Values.enabled }} \u2026 {{- end }}      # and values: { enabled: false }
`,found:"it renders no object at all",mend:"See which value switches the templates off. If nothing is meant to be applied, leave the release out, or waive this for the case."},"case/failed":{given:`cases:
  minimal: { values: { agentTLS: { enabled: true } } }
`,found:"it does not render: agentTLS.serverCertSecret is required",mend:'Mend the values or the chart; if the chart refuses these values rightly, say so with "fails".'},"case/other-failure":{given:`cases:
  no-certificate: { values: { databse: {} }, fails: agentTLS.serverCertSecret }
`,found:'it should fail with "agentTLS.serverCertSecret", and fails with another message: either database.url or database.existingSecret must be set',mend:'Something else is wrong before the check that is meant; or its message has changed, and "fails" must follow.'},"case/rendered":{given:`cases:
  no-certificate: { values: { agentTLS: { serverCertSecret: '' } }, fails: agentTLS.serverCertSecret }
`,found:'it renders, and should fail with "agentTLS.serverCertSecret"',mend:'The chart no longer refuses these values: restore the check in the chart, or remove "fails".'},"case/undecided":{given:`{{- range until 1000000000 }}{{ . }}{{ end }}
`,found:"it is not known whether it renders: the templates did not end within 30 s",mend:"Mend the chart, or ask less of it: until it answers, nothing is checked."},"chart/metadata":{given:`# Chart.yaml
version: 1.1
`,found:"version 1.1 is a number: YAML may drop its last zero, and labels get what is left",mend:'Write version: "1.1.0".'},"chart/readme-values":{given:"| Key | Type | Default | Description |\n| replicaz | int | `1` | Number of pods |\n",found:'values.yaml has no "replicaz"; did you mean "replicas"?',mend:"Run helm-docs and commit what it writes."},"chart/schema-defaults":{given:`# values.yaml, where values.schema.json wants a number
replicas: two
`,found:"the default of replicas must be number, says values.schema.json",mend:"Correct the default or the schema: nobody can install the chart as it is."},"chart/version-bump":{given:`# templates/deployment.yaml changed, Chart.yaml did not
version: 1.0.0
`,found:"templates/deployment.yaml changed since origin/main, and the version is still 1.0.0",mend:"Raise the version: who has this one pinned would get another chart, or none of the change."},"coverage/below-threshold":{given:`coverage: { branches: 80 }
`,found:"the cases reach 61.5 % of the branches, and 80 % are asked for; not reached: templates/ingress.yaml:1",mend:"Add cases that reach them."},"hardening/cluster-admin":{given:`kind: ClusterRoleBinding
metadata:
  name: binding
roleRef:
  kind: ClusterRole
  name: cluster-admin
`,found:"it binds to cluster-admin",mend:"Bind to a role with what is needed."},"hardening/host-access":{given:`kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      hostNetwork: true
`,found:"hostNetwork is true",mend:"Remove hostNetwork."},"hardening/host-ports":{given:`kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      containers:
        - name: server
          ports:
            - hostPort: 80
`,found:"container server: it takes port 80 of the node",mend:"Remove hostPort and use a Service."},"hardening/image-pinned":{given:`kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      containers:
        - name: server
          image: server:latest
`,found:"container server: image server:latest has a tag that moves",mend:"Name a version, or better a digest."},"hardening/non-root":{given:`kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      containers:
        - name: server
          securityContext:
            runAsNonRoot: null
            allowPrivilegeEscalation: false
            capabilities:
              drop:
                - ALL
            seccompProfile:
              type: RuntimeDefault
            runAsUser: 0
`,found:"container server: runAsUser is 0, which is root",mend:"Use a user id above 0."},"hardening/privileges":{given:`kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      initContainers:
        - name: init
          securityContext:
            privileged: true
`,found:"container init: privileged is true",mend:"Remove privileged."},"hardening/probes":{given:`kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      containers:
        - name: server
          image: registry.example:5000/server:1.2.3
          ports:
            - containerPort: 8080
          readinessProbe:
            httpGet:
              path: /
              port: 8080
          livenessProbe: null
          resources:
            requests:
# \u2026
`,found:"container server: no livenessProbe",mend:"Add a livenessProbe."},"hardening/proc-mount":{given:`kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      containers:
        - name: server
          securityContext:
            procMount: Unmasked
`,found:"container server: procMount is Unmasked",mend:"Remove procMount."},"hardening/resources":{given:`kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      containers:
        - name: server
          resources:
            requests:
              cpu: 1
`,found:"container server: no requests.memory, limits.memory",mend:"Set resources: requests.memory, limits.memory."},"hardening/seccomp":{given:`kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      containers:
        - name: server
          securityContext:
            runAsNonRoot: true
            allowPrivilegeEscalation: false
            capabilities:
              drop:
                - ALL
            seccompProfile: null
`,found:"container server: no seccompProfile on the container or the pod",mend:"Set securityContext.seccompProfile.type: RuntimeDefault on the pod."},"hardening/secret-in-config":{given:`kind: ConfigMap
metadata:
  name: config
data:
  url: https://a:hunter2@b/
`,found:'data["url"] holds a password in a URL',mend:"Put it into a Secret, and refer to it."},"hardening/secret-in-env":{given:`kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      containers:
        - name: server
          env:
            - name: API_TOKEN
              value: hunter2
`,found:"container server: API_TOKEN holds what its name calls a secret",mend:"Put it into a Secret, and refer to it."},"hardening/sysctls":{given:`kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      securityContext:
        sysctls:
          - name: kernel.msgmax
`,found:"sysctl kernel.msgmax is not a safe one",mend:"Remove it."},"hardening/volumes":{given:`kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      volumes:
        - name: sock
          hostPath:
            path: /run
`,found:"volume sock is a hostPath",mend:"Use a claim, an emptyDir, a Secret or a ConfigMap."},"hardening/wildcard-access":{given:`kind: Role
metadata:
  name: role
rules:
  - verbs:
      - "*"
`,found:'verbs has "*"',mend:"List the verbs that are used."},"hook/lifetime":{given:`kind: Secret
metadata:
  name: db
  annotations: # not there
`,found:"Secret apps/db is a hook, and Deployment web needs it: it is no part of the release, survives an uninstall, and is made anew by each upgrade",mend:"Keep it outside the chart (an existing Secret), or make it an ordinary object."},"hook/order":{given:`kind: Job
metadata:
  name: db
spec:
  template:
    spec:
      serviceAccountName: db
`,found:"Job db, service account db: RoleBinding apps/db is no hook, so Helm makes it after the pre-install hooks. The hook runs without its rights",mend:"Make it a hook of the same event with a lower weight, keep it outside the chart, or run the hook as post-install."},"ksml-provisioner/custom-values":{given:`kind: Deployment
metadata:
  name: ksml-provisioner
spec:
  template:
    metadata:
      annotations: # not there
`,found:"Deployment ksml-provisioner reads ConfigMap ksml-provisioner-custom-values, and no checksum of it is among the annotations of its pods, so new values don't roll it",mend:"Write a checksum of the ConfigMap into the annotations of the pod template."},"ksml-provisioner/nesting":{given:null,found:"values under ksml-provisioner do nothing: the chart is installed by itself and reads them at the top level",mend:"Set the option nesting (top-level or umbrella), and move your values accordingly."},"ksml-provisioner/probes":{given:`kind: Deployment
metadata:
  name: ksml-provisioner
spec:
  template:
    spec:
      containers:
        - name: ksml-provisioner
          readinessProbe: # not there
`,found:"Deployment ksml-provisioner, container ksml-provisioner has no readinessProbe, and the values have one",mend:"Set readinessProbe.tcpSocket.port: http."},"ksml-provisioner/wiring":{given:`kind: Service
metadata:
  name: ksml-provisioner
  namespace: default
`,found:"Service ksml-provisioner is in namespace default, and what it works with is in axual, the namespace of the release",mend:"Leave metadata.namespace out, or write {{ .Release.Namespace }}."},"ksml/account":{given:`kind: ConfigMap
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml-runner
  namespace: default
`,found:"ConfigMap dizzl-sandbox-dev-sensor-inspector-ksml-runner is in namespace default, and what it works with is in streams, the namespace of the release",mend:"Leave metadata.namespace out, or write {{ .Release.Namespace }}."},"ksml/environment":{given:`kind: StatefulSet
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml
spec:
  template:
    spec:
      containers:
        - name: ksml
          env:
            - name: KSML_GROUP_INSTANCE_ID
              value: ksml
`,found:"StatefulSet dizzl-sandbox-dev-sensor-inspector-ksml, container ksml: KSML_GROUP_INSTANCE_ID is not the name of the pod, so pods of the group have one id or none",mend:"Set it to $(KSML_K8S_POD_NAME)."},"ksml/probes":{given:`kind: StatefulSet
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml
spec:
  template:
    spec:
      containers:
        - name: ksml
          livenessProbe: # not there
`,found:"StatefulSet dizzl-sandbox-dev-sensor-inspector-ksml, container ksml has no livenessProbe",mend:"Leave the value livenessProbe as the chart has it."},"ksml/runner-file":{given:`kind: ConfigMap
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml-runner
data:
  ksml-runner.yaml: \u2026
`,found:"ConfigMap dizzl-sandbox-dev-sensor-inspector-ksml-runner: schemaDirectory is /schemas, where no volume is mounted, so the runner finds no schema",mend:"Leave ksmlRunnerConfig.schemaDirectory at /ksml."},"ksml/services":{given:`kind: StatefulSet
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml
spec:
  podManagementPolicy: # not there
`,found:"StatefulSet dizzl-sandbox-dev-sensor-inspector-ksml: podManagementPolicy is OrderedReady, so one pod that is not ready holds back all after it",mend:"Set podManagementPolicy: Parallel in the template."},"ksml/values":{given:`kind: StatefulSet
metadata:
  name: dizzl-sandbox-dev-sensor-inspector-ksml
spec:
  replicas: 2
`,found:"StatefulSet dizzl-sandbox-dev-sensor-inspector-ksml: spec.replicas is not what the value replicaCount says: 2 instead of 1",mend:"Let the template write .Values.replicaCount there, or remove the value."},"leader/disabled":{given:`sources: [{ name: s2s, port: 9997 }]
`,found:"source s2s (9997/TCP): Source in_splunk (splunk) of group kubernetes is disabled, so nothing listens behind the port of the Service",mend:"Enable it on the leader, then commit and deploy; or remove the source from the stack file."},"leader/loopback":{given:`sources: [{ name: http, port: 10080 }]
`,found:"source http (10080/TCP): Source in_http of group kubernetes listens on 127.0.0.1 only, where no Service reaches it",mend:"Set its Address to 0.0.0.0 on the leader, then commit and deploy."},"leader/no-source":{given:`sources: [{ name: s2s, port: 9997 }]
`,found:"source s2s (9997/TCP): no Source of group kubernetes listens on 9997/TCP",mend:"Add it to the group on the leader, then commit and deploy; or remove the source from the stack file."},"leader/not-exposed":{given:`sources: [{ name: syslog, port: 5140, protocol: UDP }]
`,found:"Source in_hec (splunk_hec) of group kubernetes listens on 8088/TCP, and the Service has no such port: what is sent there does not arrive",mend:"Add { name: \u2026, port: 8088 } to sources, or disable it on the leader."},"leader/protocol":{given:`sources: [{ name: syslog, port: 5140 }]
`,found:"source syslog (5140/TCP): Source in_syslog of group kubernetes listens on 5140/UDP, so what comes by TCP does not arrive",mend:"Set protocol: UDP in the stack file, or the TCP port of the Source on the leader."},"leader/shared-port":{given:`sources: [{ name: http, port: 10080 }]
`,found:"Sources in_http and in_hec of group kubernetes all listen on 10080/TCP: one of them does not start",mend:"Give each a port of its own on the leader, then commit and deploy."},"leoflow/access":{given:`kind: RoleBinding
metadata:
  name: leoflow-executor
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: other
`,found:"RoleBinding leoflow-executor binds Role other, which nothing provides in namespace leoflow, so it grants nothing",mend:"Give roleRef the name of the Role that holds the rules."},"leoflow/credentials":{given:`kind: Job
metadata:
  name: leoflow-migrate
spec:
  template:
    spec:
      containers:
        - name: migrate
          env: []
`,found:"Job leoflow-migrate, container migrate has no variable LEOFLOW_DATABASE_URL, though the value database.existingSecret is set",mend:"Let the template read LEOFLOW_DATABASE_URL from key databaseUrl of the Secret."},"leoflow/environment":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          env:
            - name: LEOFLOW_LOGS_DIR
              value: /var/log/leoflow
`,found:"Deployment leoflow, container leoflow-server has the variable LEOFLOW_LOGS_DIR twice, and the last counts",mend:"Remove one of them."},"leoflow/migration":{given:`kind: Job
metadata:
  name: leoflow-migrate
  annotations:
    helm.sh/hook-delete-policy: # not there
`,found:"Job leoflow-migrate stays after it has succeeded, and its pod with it",mend:"Write helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded."},"leoflow/monitoring":{given:`kind: ServiceMonitor
metadata:
  name: leoflow
  namespace: other
`,found:"ServiceMonitor leoflow is in namespace other, expected leoflow, where Prometheus looks for it",mend:"Write namespace: {{ .namespace | default $.Release.Namespace }}."},"leoflow/mounts":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          volumeMounts:
            - name: grpc-tls
              readOnly: # not there
`,found:"Deployment leoflow, container leoflow-server mounts /etc/leoflow/grpc-tls without readOnly, and only reads there",mend:"Write readOnly: true."},"leoflow/network":{given:`kind: NetworkPolicy
metadata:
  name: leoflow
spec:
  podSelector: {}
`,found:"NetworkPolicy leoflow selects every pod of the namespace",mend:"Give podSelector the labels of the server\u2019s pods."},"leoflow/objects":{given:`kind: Service
metadata:
  name: leoflow
  namespace: other
`,found:"Service leoflow is in namespace other, and what it works with is in leoflow, the namespace of the release",mend:"Leave metadata.namespace out, or write {{ .Release.Namespace }}."},"leoflow/ports":{given:`kind: Service
metadata:
  name: leoflow
spec:
  ports:
    - name: http
      targetPort: metrics
`,found:"Service leoflow: port http leads to metrics/TCP, expected http",mend:"Write targetPort: http."},"leoflow/probes":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  template:
    spec:
      containers:
        - name: leoflow-server
          readinessProbe: # not there
`,found:"Deployment leoflow, container leoflow-server has no readinessProbe, expected /readyz at port http",mend:"Write readinessProbe: {httpGet: {path: /readyz, port: http}}."},"leoflow/security":{given:`kind: Job
metadata:
  name: leoflow-migrate
spec:
  template:
    spec:
      containers:
        - name: migrate
          securityContext: # not there
`,found:"Job leoflow-migrate, container migrate: readOnlyRootFilesystem is nothing, expected true",mend:"Leave migrations.securityContext as the chart has it, and let the template write it."},"leoflow/selectors":{given:`kind: Service
metadata:
  name: leoflow
spec:
  selector:
    app.kubernetes.io/component: migration
`,found:"no Service leads to Deployment leoflow",mend:"Give the selector the labels of the server\u2019s pods."},"leoflow/values":{given:`kind: Deployment
metadata:
  name: leoflow
spec:
  replicas: 1
`,found:"Deployment leoflow: spec.replicas is 1, and the value replicaCount says 2",mend:"Let the template write .Values.replicaCount there."},"logstream/leader-address":{given:`kind: Deployment
metadata:
  name: edge-workers-kubernetes
spec:
  template:
    spec:
      containers:
        - name: logstream-workergroup
          env:
            - name: CRIBL_DIST_MASTER_URL
              valueFrom:
                secretKeyRef:
                  name: logstream-config
                  key: url-master
`,found:"Deployment edge-workers-kubernetes, container logstream-workergroup: the port in the leader's address is 4201 instead of 4200",mend:"Use the option leader, or mend the template that writes url-master."},"logstream/mounts":{given:`kind: Deployment
metadata:
  name: edge-logstream-workergroup
spec:
  template:
    spec:
      containers:
        - name: logstream-workergroup
          volumeMounts:
            - name: ca
              mountPath: /ca
`,found:"Deployment edge-logstream-workergroup, container logstream-workergroup: /ca is volume ca, which the pod does not have",mend:"Give the pod a volume named ca, or remove the mount."},"logstream/namespace":{given:`kind: Secret
metadata:
  name: logstream-config-edge-logstream-workergroup
  namespace: default
`,found:"Secret logstream-config-edge-logstream-workergroup is in namespace default, and what it works with is in cribl, the namespace of the release",mend:"Leave metadata.namespace out, or write {{ .Release.Namespace }}."},"logstream/probes":{given:`kind: Deployment
metadata:
  name: edge-workers-kubernetes
spec:
  template:
    spec:
      containers:
        - name: logstream-workergroup
          livenessProbe: # not there
`,found:"Deployment edge-workers-kubernetes, container logstream-workergroup has no livenessProbe, so a worker that hangs keeps its place",mend:"Use chart 4.19.2."},"logstream/selectors":{given:`kind: Service
metadata:
  name: edge-logstream-workergroup
spec:
  selector:
    app.kubernetes.io/name: logstream-workergroup
`,found:"Service edge-logstream-workergroup does not select by app.kubernetes.io/instance, so pods of other releases in the namespace are selected, too",mend:"Add app.kubernetes.io/instance of the pod template to the selector."},"logstream/values":{given:`kind: ServiceAccount
metadata:
  name: edge-logstream-workergroup
  annotations: # not there
`,found:"ServiceAccount edge-logstream-workergroup: metadata.annotations is not what the value rbac.annotations says",mend:"Let the template write .Values.rbac.annotations there, or remove the value."},"name/container":{given:`kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      initContainers:
        - name: web
`,found:'Deployment web, two containers are called "web". The API server refuses it',mend:"Give each its own."},"name/data-key":{given:`kind: Secret
metadata:
  name: web
type: kubernetes.io/tls
`,found:"Secret web, its type kubernetes.io/tls asks for tls.crt and tls.key, which it does not have. The API server refuses it",mend:"Add the keys, or leave the type out: Opaque takes any."},"name/environment":{given:`kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          env:
            - name: LEVEL
              value: redis://cache:6379
`,found:'Deployment web, container web, variable "LEVEL": is there twice; the last one counts, and a server-side apply fails',mend:"Leave one out."},"name/label":{given:`kind: PodDisruptionBudget
metadata:
  name: web
  annotations:
    a b: ""
`,found:'PodDisruptionBudget web, key "a b" of metadata.annotations: takes letters, digits, "-", "_" and ".", a letter or digit first and last. The API server refuses it',mend:"A key looks like app.kubernetes.io/name."},"name/object":{given:`kind: NetworkPolicy
metadata:
  name: # not there
`,found:"NetworkPolicy, its name: has no name. The API server refuses it",mend:"Shorten fullnameOverride or the release\u2019s name, or mend the template that makes the name."},"name/release":{given:null,found:'Release "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" has 54 characters; Helm takes at most 53 lower-case letters, digits, "-" and ".", and installs nothing',mend:"Set releaseName."},"name/unique":{given:`kind: NetworkPolicy
metadata:
  name: web
`,found:"NetworkPolicy apps/web is defined in app/templates/all.yaml and again in app/templates/all.yaml: only one of them is there in the end",mend:"Give one of them another name, or render it once."},"network/dns":{given:`kind: NetworkPolicy
metadata:
  name: closed
spec:
  egress: []
`,found:"NetworkPolicy closed does not let Pod a ask the DNS (UDP 53): variable URL talks to x.io, which does not resolve",mend:"Add an egress rule with the ports 53/UDP and 53/TCP."},"network/egress":{given:`kind: NetworkPolicy
metadata:
  name: closed
spec:
  egress: []
`,found:"NetworkPolicy closed does not let Pod a out to x.io:443, which variable URL talks to. Connections hang until they time out",mend:"Add a rule for that port to the policy\u2019s egress, or take the address out of the configuration if nothing uses it."},"network/ingress":{given:`kind: NetworkPolicy
metadata:
  name: web
spec:
  ingress:
    - ports:
        - port: http
        - port: 9000
          endPort: 9089
`,found:"NetworkPolicy web lets nobody in to TCP 9090 of Deployment web, where port metrics of Service web leads. Requests time out",mend:"Add the port to the policy\u2019s ingress, or take it out of the Service."},"plan/empty-update":{given:`values: { replicaz: 3 }
`,found:"Pulumi plans an update of release web, and every object renders as it was applied last: no template makes anything else of values.replicaz. Helm makes a new revision",mend:"Look for a slip in the names of these values, or remove them."},"plan/need-controller":{given:`apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: sf2loki-secrets }
`,found:"External Secrets Operator, for external-secrets.io (for sf2loki): Deployment external-secrets/external-secrets has no pod that is ready: Secrets are not made",mend:"Look at the events and logs of its pods."},"plan/need-helm-version":{given:`# what the documentation of a system asks for is newer than the Helm inside of the Pulumi provider
`,found:"Helm 3.19 or newer, by its documentation (for sf2loki): releases are applied by Helm 3.18.6",mend:"Update k8s-deploy."},"plan/need-ingress-class":{given:`kind: Ingress
spec: { ingressClassName: nginx }
`,found:"ingress class nginx (for leoflow): there is no such class; the cluster has traefik",mend:"Name one that is there, or install its ingress controller."},"plan/need-kind":{given:`apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: sf2loki-secrets }
`,found:"kind ExternalSecret of external-secrets.io/v1 (for sf2loki): the cluster does not know it",mend:"Install the External Secrets Operator."},"plan/need-kubernetes-version":{given:`# Chart.yaml
kubeVersion: '>=1.34.0-0'
`,found:"Kubernetes >=1.34.0-0, by chart hello 1.0.0 (for hello): the cluster is 1.33.3",mend:"Upgrade the cluster, or take a version of the chart that supports it."},"plan/need-metrics-api":{given:`kind: HorizontalPodAutoscaler
spec: { metrics: [{ type: Resource, resource: { name: cpu } }] }
`,found:"metrics by metrics.k8s.io (for edge-workers): the API server does not serve it: autoscalers do not scale.",mend:"Install metrics-server (https://github.com/kubernetes-sigs/metrics-server)."},"plan/need-network-policy":{given:`kind: NetworkPolicy
metadata: { name: sf2loki }
`,found:"enforcement of network policies (for sf2loki): Flannel (DaemonSet kube-flannel/kube-flannel-ds) does not, and nothing that would was found: every policy is without effect",mend:"Install Calico (as Canal beside Flannel), Cilium, or another plugin that does."},"plan/need-node-autoscaling":{given:`autoscaling: { min: 2, max: 10, cpu: 50 }
`,found:"node autoscaling (for edge-workers): neither the Cluster Autoscaler nor Karpenter was found, and workers are scaled by their CPU use, up to the maximum of the autoscaler (LS-11): on fixed nodes pods stay pending, or contend for them",mend:"Install one of them, switch node autoscaling on in the cloud, or set autoscaling: false. If something else adds nodes, all is well."},"plan/need-node-type":{given:`autoscaling: { min: 2, max: 10, cpu: 50 }
`,found:"nodes of types that are not burstable (for edge-workers): 3 of 3 nodes are burstable (t3.large): they lose CPU when their credits are used, and autoscaling by CPU use misleads",mend:"Give the workers nodes of another type, by a node pool of their own and nodeSelector in `values`."},"plan/need-pod-security":{given:`namespaces: { logstream: { podSecurity: { enforce: restricted } } }
`,found:"pods that namespace logstream lets in (for edge-workers): it enforces restricted, and refuses Deployment logstream/edge-workers: runAsNonRoot is not true",mend:"Set the security contexts in the values, or lower the level by namespaces: {NAME: {podSecurity: {enforce: \u2026}}} in the stack file."},"plan/need-right":{given:`# the Role of the deploying account lacks services
`,found:"the rights to get, create, patch, delete services in namespace shop (for web): these credentials may not get, create, patch, delete services in namespace shop (to install and upgrade; to remove it by an upgrade, a rollback or destroy)",mend:'Let a Role of theirs allow it: apiGroups: [""], resources: [services], verbs: [get, create, patch, delete].'},"plan/need-storage-class":{given:`kind: PersistentVolumeClaim
spec: { storageClassName: fast, accessModes: [ReadWriteOnce] }
`,found:"storage class fast (for leoflow): there is no such class; the cluster has standard: the claim stays pending",mend:"Name one that is there, or make it."},"plan/no-such-kind":{given:`apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: leoflow }
`,found:"the cluster has no kind ServiceMonitor of monitoring.coreos.com/v1, of which release leoflow has ServiceMonitor leoflow/leoflow: Helm fails before it applies anything",mend:"Install what brings the kind first, or write the object for an API version that the cluster has."},"plan/no-such-namespace":{given:`namespaces: { shop: { create: false } }
`,found:"namespace shop, in which release web has its place, is not there, and nothing of this stack makes it",mend:"Make the namespace, or remove `create: false` from it in the stack file."},"plan/unplanned-change":{given:`# somebody has run: helm upgrade web charts/web --set replicas=5
values: { replicas: 2 }
`,found:"release web renders otherwise than it was applied last (Deployment shop/web), and Pulumi plans nothing: it was released by hand since, with other values (revision 7): replicas",mend:"Let it be deployed again from here, by a change of the release, or take what was done by hand into the stack file."},"plan/unrecorded":{given:`# the deploying account may not list Secrets in namespace leoflow
`,found:"Pulumi updates release leoflow, and Helm's record of leoflow in namespace leoflow was not found: what would change is not known",mend:"Allow these credentials to list Secrets in that namespace; if somebody uninstalled the release, take it out of the state with `pulumi state delete`."},"plan/unrendered":{given:`values: { agentTLS: { serverCertSecret: '' } }
`,found:"release leoflow does not render here: agentTLS.serverCertSecret is required",mend:"Mend the chart or its values."},"port/backend":{given:`kind: Ingress
metadata:
  name: web
spec:
  rules:
    - http:
        paths:
          - backend:
              service:
                port:
                  number: 8080
`,found:"Ingress web, backend: Service apps/web has no port 8080. Nothing answers",mend:"Ask one of its ports: http 80, metrics 9090."},"port/container":{given:`kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: side
          ports:
            - containerPort: 8080
`,found:"Deployment web, container side, port 8080: container web of the same pod has 8080/TCP too. Only one of them can listen",mend:"Let one of them listen on another port."},"port/monitor":{given:`kind: ServiceMonitor
metadata:
  name: web
spec:
  endpoints:
    - port: metrics
`,found:'ServiceMonitor web, endpoint 0: Service web has no port "metrics". Prometheus drops the target',mend:"Name one of its ports: http."},"port/probe":{given:`kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          readinessProbe:
            httpGet:
              port: health
`,found:'Deployment web, container web, readinessProbe: it has no port "health". It fails always',mend:"It has http, metrics."},"port/service":{given:`kind: Service
metadata:
  name: web
spec:
  ports:
    - port: 9090
      targetPort: 9090
`,found:"Service web, port 9090 has no name, and there are 2. The API server refuses it",mend:"Give each port a name."},"port/target":{given:`kind: Service
metadata:
  name: web
spec:
  ports:
    - name: http
      targetPort: http
`,found:'Service web, port http: port "http" of container web is for TCP, not for UDP. It has no endpoints',mend:"Name one of the containers\u2019 ports: http, metrics."},"reference/address":{given:`kind: Deployment
metadata:
  name: web
`,found:"Deployment web, variable CACHE: cache:6380: Service apps/cache has no port 6380, it has redis 6379 (release app)",mend:"Use a port of the Service, not of the container behind it."},"reference/claim":{given:`kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
`,found:"Deployment web, volume data: there is no PersistentVolumeClaim apps/data. The pod stays Pending",mend:"Let the chart make the claim, name one that is there, or list it under external."},"reference/class":{given:`kind: Ingress
metadata:
  name: web
spec:
  ingressClassName: ngnix
`,found:'Ingress web, ingressClassName: there is no IngressClass ngnix (did you mean "nginx" of external[0]?). No controller may serve it',mend:"Correct the name, or list the class under external: it is the cluster\u2019s."},"reference/config-map":{given:`kind: Deployment
metadata:
  name: sf2loki
spec:
  template:
    spec:
      volumes:
        - name: config
          configMap:
            name: config
`,found:"Deployment sf2loki, volume config: there is no ConfigMap default/config. The pod waits for it and does not start",mend:"Name one that is there, declare it under backing.caBundles of the stack file if it holds certificates, or list it under external if somebody else makes it."},"reference/config-map-key":{given:`kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          volumeMounts:
            - name: config
              subPath: config.yml
`,found:'Deployment web, container web, mount of config/config.yml: ConfigMap apps/web has no key "config.yml" (did you mean "config.yaml"?); it has config.yaml, level (release app). The container gets an empty folder instead of the file',mend:"Add the key where the ConfigMap is made, or refer to one that it has."},"reference/image-pull-secret":{given:`kind: ServiceAccount
metadata:
  name: web
imagePullSecrets:
  - name: web
`,found:"ServiceAccount web, imagePullSecrets: Secret apps/web is of type Opaque; the kubelet only takes kubernetes.io/dockerconfigjson and asks the registry without it",mend:"Make the Secret with type kubernetes.io/dockerconfigjson and the key .dockerconfigjson."},"reference/namespace":{given:`kind: Role
metadata:
  name: leoflow-executor
  namespace: tasks
`,found:"Role leoflow-executor goes to namespace tasks, and there is no Namespace tasks. The install fails",mend:"Add tasks under namespaces of the stack file, list it under external, or put the object into leoflow."},"reference/role":{given:`kind: RoleBinding
metadata:
  name: web
roleRef:
  name: web
`,found:"RoleBinding web, roleRef: there is no ClusterRole web. It grants nothing",mend:"Name what is there, declare it under backing.roles or backing.serviceAccounts, or list it under external."},"reference/scale-target":{given:`kind: HorizontalPodAutoscaler
metadata:
  name: leoflow
spec:
  scaleTargetRef:
    name: flow
`,found:"HorizontalPodAutoscaler leoflow, scaleTargetRef: there is no Deployment leoflow/flow. It scales nothing",mend:"Name the workload by its kind and name."},"reference/secret":{given:`kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          envFrom:
            - secretRef:
                name: more
`,found:"Deployment web, container web, envFrom: there is no Secret apps/more. The pod waits for it and does not start",mend:"Name one that is there, declare it under backing.secrets or backing.externalSecrets of the stack file, or list it under external if somebody else makes it."},"reference/secret-key":{given:`kind: Job
metadata:
  name: migrate
spec:
  template:
    spec:
      containers:
        - name: migrate
          env:
            - name: URL
              valueFrom:
                secretKeyRef:
                  name: db
                  key: url
`,found:'Job migrate, container migrate, variable URL: Secret apps/db has no key "url"; it has none (release app). The pod waits for it and does not start',mend:"Add the key where the Secret is made, or refer to one that it has."},"reference/secret-store":{given:`kind: ExternalSecret
metadata:
  name: web-tls
spec:
  secretStoreRef:
    name: vault
`,found:"ExternalSecret web-tls, secretStoreRef: there is no ClusterSecretStore vault (there is a SecretStore of that name, of release app). Its Secret is never made",mend:"Let the release make the store, or list it under external if the platform has it."},"reference/service":{given:`kind: StatefulSet
metadata:
  name: cache
spec:
  serviceName: cache-headless
`,found:"StatefulSet cache, serviceName: there is no Service apps/cache-headless. Its pods have no names in DNS",mend:"Name a Service of the release, switch it on in the values, or list it under external."},"reference/service-account":{given:`kind: Deployment
metadata:
  name: sf2loki
spec:
  template:
    spec:
      serviceAccountName: sf2loki
`,found:"Deployment sf2loki, serviceAccountName: there is no ServiceAccount default/sf2loki. No pod of it is ever made",mend:"Let the chart create it, declare it under backing.serviceAccounts, or list it under external."},"reference/tls-secret":{given:`kind: Ingress
metadata:
  name: web
spec:
  tls:
    - secretName: web-tls
`,found:'Ingress web, tls: Secret apps/web-tls has no key "tls.key"; it has tls.crt (release app (ExternalSecret web-tls)). The controller serves its own certificate instead',mend:"Make the Secret with type kubernetes.io/tls and the keys tls.crt and tls.key."},"reference/variable":{given:`kind: StatefulSet
metadata:
  name: cache
spec:
  template:
    spec:
      containers:
        - name: cache
          args:
            - $(SIZE)
`,found:'StatefulSet cache, container cache, args: $(SIZE) is no variable of the container. The program gets "$(SIZE)" as it stands',mend:"Add the variable to env, above the one that uses it."},"reference/volume":{given:`kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      volumes:
        - name: tmp
          emptyDir: {}
`,found:"Deployment web, volume tmp: no container mounts it",mend:"Mount it, or remove it."},"rule/error":{given:`rules:
  - { id: replicas, on: kind == "Deployment", assert: spec.replica > 1 }
`,found:'replicas: "assert" cannot be evaluated: there is no such field (at character 6)',mend:"A rule that fails has judged nothing: correct it. has(x.y) asks whether a field is there."},"rule/no-match":{given:`rules:
  - { id: database-env, on: kind == "Deploymnt", assert: spec.replicas > 1 }
`,found:'database-env: the rule is about no object of this case: its "on" selects none of 7',mend:'Correct "on", limit the rule with "cases", or set "optional: true".'},"schema/duplicate-item":{given:`ports:
  - { name: http, containerPort: 8080 }
  - { name: http, containerPort: 9090 }
`,found:'name "http" stands twice in ports',mend:"Give one of them another name."},"schema/duplicate-key":{given:`livenessProbe:
  httpGet: { path: /healthz, port: health }
  httpGet: { path: /readyz, port: health }
`,found:'key "httpGet" stands twice; the last one counts, and strict validation refuses it',mend:"Remove one of them."},"schema/no-object":{given:`apiVersion: v1
kind: Service
metadata: {}
`,found:"metadata.name is missing",mend:"Look at the template: an `if` or `range` around it may print half of the object, or a value is empty."},"schema/required":{given:`kind: Deployment
spec: { template: { spec: { containers: [{ name: main, image: '' }] } } }
`,found:'required field "image" is empty',mend:"Set it."},"schema/type":{given:`kind: Deployment
spec: { replicas: '2' }
`,found:"expected a whole number, found text",mend:"In the template, leave quotes off what must be a number, and `| quote` what must be text."},"schema/unknown-field":{given:`kind: Deployment
spec: { template: { spec: { containers: [{ name: main, imagePulPolicy: Always }] } } }
`,found:'unknown field "imagePulPolicy"; did you mean "imagePullPolicy"?',mend:"Correct it."},"schema/unknown-kind":{given:`apiVersion: example.com/v1
kind: Think
metadata: { name: one }
`,found:'no kind "Think" is known in example.com; did you mean "Thing"?',mend:"Correct kind, or name its CustomResourceDefinition under crds:."},"schema/value":{given:`kind: Deployment
spec: { template: { spec: { containers: [{ name: main, resources: { limits: { memory: 512MB } } }] } } }
`,found:'expected a quantity such as 512Mi or 100m, found "512MB"',mend:"Correct it."},"selector/disruption-budget":{given:`kind: PodDisruptionBudget
metadata:
  name: web
spec:
  selector:
    matchLabels:
      made: elsewhere
`,found:"PodDisruptionBudget web selects no pod of the stack by made=elsewhere. It protects nothing: a drain may end all replicas at once",mend:"Select by labels that the pods have: those of the pod template, not of the workload."},"selector/monitor":{given:`kind: ServiceMonitor
metadata:
  name: web
spec:
  selector:
    matchLabels:
      part: wob
`,found:"ServiceMonitor web selects no Service of the stack in apps by part=wob: Prometheus has nothing to scrape",mend:"Select by labels that the Service has, and name its namespace under namespaceSelector.matchNames."},"selector/network-policy":{given:`kind: NetworkPolicy
metadata:
  name: cache
spec:
  podSelector:
    matchLabels:
      part: cash
`,found:"NetworkPolicy cache selects no pod of the stack by part=cash. It protects nothing",mend:"Select by labels that the pods have: those of the pod template, not of the workload."},"selector/overlap":{given:`kind: Service
metadata:
  name: web
spec:
  selector:
    app.kubernetes.io/name: web
    app.kubernetes.io/instance: app
`,found:"Service web selects the pods of Deployment web and of StatefulSet cache",mend:"Add a label to one of them, such as app.kubernetes.io/component, and select by it."},"selector/service":{given:`kind: Service
metadata:
  name: web
spec:
  selector:
    app.kubernetes.io/instance: app
    app.kubernetes.io/name: wob
`,found:"Service web selects no pod of the stack by app.kubernetes.io/instance=app,app.kubernetes.io/name=wob; Deployment web has app.kubernetes.io/name=web, app.kubernetes.io/instance=app, which lacks app.kubernetes.io/name=wob. It has no endpoints, so connections are refused",mend:"Select by labels that the pods have: those of the pod template, not of the workload."},"selector/workload":{given:`kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app.kubernetes.io/name: web
      app.kubernetes.io/instance: app
`,found:"Deployment web also selects the pods of StatefulSet cache: autoscalers, budgets and rollouts count them as its own",mend:"Add a label to both, such as app.kubernetes.io/component, and select by it."},"sf2loki/config":{given:`kind: ConfigMap
metadata:
  name: edge-workers-sf2loki-config
data:
  config.yaml: \u2026
`,found:"config.yaml, sink.loki.url (not set): sf2loki must know where the events go",mend:"Use the options salesforce, loki and config, or configOverride (values config, configOverride)."},"sf2loki/disruption-budget":{given:`kind: PodDisruptionBudget
metadata:
  name: edge-workers-sf2loki
spec:
  maxUnavailable: 0
  selector:
    matchLabels:
      app.kubernetes.io/instance: edge-workers
      app.kubernetes.io/name: sf2loki
`,found:"PodDisruptionBudget edge-workers-sf2loki: maxUnavailable is 0: expected maxUnavailable of 1 or more, alone",mend:"Use the option podDisruptionBudget (values podDisruptionBudget.enabled, maxUnavailable)."},"sf2loki/environment":{given:`kind: Deployment
metadata:
  name: edge-workers-sf2loki
spec:
  template:
    spec:
      containers:
        - name: sf2loki
          envFrom: # not there
`,found:"Deployment edge-workers-sf2loki, container sf2loki: env.HOST of the values does not reach it",mend:"Give the chart\u2019s container the ConfigMap of env by envFrom."},"sf2loki/labels":{given:`kind: Service
metadata:
  name: edge-workers-sf2loki
  labels: # not there
`,found:"Service edge-workers-sf2loki is without the usual labels app.kubernetes.io/instance (not set), app.kubernetes.io/name (not set), app.kubernetes.io/version (not set), app.kubernetes.io/managed-by (not set), helm.sh/chart (not set)",mend:"Mend the labels in the chart\u2019s templates."},"sf2loki/lease-role":{given:`kind: Role
metadata:
  name: edge-workers-sf2loki-lease
rules:
  - apiGroups:
      - coordination.k8s.io
    resources:
      - leases
    verbs:
      - get
      - update
`,found:'Role edge-workers-sf2loki-lease: it allows ["get","update"] on every Lease: expected resourceNames with the one that the pods use',mend:"Mend the chart\u2019s Role and RoleBinding; the option ha of the stack file turns them on (value ha.enabled)."},"sf2loki/mounts":{given:`kind: Deployment
metadata:
  name: edge-workers-sf2loki
spec:
  template:
    spec:
      containers:
        - name: sf2loki
          volumeMounts:
            - name: tmp
              mountPath: /tmp
`,found:'Deployment edge-workers-sf2loki, container sf2loki: /tmp is volume "tmp", which the pod does not have',mend:"Mend volumes and volumeMounts of the chart (values stateDir, extraVolumes, extraVolumeMounts)."},"sf2loki/namespace":{given:`kind: Service
metadata:
  name: edge-workers-sf2loki
  namespace: default
`,found:'Service edge-workers-sf2loki is in namespace "default": expected "observability"',mend:"Take the namespace of the release in the chart\u2019s template."},"sf2loki/placement":{given:`kind: Deployment
metadata:
  name: edge-workers-sf2loki
spec:
  template:
    spec:
      affinity: # not there
`,found:"Deployment edge-workers-sf2loki: no preferred podAntiAffinity on kubernetes.io/hostname selects its own pods",mend:"Leave it to the chart, or give both yourself (values affinity, topologySpreadConstraints)."},"sf2loki/service":{given:`kind: Service
metadata:
  name: edge-workers-sf2loki
spec:
  ports: # not there
`,found:"Service edge-workers-sf2loki has no port",mend:"Mend the chart\u2019s Service, or leave it out (value service.enabled: false)."},"sf2loki/values":{given:`kind: PodDisruptionBudget
metadata:
  name: edge-workers-sf2loki
spec:
  maxUnavailable: # not there
`,found:"PodDisruptionBudget edge-workers-sf2loki: spec.maxUnavailable is not set: expected 1 of podDisruptionBudget.maxUnavailable",mend:"Mend the chart\u2019s template, or remove the value."},"sf2loki/workload":{given:`kind: Deployment
metadata:
  name: edge-workers-sf2loki
spec:
  strategy:
    type: Rolling
`,found:'Deployment edge-workers-sf2loki: spec.strategy.type is "Rolling": expected RollingUpdate',mend:"Mend the chart\u2019s Deployment."},"snapshot/changed":{given:`snapshots: [{ on: kind == "Service" }]
`,found:`Service/hello differs from its snapshot:
- targetPort: http
+ targetPort: web`,mend:"If it is meant, run check --update and commit what it writes."},"snapshot/missing":{given:`snapshots: [{ on: kind == "NetworkPolicy" }]
`,found:"no snapshot is kept of NetworkPolicy/leoflow in minimal",mend:"Run check --update, look at contracts/__snapshots__/leoflow.yaml, and commit it."},"snapshot/obsolete":{given:"cases:\n  minimal: {} # was `small` when the snapshot was taken\n",found:"snapshots are kept of small, and are asked for of no such case",mend:"Run check --update, which removes them; or restore the case."},"suite/error":{given:`- it: takes a key
  set: { secretKey: short }
  asserts: [{ isKind: { of: Deployment } }]
`,found:"the test could not be run: execution error at (web/templates/deployment.yaml:2:4): secretKey has 5 characters, and takes 32",mend:"Mend the chart or what the test gives it; if the chart refuses these values rightly, ask for it with failedTemplate."},"suite/failed":{given:`tests:
  - it: has three replicas
    template: templates/deployment.yaml
    asserts:
      - equal: { path: spec.replicas, value: 3 }
`,found:`equal fails in web/templates/deployment.yaml, document 0, path spec.replicas: the value must be equal to what is expected
expected: 3
found: 2`,mend:"Mend the chart or the values of the test; if the test expects the wrong thing, mend the test."},"suite/ignored":{given:`- it: has three replicas
  documentIndex: 0
  asserts:
    - equal: { path: spec.replicas, value: 3 }
      documentIndex: 1
`,found:"`documentIndex` of the test is used, not the one of this assertion",mend:"take one of the two away"},"suite/missing-snapshot":{given:`# where CI is set, and tests/__snapshot__ was not committed
- it: is as it was
  asserts: [{ matchSnapshot: {} }]
`,found:"there is no snapshot 1 of this test",mend:"run `k8s-deploy check --update`, and commit the snapshot file"},"suite/obsolete-snapshot":{given:"# tests/__snapshot__/web_test.yaml.snap keeps `is small: \u2026`\n- it: is as it was # was `is small` when the snapshot was taken\n  asserts: [{ matchSnapshot: {} }]\n",found:"a snapshot is kept that no test asks for",mend:"Run check --update, which removes them; or restore the test."},"suite/overlapping-set":{given:`- it: has a host
  set: { ingress.host: example.com, ingress: { enabled: true } }
`,found:"`ingress.host` and `ingress` set the same value, and their order is a chance",mend:"write both as one value"},"suite/pattern":{given:`asserts:
  - matchRegex: { path: metadata.name, pattern: '^web(?!-old)$' }
`,found:'"^web(?!-old)$" is no regular expression (RE2): invalid or unsupported Perl syntax: `(?!`',mend:"put a \\ before each of \\.+*?()|[]{}^$ that stands for itself"},"suite/post-renderer":{given:`suite: web
postRenderer: { cmd: ./add-labels.sh }
`,found:"the test sends what was rendered through `./add-labels.sh`, a program of this machine",mend:"`--allow-post-renderer` runs it"},"suite/repeated":{given:`k8s-deploy check charts/web --suites 'tests/*.yaml' --suites tests/web_test.yaml
`,found:"several patterns of --suites match the file; it was run once",mend:"Make the patterns disjoint."},"suite/same-name":{given:`- it: is as it was
  asserts: [{ matchSnapshot: {} }]
- it: is as it was
  set: { replicas: 3 }
  asserts: [{ matchSnapshot: {} }]
`,found:'another test of this file is called "is as it was": they share their snapshots',mend:"give each test a name of its own"},"suite/unknown-key":{given:`- it: has three replicas
  sett: { replicas: 3 }
  asserts: [{ equal: { path: spec.replicas, value: 3 } }]
`,found:"an entry of `tests` has no key `sett`",mend:'did you mean "set"?'},"suite/unknown-template":{given:`suite: web
templates: [templates/deploymnt.yaml]
`,found:"the chart has no template `templates/deploymnt.yaml`",mend:'did you mean "web/templates/deployment.yaml"?'},"suite/unmatched":{given:`# tests are in charts/web/tests
k8s-deploy check charts/web --suites 'unit/*.yaml'
`,found:"no file matches --suites unit/*.yaml: in charts/web",mend:"Mend the pattern, which is relative to the folder of the chart; name the chart, if it is another one."},"suite/unreadable":{given:`suite: web
test: # and not \`tests\`
  - it: has three replicas
`,found:"the suite has no tests",mend:"Mend it: while it stands, no test of the file is run."},"suite/vacuous":{given:`- it: is not paused
  asserts:
    - notEqual: { path: spec.pausd, value: true }
`,found:'it passes because no document has anything at spec.pausd: there is nothing at this path: spec has no "pausd"',mend:"correct the path; or, if nothing should be there, say notExists"},"values/never-read":{given:`values: { config: { cors: { allowedOrigins: [https://acme.example] } } }
`,found:"config.cors.allowedOrigins is set, and no template of chart leoflow reads it",mend:"Remove it, or ask the authors of the chart."},"values/unknown-key":{given:`values: { replicaz: 3 }
`,found:"chart hello knows no value replicaz: no default, schema or template mentions it",mend:"Did you mean replicas?"},"waiver/expired":{given:`waivers:
  - { rule: hardening/probes, object: Deployment/leoflow, reason: probes come with 2.4, until: 2026-06-30 }
`,found:"the waiver of hardening/probes held until 2026-06-30; it was for 1 of the findings",mend:"Mend what it was for, or decide anew until when it is accepted."},"waiver/unused":{given:`waivers:
  - { rule: hardening/probe, reason: probes come with 2.4, until: 2027-01-31 }
`,found:"the waiver of hardening/probe is for no finding",mend:"What it was for is mended, or it has a slip in rule, object or case: remove or correct it."}};var m=f;function T(e,s,{terminal:n}){let o=u();if(e!==void 0&&!s.json){for(let t of d(e,o,m,n))n.out(t);return 0}let a=[...o.values()].filter(t=>e===void 0||t.id===e);if(s.json){e!==void 0&&d(e,o,m,n);let t=a.map(({id:r,title:g,why:v,severity:k,source:w})=>({id:r,title:g,why:v,severity:k,source:w,example:m[r]??null}));return n.out(JSON.stringify(t,null,2)),0}for(let{id:t,title:r}of a)n.out(`${t.padEnd(28)} ${r}`);return 0}export{T as explain};
//# sourceMappingURL=explain-WSSDFXNA.js.map
