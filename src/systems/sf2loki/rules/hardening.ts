import { at, isMap, listAt, type Data, type DataPath } from '../../../kubernetes/data.ts';
import { containersOf, type Container } from '../../../kubernetes/pods.ts';
import { installationRule } from './installation-rule.ts';
import { named, namedContainer, shown } from './wording.ts';

interface Demand {
  readonly field: DataPath;
  readonly expected: string;
  readonly holds: (value: Data | undefined) => boolean;
}

const isAboveZero = (value: Data | undefined): boolean => typeof value === 'number' && value > 0;
const notRoot = 'an id above 0; the image has 10001';

/** Of the pod’s securityContext, or of the container’s where it says otherwise. */
const shared: readonly Demand[] = [
  { field: ['runAsNonRoot'], expected: 'true', holds: (value) => value === true },
  { field: ['runAsUser'], expected: notRoot, holds: isAboveZero },
  { field: ['runAsGroup'], expected: notRoot, holds: isAboveZero },
  {
    field: ['seccompProfile', 'type'],
    expected: 'RuntimeDefault or Localhost',
    holds: (value) => value === 'RuntimeDefault' || value === 'Localhost',
  },
];

/** Of the container’s only. */
const own: readonly Demand[] = [
  { field: ['readOnlyRootFilesystem'], expected: 'true', holds: (value) => value === true },
  { field: ['allowPrivilegeEscalation'], expected: 'false', holds: (value) => value === false },
  { field: ['privileged'], expected: 'nothing', holds: (value) => value === undefined || value === false },
  {
    field: ['capabilities', 'drop'],
    expected: '["ALL"]',
    holds: (value) => Array.isArray(value) && value.includes('ALL'),
  },
  {
    field: ['capabilities', 'add'],
    expected: 'nothing',
    holds: (value) => value === undefined || value === null || (Array.isArray(value) && value.length === 0),
  },
];

const hint = 'Remove it from podSecurityContext, securityContext and the chart: sf2loki needs no more.';

export const hardenedPods = installationRule(
  {
    id: 'SF-26',
    title: 'The pods run without root, with a read-only file system and without capabilities',
    why: 'The chart’s documentation calls it not configurable away, and its values can. sf2loki needs none of it, and holds the keys of a Salesforce org.',
    severity: 'error',
  },
  function* ({ pod, container, deployment }) {
    for (const each of containersOf(pod)) {
      const isMain = each.path.join() === container.path.join();
      for (const { message, path } of weaknesses(each, at(pod.spec, 'securityContext'))) {
        const value = path.includes('containers') ? ['securityContext'] : ['podSecurityContext'];
        yield { object: deployment, path, value, message, hint, ...(isMain ? {} : { severity: 'warning' }) };
      }
    }
    const group = at(pod.spec, 'securityContext', 'fsGroup');
    if (!isAboveZero(group)) {
      const path = [...pod.path, 'spec', 'securityContext', 'fsGroup'];
      const message = `${named(deployment)}: the pod’s securityContext.fsGroup is ${shown(group)}: expected ${notRoot}, so that sf2loki can read its files`;
      yield { object: deployment, path, value: ['podSecurityContext', 'fsGroup'], message, hint };
    }
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
      if (at(pod.spec, field) !== true) continue;
      const message = `${named(deployment)}: ${field} is true: expected nothing`;
      yield { object: deployment, path: [...pod.path, 'spec', field], message, hint };
    }
    for (const [index, volume] of listAt(pod.spec, 'volumes').entries()) {
      if (!isMap(volume) || volume['hostPath'] === undefined) continue;
      const path = [...pod.path, 'spec', 'volumes', index, 'hostPath'];
      const message = `${named(deployment)}: volume ${shown(volume['name'])} is a folder of the node`;
      yield { object: deployment, path, value: ['extraVolumes'], message, hint };
    }
  },
);

function* weaknesses(
  container: Container,
  ofPod: Data | undefined,
): Iterable<{ message: string; path: DataPath }> {
  const ofContainer = at(container.spec, 'securityContext');
  const podPath = [...container.pod.path, 'spec', 'securityContext'];
  const ownPath = [...container.path, 'securityContext'];
  const what = namedContainer(container);
  for (const { field, expected, holds } of shared) {
    const inner = at(ofContainer, ...field);
    const value = inner ?? at(ofPod, ...field);
    if (holds(value)) continue;
    const path = [...(inner === undefined ? podPath : ownPath), ...field];
    yield { path, message: `${what}: ${field.join('.')} is ${shown(value)}: expected ${expected}` };
  }
  for (const { field, expected, holds } of own) {
    const value = at(ofContainer, ...field);
    if (holds(value)) continue;
    const message = `${what}: securityContext.${field.join('.')} is ${shown(value)}: expected ${expected}`;
    yield { path: [...ownPath, ...field], message };
  }
}
