/** The Deployment and what it mounts; where the objects are. */
import { at, listAt, textAt, textsAt } from '../../../kubernetes/data.ts';
import type { Rule, Subject } from '../../rule.ts';
import { deploymentsIn, installationOf } from './installation.ts';
import { installationRule } from './installation-rule.ts';
import { isAbout, mismatch } from './selectors.ts';
import { isWritable, mountFor, mountsOf } from './volumes.ts';
import { named, namedContainer, shown } from './wording.ts';

export const oneDeployment: Rule = {
  id: 'sf2loki/workload',
  title: 'One Deployment runs sf2loki, and its selector is about its own pods',
  why: 'Two would each deliver every event. Everything else of the chart is about this Deployment.',
  severity: 'error',
  *check(subject) {
    const hint = 'Mend the chart’s Deployment.';
    const found = installationOf(subject);
    if (found === null) {
      const kinds = [...new Set(subject.objects.map(({ kind }) => kind))].join(', ');
      yield {
        message: `there is no Deployment with a container of sf2loki among ${kinds || 'no objects'}`,
        hint,
      };
      return;
    }
    const { deployment, pod } = found;
    for (const object of deploymentsIn(subject).filter((each) => each !== deployment)) {
      yield { object, message: `${named(object)} runs sf2loki beside ${named(deployment)}`, hint };
    }
    const type = textAt(deployment.manifest, 'spec', 'strategy', 'type') ?? 'RollingUpdate';
    if (type !== 'RollingUpdate' && type !== 'Recreate') {
      const message = `${named(deployment)}: spec.strategy.type is ${shown(type)}: expected RollingUpdate`;
      yield { object: deployment, path: ['spec', 'strategy', 'type'], message, hint };
    }
    const selector = at(deployment.manifest, 'spec', 'selector');
    if (isAbout(selector, pod.labels)) return;
    const message = `${named(deployment)}: spec.selector is not about its own pods: ${mismatch(at(selector, 'matchLabels'), pod.labels)}`;
    yield { object: deployment, path: ['spec', 'selector'], message, hint };
  },
};

export const releaseLabels = installationRule(
  {
    id: 'sf2loki/labels',
    title: 'Pods and objects carry the labels of their release, and the Deployment selects by it',
    why: 'By app.kubernetes.io/instance two releases in one namespace keep their pods apart: without it each Deployment, Service and budget is about the pods of both. The other labels are how people and tools find the objects.',
    severity: 'error',
  },
  function* ({ deployment }, subject) {
    const { objects, release } = subject;
    const hint = 'Mend the labels in the chart’s templates.';
    const instance = at(deployment.manifest, 'spec', 'selector', 'matchLabels', instanceLabel);
    if (instance !== release.name) {
      const message = `${named(deployment)}: spec.selector has ${instanceLabel} ${shown(instance)}: expected ${shown(release.name)}`;
      yield { object: deployment, path: ['spec', 'selector', 'matchLabels', instanceLabel], message, hint };
    }
    const expected = Object.entries(commonLabels(subject));
    for (const object of objects.filter(({ isCrd }) => !isCrd)) {
      const labels = textsAt(object.manifest, 'metadata', 'labels');
      const wrong = expected.filter(([label, value]) => labels[label] !== (value ?? labels[label] ?? ''));
      if (wrong.length === 0) continue;
      const found = wrong.map(([label]) => `${label} (${shown(labels[label])})`).join(', ');
      const message = `${named(object)} is without the usual labels ${found}`;
      yield { object, path: ['metadata', 'labels'], message, hint, severity: 'notice' };
    }
  },
);

const instanceLabel = 'app.kubernetes.io/instance';

/** As `helm create` has them; `null` for one whose value is the chart’s own affair. */
const commonLabels = ({ release, chart }: Subject): Readonly<Record<string, string | null>> => ({
  [instanceLabel]: release.name,
  'app.kubernetes.io/name': null,
  'app.kubernetes.io/version': chart.appVersion,
  'app.kubernetes.io/managed-by': 'Helm',
  'helm.sh/chart': `${chart.name}-${chart.version}`.replaceAll('+', '_').slice(0, 63).replace(/-$/, ''),
});

