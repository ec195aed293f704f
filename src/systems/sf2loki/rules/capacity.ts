/** Memory, image and replicas: what they cost and what they are good for. */
import { at, textAt, type DataMap } from '../../../kubernetes/data.ts';
import { quantity } from '../../../kubernetes/quantity.ts';
import { orgPaths } from '../config-path.ts';
import { configRule, installationRule } from './installation-rule.ts';
import { hasLeader } from './lease-rights.ts';
import { named, namedContainer, shown } from './wording.ts';

const mebi = 2 ** 20;
const usualQueue = 256 * mebi;
const usualBridge = 128 * mebi;
/** What the chart requests for sf2loki without its queues: its limit of 512Mi is one lane, the bridge and this. */
const overhead = 128 * mebi;

const polling = ['eventlog_objects', 'eventlogfile', 'apexlog'];

/** Bytes when all queues are full, as while Loki does not answer. */
function worstCase(data: DataMap): {
  readonly bytes: number;
  readonly lanes: number;
  readonly bridges: number;
} {
  const orgs = orgPaths(data).map((path) => at(data, ...path, 'sources'));
  const polls = orgs.some((sources) => polling.some((source) => at(sources, source, 'enabled') === true));
  const lanes = polls ? 2 : 1;
  const queue = quantity(at(data, 'sink', 'loki', 'batch', 'queue_max_bytes')) ?? usualQueue;
  const bridges = orgs
    .filter((sources) => at(sources, 'pubsub', 'enabled') !== false)
    .map((sources) => quantity(at(sources, 'pubsub', 'bridge_max_bytes')) ?? usualBridge);
  return {
    lanes,
    bridges: bridges.length,
    bytes: lanes * queue + bridges.reduce((sum, each) => sum + each, 0) + overhead,
  };
}

const inMebi = (bytes: number): string => `${Math.ceil(bytes / mebi)}Mi`;

export const memoryLimit = configRule(
  {
    id: 'SF-30',
    title: 'The memory limit covers the queues',
    why: 'While Loki does not answer, the queues fill up: each lane to sink.loki.batch.queue_max_bytes, and the Pub/Sub bridge of every org to bridge_max_bytes. There is a second lane as soon as one polling source is on. Over its limit the pod is killed, and what was queued is lost.',
    severity: 'warning',
  },
  function* (config, { container, deployment }) {
    const limit = at(container.spec, 'resources', 'limits', 'memory');
    const given = quantity(limit);
    const { bytes, lanes, bridges } = worstCase(config.data);
    if (given === null || given >= bytes) return;
    yield {
      object: deployment,
      path: [...container.path, 'resources', 'limits', 'memory'],
      value: ['resources', 'limits', 'memory'],
      message: `${namedContainer(container)}: the memory limit is ${shown(limit)}: expected at least ${inMebi(bytes)} for ${lanes === 1 ? 'one lane' : `${lanes} lanes`}, ${bridges === 1 ? 'the bridge' : `${bridges} bridges`} and ${inMebi(overhead)} more`,
      hint: 'Use the option resources, or smaller queues in config.sink.loki.batch.queue_max_bytes (value resources.limits.memory).',
    };
  },
);

const replicasOfUse = 2;

export const pinnedImage = installationRule(
  {
    id: 'SF-31',
    title: 'The image is the one that was chosen, pinned by digest, and no replica is idle for nothing',
    why: 'A tag can be moved to other content. One replica works and one stands by; a third one only costs.',
    severity: 'notice',
  },
  function* (found, subject) {
    const { container, deployment, replicas } = found;
    const image = textAt(container.spec, 'image') ?? '';
    const place = { object: deployment, path: [...container.path, 'image'], value: ['image'] };
    const hint = 'Use the option image.digest (value image.digest: sha256:…).';
    const expected = chosenImage(subject.values, subject.chart.appVersion);
    if (expected !== null && image !== expected) {
      const message = `${namedContainer(container)}: image is ${shown(image)}: expected ${shown(expected)}, as the values say`;
      yield { ...place, message, hint, severity: 'error' };
    }
    const [, tag = ''] = /:([^/:@]+)$/.exec(image) ?? [];
    if (!image.includes('@') && (tag === '' || tag === 'latest')) {
      const message = `${namedContainer(container)}: image ${shown(image)} is whatever is newest when a pod starts`;
      yield { ...place, message, hint, severity: 'warning' };
    } else if (!image.includes('@')) {
      yield {
        ...place,
        message: `${namedContainer(container)}: image ${shown(image)} is not pinned by digest`,
        hint,
      };
    }
    if (replicas <= replicasOfUse || !hasLeader(found, subject)) return;
    yield {
      object: deployment,
      path: ['spec', 'replicas'],
      value: ['replicaCount'],
      message: `${named(deployment)} runs ${replicas} replicas: one works, and more than one standby is idle`,
      hint: `Use the option replicas: ${replicasOfUse} (value replicaCount).`,
    };
  },
);

/** `null` if the values don't tell. */
function chosenImage(values: DataMap, appVersion: string | null): string | null {
  const repository = textAt(values, 'image', 'repository') ?? '';
  const digest = textAt(values, 'image', 'digest') ?? '';
  const tag = textAt(values, 'image', 'tag') || appVersion;
  if (repository === '' || (digest === '' && tag === null)) return null;
  return digest === '' ? `${repository}:${tag}` : `${repository}@${digest}`;
}
