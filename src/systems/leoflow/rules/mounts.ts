/** Volumes of the server: logs and CAs. Those of agent TLS are LF-5's. */
import { at, textAt, type DataPath } from '../../../kubernetes/data.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { mountOf, mountsOf, nameOf, type Mount, type Workload } from '../../rules/workload.ts';
import { rule, textOf, valueOf, type ControlPlane } from './control-plane.ts';
import { logsFolder } from './logs.ts';

interface Volume {
  readonly folder: string;
  readonly value: DataPath;
  readonly kind: 'persistentVolumeClaim' | 'secret' | 'configMap';
  /** Field of the source that names it. */
  readonly field: string;
  /** That it has; `null` for any. */
  readonly name: string | null;
}

/** What the values ask to be mounted in the server. */
function* volumes(plane: ControlPlane, server: Workload): Iterable<Volume> {
  const folder = textOf(server, logsFolder);
  if (folder !== undefined && valueOf(plane, ['logs', 'persistence', 'enabled']) === true) {
    yield {
      folder,
      value: ['logs', 'persistence', 'enabled'],
      kind: 'persistentVolumeClaim',
      field: 'claimName',
      name: null,
    };
  }
  for (const [store, folderOfCa] of [
    ['database', '/etc/leoflow/db-ca'],
    ['redis', '/etc/leoflow/redis-ca'],
  ] as const) {
    const value = [store, 'caConfigMap'];
    const name = valueOf(plane, value);
    if (typeof name === 'string' && name !== '')
      yield { folder: folderOfCa, value, kind: 'configMap', field: 'name', name };
  }
}

export const mountRule: Rule = rule(
  {
    id: 'leoflow/mounts',
    title: 'Volumes are mounted where the server looks: logs to write, certificates to read',
    why: 'Logs that are not written into the volume go with the pod. A certificate that is not where the server or the address looks keeps it from starting.',
    severity: 'error',
  },
  function* (plane) {
    for (const server of plane.servers) {
      yield* unwritable(server);
      for (const volume of volumes(plane, server)) yield* misplaced(server, volume);
      for (const mount of mountsOf(server)) yield* unfounded(plane, server, mount);
    }
  },
);

/** A mount without a volume, a volume without a claim, or files that could be written if they were no files. */
function* unfounded({ subject }: ControlPlane, server: Workload, mount: Mount): Iterable<Verdict> {
  const { source, path, volume, mountPath } = mount;
  const { object, namespace } = server;
  const claim = textAt(source, 'persistentVolumeClaim', 'claimName');
  if (source === null) {
    const message = `${nameOf(server)} mounts volume ${volume} at ${mountPath}, which the pod does not have`;
    yield { object, path, message, hint: 'Add the volume to the pod, or remove the mount.' };
  } else if (
    claim !== undefined &&
    subject.around.find('PersistentVolumeClaim', namespace, claim) === undefined
  ) {
    const message = `${nameOf(server)} keeps ${mountPath} in PersistentVolumeClaim ${claim}, which nothing provides in namespace ${namespace}, so its pods wait for ever`;
    const hint = 'Let volume and PersistentVolumeClaim have the same name.';
    yield { object, path, value: ['logs', 'persistence', 'enabled'], message, hint };
  }
  const isFiles = at(source, 'secret') !== undefined || at(source, 'configMap') !== undefined;
  if (!isFiles || at(object.manifest, ...path, 'readOnly') === true) return;
  const message = `${nameOf(server)} mounts ${mountPath} without readOnly, and only reads there`;
  yield { object, path: [...path, 'readOnly'], message, hint: 'Write readOnly: true.', severity: 'notice' };
}

function* unwritable(server: Workload): Iterable<Verdict> {
  const folder = textOf(server, logsFolder) ?? '';
  if (folder === '') return; // leoflow/environment says so
  const { object, container } = server;
  const mount = mountOf(server, folder);
  const value = ['config', 'logsDir'];
  const hint = `Let the template mount the volume logs at .Values.config.logsDir, and write the same into ${logsFolder}.`;
  if (mount === undefined) {
    const message = `${nameOf(server)} writes logs to ${folder}, where no volume is mounted, so they go with the container`;
    yield { object, path: [...container.path, 'volumeMounts'], value, message, hint };
  } else if (at(object.manifest, ...mount.path, 'readOnly') === true) {
    yield {
      object,
      path: [...mount.path, 'readOnly'],
      value,
      message: `${nameOf(server)} writes logs to ${folder}, which is mounted read-only`,
      hint,
    };
  }
}

function* misplaced(server: Workload, { folder, value, kind, field, name }: Volume): Iterable<Verdict> {
  const mount = mountsOf(server).find(
    ({ mountPath }) => mountPath.replace(/\/+$/, '') === folder.replace(/\/+$/, ''),
  );
  const found = textAt(mount?.source, kind, field);
  if (found !== undefined && (name === null || name === found)) return;
  yield {
    object: server.object,
    path: mount?.path ?? [...server.container.path, 'volumeMounts'],
    value,
    message: `${nameOf(server)}: at ${folder} there is ${found ?? 'no such volume'}, expected ${kind} ${name ?? 'of the logs'}, as the value ${value.join('.')} says`,
    hint: `Let the template mount it at ${folder}.`,
  };
}
