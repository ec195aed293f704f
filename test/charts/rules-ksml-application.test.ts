/** Each invariant of a KSML application: a render that breaks it, found by its id, and one that keeps it. */
import { describe, expect, test } from 'vitest';
import type { DataMap } from '../../src/kubernetes/data.ts';
import { ksmlApplication } from '../../src/systems/ksml/index.ts';
import type { Subject } from '../../src/systems/rule.ts';
import { renderedObject } from '../setup/rendered.ts';
import { foundBy, ruleOf, withObjects } from './edited.ts';
import { edits, idsWithout, merged, rendersOf, testFaults, type FaultCase } from './faults.ts';
import { recipeSubject } from './recipe-subject.ts';
import { subjectOf, unjudged, violations } from './subject.ts';

const { rules } = ksmlApplication;
const name = 'dizzl-sandbox-dev-sensor-inspector-ksml';
const statefulSet = `StatefulSet ${name}`;
const runner = `${statefulSet}, container ksml`;
const file = `ConfigMap ${name}-runner`;

const secure: DataMap = {
  podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};
const stateless = 'streams: {}\n';
const least: DataMap = {
  ksmlRunnerConfig: {
    definitions: { main: 'definition.yaml' },
    kafka: { 'application.id': 'inspector', 'bootstrap.servers': 'broker:9093' },
  },
  ksmlDefinitions: { 'definition.yaml': stateless },
  ...secure,
};
const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };

/** Good values, by hand. */
const bases: Readonly<Record<string, DataMap>> = {
  least,
  stored: {
    ...least,
    store: { spec: claim },
    podSecurityContext: { ...(secure['podSecurityContext'] as DataMap), fsGroup: 0 },
  },
  measured: {
    ...least,
    prometheus: { enabled: true },
    serviceMonitor: { enabled: true },
    prometheusRule: { enabled: true },
  },
  job: { ...least, deploymentMode: 'Job' },
  fenced: { ...least, networkPolicy: { enabled: true, ingress: [], egress: [{ ports: [{ port: 9093 }] }] } },
};

const render = rendersOf(({ of = 'least', values = {} }) =>
  subjectOf('ksml', merged(bases[of] ?? {}, values), {
    release: name,
    namespace: 'streams',
    apiVersions: ['monitoring.coreos.com/v1'],
  }),
);

const pod = ['spec', 'template', 'spec'] as const;
const container = [...pod, 'containers', 0] as const;
const kafka = (properties: DataMap): DataMap => ({ ksmlRunnerConfig: { kafka: properties } });

