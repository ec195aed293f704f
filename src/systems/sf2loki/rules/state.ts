/** The checkpoints: where they are kept, and that the pod can get there. */
import { at, textAt } from '../../../kubernetes/data.ts';
import { configRule, configViolation, flawRule, flawsOf } from './installation-rule.ts';
import type { Installation } from './installation.ts';
import { isWritable, mountFor } from './volumes.ts';
import { namedContainer } from './wording.ts';

const stateHint =
  'Use the option state.bucket, with state.store s3 or gcs (values config.state.store, s3.bucket).';

export const sharedState = configRule(
  {
    id: 'SF-5',
    title: 'Replicas share their checkpoints in s3 or gcs',
    why: 'A file lies in the emptyDir of one pod. The next leader would not know what has been delivered: it loses events, or delivers them again. A single pod loses the file whenever it is replaced.',
    severity: 'error',
  },
  function* (config, found, subject) {
    const flaws = flawsOf('SF-5', config, found, subject);
    for (const flaw of flaws) yield configViolation(config, flaw, stateHint);
    const store = textAt(config.data, 'state', 'store') ?? 'file';
    if (flaws.length > 0 || store !== 'file' || stateMount(config.data, found)?.type !== 'emptyDir') return;
    const message = 'the checkpoints are a file in the pod, and lost with it';
    yield configViolation(config, { at: ['state', 'store'], message }, stateHint, 'notice');
  },
);

const usualFile = '/var/lib/sf2loki/state.json';

const stateMount = (data: Parameters<typeof textAt>[0], { container }: Installation) =>
  mountFor(container, textAt(data, 'state', 'file', 'path') ?? usualFile);

/** What the chart has where the value is not set: the address of a test set-up. */
const placeholderEndpoint = 'http://minio:9000';

export const s3Endpoint = configRule(
  {
    id: 'SF-6',
    title: 'The s3 endpoint is not the chart’s placeholder',
    why: 'With AWS the endpoint must be null. The chart’s http://minio:9000 stays where only the bucket is set, and then no checkpoint can be read or written.',
    severity: 'error',
  },
  function* (config, found, subject) {
    const path = ['state', 's3', 'endpoint_url'];
    if (textAt(config.data, 'state', 'store') !== 's3') return;
    if (textAt(config.data, ...path) !== placeholderEndpoint) return;
    if (subject.around.find('Service', found.namespace, 'minio') !== undefined) return;
    const isMeant = config.isOverride || textAt(subject.given, 'config', ...path) === placeholderEndpoint;
    if (isMeant) {
      yield { notChecked: `a Service minio in ${found.namespace}, where config.yaml keeps its checkpoints` };
      return;
    }
    const message = 'the chart’s placeholder, and nothing makes a Service minio: expected null for AWS';
    yield configViolation(
      config,
      { at: path, message },
      'Use the option state: endpoint for another store, none for AWS (value config.state.s3.endpoint_url: null).',
    );
  },
);

export const stateBucket = flawRule(
  {
    id: 'SF-7',
    title: 'Checkpoints in s3 or gcs name their bucket',
    why: 'sf2loki refuses to start without one.',
    severity: 'error',
  },
  stateHint,
);

/** Files that sf2loki writes, if it is told to keep something in a file. */
const written = [
  { of: ['state', 'store'], kind: 'file', path: ['state', 'file', 'path'], usual: usualFile },
  {
    of: ['coordinate', 'type'],
    kind: 'file_lease',
    path: ['coordinate', 'file_lease', 'path'],
    usual: '/var/lib/sf2loki/leader.lease',
  },
];

export const writableState = configRule(
  {
    id: 'SF-25',
    title: 'The files that sf2loki writes are on a volume that it may write to',
    why: 'The root file system is read-only. sf2loki cannot write its checkpoints anywhere but below stateDir, or on a volume of your own.',
    severity: 'error',
  },
  function* (config, { container }) {
    for (const { of, kind, path, usual } of written) {
      if ((textAt(config.data, ...of) ?? (kind === 'file' ? 'file' : 'noop')) !== kind) continue;
      const mount = mountFor(container, textAt(config.data, ...path) ?? usual);
      if (mount !== undefined && isWritable(mount)) continue;
      const place =
        mount === undefined
          ? 'no volume is mounted there'
          : `volume ${mount.volumeName} is ${mount.type === '' ? 'missing' : `of type ${mount.type}${mount.readOnly ? ', read-only' : ''}`}`;
      const shownUsual = at(config.data, ...path) === undefined ? ` ${usual}` : '';
      yield configViolation(
        config,
        { at: path, message: `${namedContainer(container)} cannot write${shownUsual}: ${place}` },
        'Keep it below stateDir, or use the option state.bucket (values config.state.file.path, stateDir).',
      );
    }
  },
);
