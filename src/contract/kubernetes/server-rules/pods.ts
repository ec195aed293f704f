/** Pods and their parts; from `pkg/apis/core/validation` of Kubernetes. */
import { at, listAt, mapAt, textAt, type Data, type DataMap } from '../../../kubernetes/data.ts';
import { quantity } from '../../../kubernetes/quantity.ts';
import { shown } from '../scalars.ts';
import {
  anyPort,
  broken,
  isEmpty,
  notNegative,
  positive,
  specified,
  type Broken,
  type ServerRule,
} from './rule.ts';

const mode = [0, 0o777] as const;
const named: ServerRule = { filled: ['name'] };

const volumeSources = [
  'awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'configMap', 'csi', 'downwardAPI', 'emptyDir',
  'ephemeral', 'fc', 'flexVolume', 'flocker', 'gcePersistentDisk', 'gitRepo', 'glusterfs', 'hostPath', 'image', 'iscsi',
  'nfs', 'persistentVolumeClaim', 'photonPersistentDisk', 'portworxVolume', 'projected', 'quobyte', 'rbd', 'scaleIO',
  'secret', 'storageos', 'vsphereVolume',
]; // prettier-ignore

export const podRules: Readonly<Record<string, ServerRule>> = {
  'core.v1.Pod': specified,
  'core.v1.PodSecurityContext': { unique: [{ list: 'sysctls', by: ['name'] }] },
  'core.v1.PodSpec': {
    unique: [
      { list: 'containers', by: ['name'] },
      { list: 'initContainers', by: ['name'] },
      { list: 'volumes', by: ['name'] },
      { list: 'topologySpreadConstraints', by: ['topologyKey', 'whenUnsatisfiable'] },
      { list: 'imagePullSecrets', by: ['name'], severity: 'warning' },
      { list: 'hostAliases', by: ['ip'], severity: 'warning' },
    ],
    ranges: { activeDeadlineSeconds: positive },
    check: sameNames,
  },
  'core.v1.Container': {
    filled: ['image'],
    unique: [
      { list: 'ports', by: ['name'] },
      {
        list: 'ports',
        by: ['containerPort', 'protocol'],
        otherwise: { protocol: 'TCP' },
        severity: 'warning',
      },
      { list: 'volumeMounts', by: ['mountPath'] },
      { list: 'env', by: ['name'], severity: 'warning' },
    ],
    check: withinLimits,
  },
  'core.v1.ContainerPort': { ranges: { containerPort: anyPort, hostPort: [0, 65_535] } },
  'core.v1.EnvVar': { check: oneValue },
  'core.v1.EnvVarSource': {
    oneOf: { fields: ['configMapKeyRef', 'secretKeyRef', 'fieldRef', 'resourceFieldRef', 'fileKeyRef'] },
  },
  'core.v1.EnvFromSource': { oneOf: { fields: ['configMapRef', 'secretRef'] } },
  'core.v1.SecretKeySelector': named,
  'core.v1.ConfigMapKeySelector': named,
  'core.v1.SecretEnvSource': named,
  'core.v1.ConfigMapEnvSource': named,
  'core.v1.ConfigMapVolumeSource': { filled: ['name'], ranges: { defaultMode: mode } },
  'core.v1.SecretVolumeSource': { filled: ['secretName'], ranges: { defaultMode: mode } },
  'core.v1.ProjectedVolumeSource': { ranges: { defaultMode: mode } },
  'core.v1.SecretProjection': named,
  'core.v1.ConfigMapProjection': named,
  'core.v1.KeyToPath': { ranges: { mode } },
  'core.v1.DownwardAPIVolumeFile': { oneOf: { fields: ['fieldRef', 'resourceFieldRef'] } },
  'core.v1.EphemeralVolumeSource': { filled: ['volumeClaimTemplate'] },
  'core.v1.Volume': { oneOf: { fields: volumeSources, orNone: true } },
  'core.v1.Probe': {
    oneOf: { fields: ['httpGet', 'tcpSocket', 'exec', 'grpc'] },
    ranges: {
      initialDelaySeconds: notNegative,
      periodSeconds: notNegative,
      timeoutSeconds: notNegative,
      successThreshold: notNegative,
      failureThreshold: notNegative,
      terminationGracePeriodSeconds: positive,
    },
  },
  'core.v1.HTTPGetAction': { ranges: { port: anyPort } },
  'core.v1.TCPSocketAction': { ranges: { port: anyPort } },
  'core.v1.GRPCAction': { ranges: { port: anyPort } },
  'core.v1.HTTPHeader': { optional: ['value'] },
  'core.v1.LifecycleHandler': { oneOf: { fields: ['httpGet', 'tcpSocket', 'exec', 'sleep'] } },
  'core.v1.ExecAction': { filled: ['command'] },
  'core.v1.SeccompProfile': { check: localhostProfile },
  'core.v1.SecurityContext': { check: escalation },
  'core.v1.Sysctl': { optional: ['value'] },
};