const cases: readonly FaultCase[] = [
  {
    id: 'KR-1',
    what: 'a definition without its file',
    values: { ksmlRunnerConfig: { definitions: { main: 'definitions.yaml' } } },
    found: [
      `${statefulSet}: the definition main is in file definitions.yaml, which ${file} does not have; did you mean "definition.yaml"?`,
    ],
  },
  {
    id: 'KR-1',
    what: 'a definition that is no map',
    values: { ksmlDefinitions: { 'definition.yaml': 'just text\n' } },
    found: [
      `${statefulSet}: definition.yaml, the definition main, is no YAML map of streams, functions and pipelines`,
    ],
  },
  {
    id: 'KR-2',
    what: 'state on an emptyDir',
    values: { ksmlDefinitions: { 'definition.yaml': 'tables: {}\n' } },
    found: [
      `${statefulSet}: definition.yaml has tables or stores, and /ksml-store/data is an emptyDir (10Mi): the pod is evicted when it is full, and state is lost with the pod`,
    ],
  },
  {
    id: 'KR-2',
    what: 'a claim template',
    of: 'least',
    values: { store: { spec: claim } },
    found: [`${statefulSet} has claim templates, which can't be changed once it is there`],
  },
  {
    id: 'KR-2',
    what: 'a claim template that is gone',
    of: 'stored',
    edit: [['StatefulSet', ['spec', 'volumeClaimTemplates']]],
    found: [
      `${statefulSet}: the value store.spec is set, and /ksml-store/data is on no claim, so state is lost with the pod`,
    ],
  },
  {
    id: 'KR-3',
    what: 'a constraint without selector',
    edit: [['StatefulSet', [...pod, 'topologySpreadConstraints'], [{ maxSkew: 1 }]]],
    found: [
      `${statefulSet} has 1 topologySpreadConstraints, and the values have 0`,
      `${statefulSet}: topologySpreadConstraints[0] has no labelSelector, so it spreads nothing`,
    ],
  },
  {
    id: 'KR-4',
    what: 'no application server',
    values: { applicationServer: { enabled: false } },
    found: [
      `${runner}: startupProbe, readinessProbe, livenessProbe ask the application server, which is switched off, so the pods restart for ever`,
    ],
  },
  {
    id: 'KR-4',
    what: 'another port of the container',
    edit: [['StatefulSet', [...container, 'ports', 0, 'containerPort'], 9090]],
    found: [`${runner}: port http is 9090, and the application server listens at 8080`],
  },
  {
    id: 'KR-4',
    what: 'another name of the port',
    edit: [['StatefulSet', [...container, 'ports', 0, 'name'], 'web']],
    found: [`${runner}: port http is missing, and the application server listens at 8080`],
  },
  {
    id: 'KR-5',
    what: 'a ServiceMonitor without prometheus',
    values: { serviceMonitor: { enabled: true } },
    found: [
      'serviceMonitor.enabled is true, and no ServiceMonitor is rendered: prometheus.enabled is not true',
    ],
  },
  {
    id: 'KR-5',
    what: 'in a Job',
    of: 'job',
    values: { prometheus: { enabled: true }, prometheusRule: { enabled: true } },
    found: ['prometheusRule.enabled is true, and no PrometheusRule is rendered: a Job has none'],
  },
  {
    id: 'KR-5',
    what: 'a template that leaves it out',
    of: 'measured',
    edit: [['PrometheusRule']],
    found: ['prometheusRule.enabled is true, and no PrometheusRule is rendered: the template leaves it out'],
  },
  {
    id: 'KR-6',
    what: 'a timeout over the interval',
    of: 'measured',
    values: { serviceMonitor: { interval: '5s' } },
    found: [`ServiceMonitor ${name}: scrapeTimeout is 10s, longer than the interval, which is 5s`],
  },
  {
    id: 'KR-6',
    what: 'another selector',
    of: 'measured',
    edit: [['ServiceMonitor', ['spec', 'selector', 'matchLabels', 'app.kubernetes.io/name'], 'other']],
    found: [`ServiceMonitor ${name} selects no Service of the release, so nothing is measured`],
  },
  {
    id: 'KR-6',
    what: 'another port',
    of: 'measured',
    edit: [['ServiceMonitor', ['spec', 'endpoints', 0, 'port'], 'prometheus']],
    found: [`ServiceMonitor ${name} asks port prometheus, which no Service that it selects has`],
  },
  {
    id: 'KR-6',
    what: 'a container port that is gone',
    of: 'measured',
    edit: [['StatefulSet', [...container, 'ports', 1]]],
    found: [`${runner}: port metrics is missing, and the exporter listens at 9999`],
  },
  {
    id: 'KR-6',
    what: 'another port behind that of the Service',
    of: 'measured',
    edit: [['Service', ['spec', 'ports', 1, 'targetPort'], 'http']],
    found: [`Service ${name} sends port metrics to http, where no metrics are`],
  },
  {
    id: 'KR-6',
    what: 'an exporter that is off',
    of: 'measured',
    edit: [['ConfigMap', ['data', 'ksml-runner.yaml'], 'ksml: {prometheus: {enabled: false}}\n']],
    found: [
      `${file}: the exporter is off, and the value prometheus.enabled is true, so nobody answers at port metrics`,
    ],
  },
  {
    id: 'KR-7',
    what: 'no security contexts',
    edit: [
      ['StatefulSet', [...pod, 'securityContext']],
      ['StatefulSet', [...container, 'securityContext']],
    ],
    found: [
      `${runner}: runAsNonRoot is not true; there is no seccompProfile; allowPrivilegeEscalation is not false; capabilities.drop lacks ALL`,
    ],
  },
  {
    id: 'KR-7',
    what: 'privileged',
    edit: [['StatefulSet', [...container, 'securityContext', 'privileged'], true]],
    found: [`${runner}: a container of the pod is privileged, so whoever takes it over has the node`],
  },
  {
    id: 'KR-8',
    what: 'another directory',
    values: { ksmlRunnerConfig: { storageDirectory: '/data' } },
    found: [`${runner}: storageDirectory is /data, outside of /ksml-store, where the store is mounted`],
  },
  {
    id: 'KR-8',
    what: 'no mount',
    edit: [['StatefulSet', [...container, 'volumeMounts', 2]]],
    found: [`${runner}: no volume ksml-store is mounted, so /ksml-store/data is gone with the container`],
  },
  {
    id: 'KR-8',
    what: 'no volume',
    edit: [['StatefulSet', [...pod, 'volumes', 2]]],
    found: [
      `${runner}: /ksml-store is volume ksml-store, which the pod does not have, so the API server refuses it`,
    ],
  },
  {
    id: 'KR-8',
    what: 'a policy that allows everything',
    values: { networkPolicy: { enabled: true, ingress: [] } },
    found: [`NetworkPolicy ${name}-network-policy allows all egress: its rule 1 is empty`],
  },
  {
    id: 'KR-9',
    what: 'what a Job ignores',
    of: 'job',
    values: { replicaCount: 3, store: { spec: claim } },
    found: [
      `Job ${name}: the value replicaCount has no effect in a Job`,
      `Job ${name}: the value store has no effect in a Job`,
    ],
  },
  {
    id: 'KR-9',
    what: 'starting again',
    of: 'job',
    edit: [
      ['Job', ['spec', 'backoffLimit']],
      ['Job', [...pod, 'restartPolicy'], 'OnFailure'],
      ['Job', ['spec', 'ttlSecondsAfterFinished']],
    ],
    found: [
      `Job ${name}: backoffLimit is 6, so a producer that fails is started again and may send its data twice`,
      `Job ${name}: restartPolicy is OnFailure, so a container that fails is started again`,
      `Job ${name} has no ttlSecondsAfterFinished, so it stays for ever and stands in the way of the next`,
    ],
  },
  {
    id: 'KR-9',
    what: 'a Job',
    values: { deploymentMode: 'Job' },
    found: [`Job ${name} runs once: a change of it fails to be applied until the Job is deleted`],
  },
  {
    id: 'KR-10',
    what: 'a password',
    values: kafka({ 'ssl.key.password': 'canary' }),
    found: [`${file}: kafka.ssl.key.password is a secret that everybody who may read ConfigMaps has`],
  },
  {
    id: 'KR-10',
    what: 'a variable that is not there',
    values: kafka({ 'ssl.key.password': '${env:KEY_PASSWORD}' }),
    found: [
      `${file}: kafka property ssl.key.password refers to the variable KEY_PASSWORD, which ${runner} does not have`,
    ],
  },
  {
    id: 'KR-10',
    what: 'the instance id is gone',
    edit: [['StatefulSet', [...container, 'env', 1]]],
    found: [
      `${file}: kafka property group.instance.id refers to the variable KSML_GROUP_INSTANCE_ID, which ${runner} does not have`,
    ],
  },
  {
    id: 'KR-10',
    what: 'a provider that is not on',
    values: kafka({ 'ssl.key.password': '${directory:/kafka:password}' }),
    found: [
      `${file}: kafka property ssl.key.password refers to the config provider directory, which config.providers does not list`,
    ],
  },
  {
    id: 'KR-10',
    what: 'a folder that is not mounted',
    values: kafka({
      'config.providers': 'env,directory',
      'ssl.key.password': '${directory:/kafka:password}',
      'ssl.keystore.location': '/kafka/keystore',
    }),
    found: [
      `${file}: kafka property ssl.key.password refers to /kafka, where no volume is mounted`,
      `${file}: kafka property ssl.keystore.location is /kafka/keystore, where no volume is mounted`,
      `${file}: config.providers stands twice in ksml-runner.yaml; KSML 1 takes the last, and KSML 2 will refuse to start`,
    ],
  },
  {
    id: 'KP-14',
    what: 'a claim without a group',
    of: 'stored',
    edit: [['StatefulSet', [...pod, 'securityContext', 'fsGroup']]],
    found: [`${statefulSet} keeps state on a claim and has no fsGroup, so the runner cannot write to it`],
  },
  {
    id: 'KP-15',
    what: 'another name of the workload',
    values: { fullnameOverride: 'x' },
    found: [`StatefulSet x is not named ${name}, so the provisioner does not find it`],
  },
  {
    id: 'ksml/runner-file',
    what: 'another ConfigMap',
    edit: [['StatefulSet', [...pod, 'volumes', 0, 'configMap', 'name'], `${name}-runners`]],
    found: [
      `${runner}: /ksml is ${file}s, which nothing provides in namespace streams, so the pods do not start; did you mean "${name}-runner"?`,
    ],
  },
  {
    id: 'ksml/runner-file',
    what: 'no mount',
    edit: [['StatefulSet', [...container, 'volumeMounts', 0]]],
    found: [`${runner}: no ConfigMap is mounted at /ksml, so the runner finds no ksml-runner.yaml`],
  },
  {
    id: 'ksml/runner-file',
    what: 'no file',
    edit: [['ConfigMap', ['data', 'ksml-runner.yaml']]],
    found: [`${runner}: /ksml/ksml-runner.yaml is missing in ${file}, so the runner does not start`],
  },
  {
    id: 'ksml/runner-file',
    what: 'a file that is no YAML',
    edit: [['ConfigMap', ['data', 'ksml-runner.yaml'], 'ksml: [']],
    found: [
      `${runner}: /ksml/ksml-runner.yaml is not well-formed YAML with a map ksml in ${file}, so the runner does not start`,
    ],
  },
  {
    id: 'ksml/runner-file',
    what: 'no kafka properties',
    edit: [['ConfigMap', ['data', 'ksml-runner.yaml'], 'ksml: {definitions: {main: definition.yaml}}\n']],
    found: [
      `${file}: ksml-runner.yaml has no kafka property application.id, so the runner does not start`,
      `${file}: ksml-runner.yaml has no kafka property bootstrap.servers, so the runner does not start`,
    ],
  },
  {
    id: 'ksml/runner-file',
    what: 'another folder of schemas',
    values: { ksmlRunnerConfig: { schemaDirectory: '/schemas' } },
    found: [
      `${file}: schemaDirectory is /schemas, where no volume is mounted, so the runner finds no schema`,
    ],
  },
  {
    id: 'ksml/runner-file',
    what: 'no checksum',
    edit: [['StatefulSet', ['spec', 'template', 'metadata', 'annotations']]],
    found: [
      `${statefulSet} reads ${file}, and no checksum of it is among the annotations of its pods, so a new definition does not roll them`,
    ],
  },
  {
    id: 'ksml/runner-file',
    what: 'no workload',
    edit: [['StatefulSet']],
    found: ['no workload of the release runs KSML'],
  },
  {
    id: 'ksml/environment',
    what: 'no name of the pod',
    edit: [['StatefulSet', [...container, 'env', 0]]],
    found: [`${runner}: KSML_K8S_POD_NAME is missing`],
  },
  {
    id: 'ksml/environment',
    what: 'another field',
    edit: [['StatefulSet', [...container, 'env', 0, 'valueFrom', 'fieldRef', 'fieldPath'], 'metadata.uid']],
    found: [`${runner}: KSML_K8S_POD_NAME is not the name of the pod`],
  },
  {
    id: 'ksml/environment',
    what: 'one id for all',
    edit: [['StatefulSet', [...container, 'env', 1, 'value'], 'ksml']],
    found: [
      `${runner}: KSML_GROUP_INSTANCE_ID is not the name of the pod, so pods of the group have one id or none`,
    ],
  },
  {
    id: 'ksml/environment',
    what: 'another order',
    edit: [
      [
        'StatefulSet',
        [...container, 'env'],
        [
          { name: 'KSML_GROUP_INSTANCE_ID', value: '$(KSML_K8S_POD_NAME)' },
          { name: 'KSML_K8S_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'LOGBACK_CONFIGURATION_FILE', value: '/ksml-logging/logback.xml' },
        ],
      ],
    ],
    found: [
      `${runner}: KSML_GROUP_INSTANCE_ID stands before KSML_K8S_POD_NAME, which it uses, so its text stays $(KSML_K8S_POD_NAME)`,
    ],
  },
  {
    id: 'ksml/environment',
    what: 'another logging file',
    values: { logging: { configFile: '/ksml-logging/other.xml' } },
    found: [
      `${runner}: LOGBACK_CONFIGURATION_FILE is /ksml-logging/other.xml, and ConfigMap ${name}-logging has no key other.xml, so the application does not log as the values say`,
    ],
  },
  {
    id: 'ksml/probes',
    what: 'another path',
    edit: [['StatefulSet', [...container, 'livenessProbe', 'httpGet', 'path'], '/ready']],
    found: [`${runner}: the livenessProbe asks /ready, and the endpoint is /live`],
  },
  {
    id: 'ksml/probes',
    what: 'another port',
    edit: [['StatefulSet', [...container, 'readinessProbe', 'httpGet', 'port'], 'metrics']],
    found: [`${runner}: the readinessProbe asks port metrics, and the application server is at port http`],
  },
  {
    id: 'ksml/probes',
    what: 'none',
    edit: [['StatefulSet', [...container, 'startupProbe']]],
    found: [`${runner} has no startupProbe, and the values have one`],
  },
  {
    id: 'ksml/probes',
    what: 'none by the values',
    values: { livenessProbe: null },
    found: [`${runner} has no livenessProbe`],
  },
  {
    id: 'ksml/services',
    what: 'another serviceName',
    edit: [['StatefulSet', ['spec', 'serviceName'], 'other']],
    found: [
      `${statefulSet} names Service other as its own, which nothing provides in namespace streams, so its pods have no names`,
    ],
  },
  {
    id: 'ksml/services',
    what: 'another selector',
    edit: [['Service', ['spec', 'selector', 'app.kubernetes.io/instance'], 'other']],
    found: [
      `Service ${name} selects app.kubernetes.io/name=ksml, app.kubernetes.io/instance=other, and no pod of the release has these labels, so it leads nowhere`,
      `Service ${name}-headless selects app.kubernetes.io/name=ksml, app.kubernetes.io/instance=other, and no pod of the release has these labels, so it leads nowhere`,
    ],
  },
  {
    id: 'ksml/services',
    what: 'another targetPort',
    edit: [['Service', ['spec', 'ports', 0, 'targetPort'], 'web']],
    found: [
      `Service ${name} sends port http (80/TCP) to web of ${statefulSet}, whose containers have no such port`,
      `Service ${name}-headless sends port http (80/TCP) to web of ${statefulSet}, whose containers have no such port`,
    ],
  },
  {
    id: 'ksml/services',
    what: 'another port',
    edit: [['Service', ['spec', 'ports', 0, 'port'], 81]],
    found: [`Service ${name}: spec.ports.0.port is not what the value service.port says: 81 instead of 80`],
  },
  {
    id: 'ksml/services',
    what: 'one pod after the other',
    edit: [['StatefulSet', ['spec', 'podManagementPolicy']]],
    found: [
      `${statefulSet}: podManagementPolicy is OrderedReady, so one pod that is not ready holds back all after it`,
    ],
  },
  {
    id: 'ksml/services',
    what: 'no Services',
    edit: [['Service']],
    found: [
      `no Service is named after ${statefulSet}, so nobody reaches it by its name`,
      `${statefulSet} names Service ${name}-headless as its own, which nothing provides in namespace streams, so its pods have no names`,
    ],
  },
  {
    id: 'ksml/account',
    what: 'an account that is gone',
    edit: [['ServiceAccount']],
    found: [
      `${statefulSet} runs as service account ${name}, which nothing provides in namespace streams, so no pod of it is made`,
    ],
  },
  {
    id: 'ksml/account',
    what: 'the default account',
    values: { serviceAccount: { create: false } },
    found: [`${statefulSet} runs as service account "default", which every pod of the namespace shares`],
  },
  {
    id: 'ksml/account',
    what: 'another namespace',
    edit: [['ConfigMap', ['metadata', 'namespace'], 'default']],
    found: [
      `ConfigMap ${name}-logging is in namespace default, and what it works with is in streams, the namespace of the release`,
      `${file} is in namespace default, and what it works with is in streams, the namespace of the release`,
    ],
  },
  {
    id: 'ksml/values',
    what: 'no replicas',
    edit: [['StatefulSet', ['spec', 'replicas'], 2]],
    found: [`${statefulSet}: spec.replicas is not what the value replicaCount says: 2 instead of 1`],
  },
  {
    id: 'ksml/values',
    what: 'no security context',
    edit: [['StatefulSet', [...container, 'securityContext']]],
    found: [
      `${statefulSet}: spec.template.spec.containers.0.securityContext is not what the value securityContext says`,
    ],
  },
  {
    id: 'ksml/values',
    what: 'no tag',
    edit: [['StatefulSet', [...container, 'image'], 'registry.axual.io/opensource/images/axual/ksml']],
    found: [
      `${runner}: the tag of the image is missing, so that each start takes the newest, and the values say 1.1.1`,
    ],
  },
  {
    id: 'ksml/values',
    what: 'another image',
    edit: [['StatefulSet', [...container, 'image'], 'other/ksml:1']],
    found: [
      `${runner}: the image is not of the repository registry.axual.io/opensource/images/axual/ksml, which the values name`,
    ],
  },
  {
    id: 'KR-2',
    what: 'another claim',
    of: 'stored',
    edit: [['StatefulSet', ['spec', 'volumeClaimTemplates', 0, 'spec', 'resources']]],
    found: [`${statefulSet}: spec.volumeClaimTemplates.0.spec is not what the value store.spec says`],
  },
  {
    id: 'KR-6',
    what: 'no port of the Service',
    of: 'measured',
    edit: [['Service', ['spec', 'ports', 1]]],
    found: [
      `ServiceMonitor ${name} asks port metrics, which no Service that it selects has`,
      `Service ${name} has no port metrics, though the exporter is on`,
    ],
  },
  {
    id: 'KR-6',
    what: 'another path and interval',
    of: 'measured',
    edit: [
      ['ServiceMonitor', ['spec', 'endpoints', 0, 'path'], '/stats'],
      ['ServiceMonitor', ['spec', 'endpoints', 0, 'interval']],
    ],
    found: [
      `ServiceMonitor ${name}: spec.endpoints.0.interval is not what the value serviceMonitor.interval says`,
      `ServiceMonitor ${name} asks /stats, and the metrics are at /metrics`,
    ],
  },
  {
    id: 'KR-6',
    what: 'no endpoints',
    of: 'measured',
    edit: [['ServiceMonitor', ['spec', 'endpoints'], []]],
    found: [`ServiceMonitor ${name} has no endpoints, so nothing is measured`],
  },
  {
    id: 'KR-8',
    what: 'a policy for other pods',
    of: 'fenced',
    edit: [['NetworkPolicy', ['spec', 'podSelector', 'matchLabels', 'app.kubernetes.io/name'], 'other']],
    found: [
      `NetworkPolicy ${name}-network-policy does not select the application's pods, so it limits nothing of theirs`,
    ],
  },
  {
    id: 'KR-8',
    what: 'a policy for one direction',
    of: 'fenced',
    edit: [
      ['NetworkPolicy', ['spec', 'policyTypes'], ['Ingress']],
      ['NetworkPolicy', ['spec', 'egress']],
    ],
    found: [
      `NetworkPolicy ${name}-network-policy: spec.egress is not what the value networkPolicy.egress says`,
      `NetworkPolicy ${name}-network-policy: policyTypes lacks Egress, so egress may be unlimited`,
    ],
  },
  {
    id: 'ksml/runner-file',
    what: 'a checksum that is none',
    edit: [['StatefulSet', ['spec', 'template', 'metadata', 'annotations', 'checksum/config'], 'fixed']],
    found: [
      `${statefulSet} reads ${file}, and no checksum of it is among the annotations of its pods, so a new definition does not roll them`,
    ],
  },
  {
    id: 'ksml/runner-file',
    what: 'no configuration of the exporter',
    of: 'measured',
    edit: [['ConfigMap', ['data', 'ksml-metrics-config.yml']]],
    found: [
      `${file}: the exporter's configuration /ksml/ksml-metrics-config.yml is not in it, so the runner does not start`,
    ],
  },
  {
    id: 'ksml/probes',
    what: 'another delay',
    edit: [['StatefulSet', [...container, 'livenessProbe', 'failureThreshold'], 1]],
    found: [
      `${statefulSet}: spec.template.spec.containers.0.livenessProbe is not what the value livenessProbe says`,
    ],
  },
  {
    id: 'ksml/services',
    what: 'pods that are found late',
    edit: [['Service', ['spec', 'publishNotReadyAddresses']]],
    found: [
      `Service ${name}-headless: publishNotReadyAddresses is not true, so pods of the group don't find each other before they are ready`,
    ],
  },
  {
    id: 'ksml/account',
    what: 'no token',
    edit: [['ServiceAccount', ['automountServiceAccountToken'], false]],
    found: [
      `ServiceAccount ${name}: automountServiceAccountToken is not what the value serviceAccount.automount says: false instead of true`,
    ],
  },
  {
    id: 'ksml/values',
    what: 'another lifetime of a Job',
    of: 'job',
    edit: [['Job', ['spec', 'ttlSecondsAfterFinished'], 1]],
    found: [
      `Job ${name}: spec.ttlSecondsAfterFinished is not what the value job.ttlSecondsAfterFinished says: 1 instead of 259200`,
    ],
  },
];

describe('a fault is found by its id', () => {
  testFaults(rules, cases, render);

  test('every rule has one', () => {
    expect(idsWithout(rules, cases)).toEqual([]);
  });
});

describe('a good render keeps', () => {
  test.each(rules ?? [])('$id', async (rule) => {
    for (const of of ['least', 'measured']) {
      const severities = violations(rule, await render({ of })).map(
        ({ severity = rule.severity }) => severity,
      );
      expect(severities.filter((severity) => severity !== 'notice')).toEqual([]);
    }
  });

  test('with a claim, and as a Job', async () => {
    expect(foundBy(rules, await render({ of: 'stored' }), 'error', 'warning')).toEqual([]);
    expect(foundBy(rules, await render({ of: 'job' }), 'error', 'warning')).toEqual([]);
  });

  test('KR-2 KR-9 ksml/services nothing at all, once their notices have no cause', async () => {
    const headless = edits(await render({}), [['Service', ['spec', 'clusterIP'], 'None']]);
    for (const id of ['KR-2', 'KR-9', 'ksml/services'])
      expect(violations(ruleOf(rules, id), headless)).toEqual([]);
  });

  const options = {
    tenant: 'dizzl',
    instance: 'sandbox',
    environment: 'dev',
    application: 'sensor-inspector',
    definition: { fromFile: 'app.yaml' },
    kafka: { 'bootstrap.servers': 'broker:9093', 'application.id': 'io.axual.sensor-inspector' },
  };
  const recipes: [string, object][] = [
    ['the least', {}],
    ['a store', { store: { size: '5Gi' } }],
    ['metrics', { prometheus: { serviceMonitor: { labels: { team: 'a' } }, rules: true } }],
    ['a Job', { deploymentMode: 'Job' }],
    ['a network policy', { networkPolicy: { ingress: [], egress: [{ ports: [{ port: 9093 }] }] } }],
    ['schemas', { schemas: [{ name: 'SensorData.avsc', body: { fromFile: 'SensorData.avsc' } }] }],
    [
      'secrets',
      {
        kafka: {
          ...options.kafka,
          'ssl.key.password': { fromConfig: 'p' },
          'ssl.keystore.location': { fromConfig: 'k' },
        },
      },
    ],
  ];
  const files = {
    'app.yaml': 'streams: {}\npipelines:\n  p: {from: s}\n',
    'SensorData.avsc': '{"type": "record"}\n',
  };
  test.each(recipes)('of the recipe: %s', async (_, more) => {
    const subject = await recipeSubject(
      ksmlApplication,
      'ksml',
      { ...options, ...more },
      {
        namespace: 'ksml',
        apiVersions: ['monitoring.coreos.com/v1'],
        files,
      },
    );
    expect(foundBy(rules, subject, 'error', 'warning')).toEqual([]);
  });

  test('KP-15 names that the options give, and others', async () => {
    const rule = ruleOf(rules, 'KP-15');
    const subject = await render({});
    const typed = (release: Partial<Subject['release']>): Subject => ({
      ...subject,
      release: { ...subject.release, ...release },
    });
    expect(violations(rule, typed({ options }))).toEqual([]);
    const other = typed({ options: { ...options, tenant: 'acme' } });
    expect(violations(rule, other).map(({ message }) => message)).toEqual([
      `the release is named ${name}, and acme-sandbox-dev-sensor-inspector-ksml by its options`,
      `${statefulSet} is not named acme-sandbox-dev-sensor-inspector-ksml, so the provisioner does not find it`,
    ]);
    const long = `a-b-c-${'d'.repeat(50)}-ksml`;
    expect(violations(rule, typed({ name: long }))[0]?.message).toBe(
      `the release name ${long} has 61 characters; at most 53 lower-case letters, digits and "-" are allowed`,
    );
    expect(violations(rule, typed({ name: 'inspector' }))[0]?.severity).toBe('warning');
  });
});

describe('what the cluster says', () => {
  test('KR-7 is an error where the namespace enforces the standard', async () => {
    const bare = edits(await render({}), [['StatefulSet', [...container, 'securityContext']]]);
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    const manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'streams', labels } };
    const subject = withObjects(bare, [...bare.objects, renderedObject(manifest)]);
    expect(violations(ruleOf(rules, 'KR-7'), bare)).not.toMatchObject([{ severity: 'error' }]);
    expect(violations(ruleOf(rules, 'KR-7'), subject)).toMatchObject([{ severity: 'error' }]);
  });

  test('KR-5 is not judged where nobody says what the cluster has', async () => {
    const values = merged(least, { prometheus: { enabled: true }, serviceMonitor: { enabled: true } });
    const rule = ruleOf(rules, 'KR-5');
    const unknown = await subjectOf('ksml', values, { release: name });
    expect(violations(rule, unknown)).toEqual([]);
    expect(unjudged(rule, unknown)).toEqual([
      'whether the cluster has monitoring.coreos.com/v1, which ServiceMonitor needs: no API versions are given',
    ]);
    const without = await subjectOf('ksml', values, {
      release: name,
      apiVersions: ['metrics.k8s.io/v1beta1'],
    });
    expect(violations(rule, without)).toMatchObject([
      {
        message:
          'serviceMonitor.enabled is true, and no ServiceMonitor is rendered: monitoring.coreos.com/v1 is not among the API versions of the cluster',
      },
    ]);
  });

  test('KR-10 keys that stand twice are an error for KSML 2', async () => {
    const subject = await render({ values: kafka({ 'config.providers': 'env' }) });
    const rule = ruleOf(rules, 'KR-10');
    expect(violations(rule, subject)).toMatchObject([{ severity: 'notice' }]);
    const next = { ...subject, chart: { ...subject.chart, version: '2.0.0' } };
    expect(violations(rule, next)).toMatchObject([{ severity: 'error' }]);
  });

  test('KR-9 an upgrade of a Job is a risk', async () => {
    const job = await render({ of: 'job' });
    const upgrade = { ...job, release: { ...job.release, isUpgrade: true } };
    expect(violations(ruleOf(rules, 'KR-9'), upgrade)).toMatchObject([{ severity: 'warning' }]);
  });

  test('KR-3 values that the chart breaks: only another chart gets so far', async () => {
    const subject = await render({});
    const asked = { topologySpreadConstraints: [{ maxSkew: 1 }], volumeClaimTemplates: [{}] };
    const messages = violations(ruleOf(rules, 'KR-3'), {
      ...subject,
      values: { ...subject.values, ...asked },
    });
    expect(messages.map(({ message }) => message)).toEqual([
      `${statefulSet} has 0 topologySpreadConstraints, and the values have 1`,
      `${statefulSet} has 0 claim templates, and the values ask for 1 besides the store`,
    ]);
  });
});

test('no finding has a password in it', async () => {
  const subject = await render({
    values: kafka({ 'sasl.jaas.config': 'password="canary"', 'schema.registry.url': 'http://u:canary@r' }),
  });
  expect(foundBy(rules, subject, 'error')).toHaveLength(2);
  expect(foundBy(rules, subject).join('\n')).not.toContain('canary');
});