export const releaseNamespace: Rule = {
  id: 'sf2loki/namespace',
  title: 'Every object is in the namespace of the release',
  why: 'The pods find their ConfigMap, Secret, service account and Lease in their own namespace only.',
  severity: 'error',
  *check({ objects, release }) {
    for (const object of objects) {
      if (object.namespace === null || object.namespace === release.namespace) continue;
      yield {
        object,
        path: ['metadata', 'namespace'],
        message: `${named(object)} is in namespace ${shown(object.namespace)}: expected ${shown(release.namespace)}`,
        hint: 'Take the namespace of the release in the chart’s template.',
      };
    }
  },
};

const folders = {
  secrets: '/etc/sf2loki/secrets',
  temporary: '/tmp',
  state: '/var/lib/sf2loki',
};

export const containerMounts = installationRule(
  {
    id: 'sf2loki/mounts',
    title: 'The container has its Secret read-only, and volumes that it may write to at stateDir and /tmp',
    why: 'The root file system is read-only: sf2loki can write nowhere else, and has no business writing to its configuration and secrets. A mount without its volume is refused.',
    severity: 'error',
  },
  function* ({ container, pod, deployment }, { values }) {
    const hint =
      'Mend volumes and volumeMounts of the chart (values stateDir, extraVolumes, extraVolumeMounts).';
    const fault = (message: string, path = [...container.path, 'volumeMounts']) => ({
      object: deployment,
      path,
      message: `${namedContainer(container)}: ${message}`,
      hint,
    });
    for (const mount of mountsOf(container)) {
      if (mount.volume === null) {
        yield fault(`${mount.mountPath} is volume ${shown(mount.volumeName)}, which the pod does not have`, [
          ...mount.path,
        ]);
      } else if (!mount.readOnly && ['secret', 'configMap'].includes(mount.type)) {
        const message = `${mount.mountPath} is not read-only: expected readOnly: true on a ${mount.type}`;
        yield { ...fault(message, [...mount.path]), severity: 'warning' };
      }
    }
    const secrets = mountFor(container, folders.secrets);
    if (secrets?.mountPath !== folders.secrets || !['secret', 'csi', 'projected'].includes(secrets.type)) {
      const is =
        secrets?.mountPath === folders.secrets
          ? secrets.type === ''
            ? 'a missing volume'
            : `of type ${secrets.type}`
          : 'not mounted';
      yield fault(`${folders.secrets} is ${is}: expected a Secret`);
    }
    for (const folder of [textAt(values, 'stateDir') || folders.state, folders.temporary]) {
      const mount = mountFor(container, folder.replace(/\/+$/, ''));
      if (mount !== undefined && isWritable(mount)) continue;
      const is =
        mount === undefined
          ? 'not mounted'
          : mount.type === ''
            ? 'a missing volume'
            : `of type ${mount.type}${mount.readOnly ? ', read-only' : ''}`;
      yield fault(`${folder} is ${is}: expected a volume that it may write to`);
    }
    for (const [index, volume] of listAt(pod.spec, 'volumes').entries()) {
      if (at(volume, 'configMap', 'optional') !== true) continue;
      const message = `volume ${textAt(volume, 'name') ?? ''} is optional, so that sf2loki starts without its configuration`;
      yield fault(message, [...pod.path, 'spec', 'volumes', index]);
    }
  },
);

export const configRollout = installationRule(
  {
    id: 'SF-22',
    title: 'A changed configuration rolls the pods',
    why: 'config.yaml is mounted by subPath, which a running pod never sees change, and sf2loki reads it once. Without the checksum on the pods they keep the old configuration until something else restarts them.',
    severity: 'error',
  },
  function* ({ pod, deployment }, { values }) {
    const checksum = pod.annotations['checksum/config'];
    if (checksum !== undefined && /^[0-9a-f]{64}$/.test(checksum)) return;
    const isMeant = checksum === undefined && at(values, 'rolloutOnConfigChange') === false;
    yield {
      object: deployment,
      path: [...pod.path, 'metadata', 'annotations', 'checksum/config'],
      value: ['rolloutOnConfigChange'],
      message: `${named(deployment)}: the pods’ annotation checksum/config is ${shown(checksum)}${isMeant ? ', as rolloutOnConfigChange is false' : ''}: expected the sha256 of the configuration`,
      hint: 'Leave rolloutOnConfigChange at true, or restart the pods after every change: k8s-deploy restart.',
      ...(isMeant ? { severity: 'warning' } : {}),
    };
  },
);