/** Containers and init containers share their names. */
function* sameNames(pod: DataMap): Iterable<Broken> {
  const names = new Set(listAt(pod, 'containers').map((container) => textAt(container, 'name')));
  for (const [index, container] of listAt(pod, 'initContainers').entries()) {
    const name = textAt(container, 'name') ?? '';
    if (name !== '' && names.has(name))
      yield broken(
        ['initContainers', index, 'name'],
        `a container has the name ${shown(name)} too`,
        'Rename one.',
      );
  }
}

function* oneValue(variable: DataMap): Iterable<Broken> {
  if (!isEmpty(variable['value']) && (variable['valueFrom'] ?? null) !== null)
    yield broken([], 'has both "value" and "valueFrom"', 'Keep one of them.');
}

const containerResources = /^(cpu|memory|ephemeral-storage|hugepages-.+|.*\/.+)$/;

function* withinLimits(container: DataMap): Iterable<Broken> {
  const resources = mapAt(container, 'resources');
  for (const part of ['requests', 'limits']) {
    for (const [name, amount] of Object.entries(mapAt(resources, part))) {
      const path = ['resources', part, name];
      if (!containerResources.test(name))
        yield broken(
          path,
          `containers have no resource ${shown(name)}`,
          'Use cpu, memory or ephemeral-storage.',
        );
      if ((quantity(amount) ?? 0) < 0) yield broken(path, 'is less than 0', 'Give a positive amount.');
    }
  }
  for (const [name, limit] of Object.entries(mapAt(resources, 'limits'))) {
    const request = at(resources, 'requests', name);
    if (!isAmount(request) || !isAmount(limit)) continue;
    if ((quantity(request) ?? 0) <= (quantity(limit) ?? Infinity)) continue;
    const message = `the request of ${name} is ${request}, more than its limit of ${limit}`;
    yield broken(['resources', 'requests', name], message, 'Lower the request, or raise the limit.');
  }
}

const isAmount = (data: Data | undefined): data is string | number =>
  typeof data === 'string' || typeof data === 'number';

function* localhostProfile(profile: DataMap): Iterable<Broken> {
  const isLocal = profile['type'] === 'Localhost';
  const isGiven = (profile['localhostProfile'] ?? null) !== null;
  if (isLocal && !isGiven) yield broken([], '"localhostProfile" is missing for type Localhost', 'Set it.');
  if (!isLocal && isGiven)
    yield broken(['localhostProfile'], '"localhostProfile" belongs to type Localhost only', 'Remove it.');
}

function* escalation(context: DataMap): Iterable<Broken> {
  if (context['allowPrivilegeEscalation'] === false && context['privileged'] === true) {
    const message = 'forbids privilege escalation for a privileged container, which the API server refuses';
    yield broken(['allowPrivilegeEscalation'], message, 'Set "privileged" to false.');
  }
}
