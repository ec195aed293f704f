/** LS-8, LS-9 and LS-12: what makes pods roll, and what they run. */
import { type DataPath, mapAt, textAt } from '../../../kubernetes/data.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { secretKeyOf } from '../../rules/secret-key.ts';
import { nameOf, repositoryOf } from '../../rules/workload.ts';
import { tagOf } from './version.ts';
import { rule, type Worker, type WorkerGroup } from './worker-group.ts';

const rolls = rule(
  {
    id: 'LS-8',
    title: 'A new leader token rolls the workers',
    why: 'Pods read the Secret when they start. If its name stays and nothing in the pod template changes with its content, old workers keep the old token and drop off when it is revoked. includeSecretConfigAnnotation writes its checksum beside the annotations, where the API server knows no such field. The option leader.token gives the Secret a new name with each token; otherwise set a checksum in podAnnotations.',
    severity: 'error',
  },
  function* ({ workers, subject }) {
    for (const worker of workers) {
      const { object, pod } = worker;
      const metadata = mapAt(object.manifest, ...pod.path, 'metadata');
      for (const field of Object.keys(metadata).filter((key) => key.startsWith('checksum/'))) {
        yield {
          object,
          path: [...pod.path, 'metadata', field],
          value: ['includeSecretConfigAnnotation'],
          message: `${object.kind} ${object.name}: ${field} stands in the metadata of the pods instead of in their annotations, a field that the API server does not know, so nothing rolls`,
          hint: 'Remove includeSecretConfigAnnotation; use the option leader.token, or set the checksum in podAnnotations.',
        };
      }
      yield* unnoticed(worker, subject);
    }
  },
);

const follows = /checksum|hash|resource-?version|reload/i;

/** A Secret whose name stays when its content changes. Ours get a new name; what others make is not known. */
function* unnoticed(worker: Worker, subject: WorkerGroup['subject']): Iterable<Verdict> {
  const { object, pod, leader, namespace } = worker;
  if (Object.keys(pod.annotations).some((key) => follows.test(key))) return;
  for (const part of leader.parts) {
    const secret = secretKeyOf(part, worker, subject)?.secret;
    if (secret === undefined) continue;
    if (secret.object === null) {
      yield {
        notChecked: `whether Secret ${namespace}/${secret.name} (${secret.by}) gets another name when its content changes`,
      };
    } else if (secret.release !== null) {
      yield {
        object,
        path: [...pod.path, 'metadata', 'annotations'],
        value: ['podAnnotations'],
        message: `${object.kind} ${object.name} reads Secret ${secret.name}, and nothing in its pods changes with it, so a new token does not reach workers that run`,
        hint: 'Use the option leader.token with chart 4.19.2, or roll the pods yourself: kubectl rollout restart.',
        severity: 'warning',
      };
    }
  }
}

const fixedName = 'logstream-config'; // that of chart 1.0, in every release

const collisions = rule(
  {
    id: 'LS-9',
    title: 'No other release has a Secret of the same name',
    why: 'Chart 1.0 calls its Secret logstream-config in every release. Two releases in one namespace overwrite each other’s leader and token, or the second install is refused. Give each release a namespace of its own, or use chart 4.19.2.',
    severity: 'error',
  },
  function* ({ subject: { objects, around, release } }) {
    const value: DataPath = ['nameOverride'];
    for (const object of objects) {
      const { name, kind } = object;
      const namespace = object.namespace ?? release.namespace;
      if (kind !== 'Secret') continue;
      const own = objects.filter((other) => other.kind === 'Secret' && other.name === name);
      const all = around.all('Secret', namespace).filter((one) => one.name === name);
      if (all.length > own.length) {
        const makers = [...new Set(all.map(({ by }) => by))].join(', ');
        const message = `Secret ${name} is made more than once in namespace ${namespace} (${makers}), so one overwrites the other`;
        yield {
          object,
          path: ['metadata', 'name'],
          value,
          message,
          hint: 'Give each release a namespace of its own, or use chart 4.19.2.',
        };
      } else if (name === fixedName) {
        const message = `Secret ${name} has the same name in every release, so namespace ${namespace} has room for this one only`;
        yield {
          object,
          path: ['metadata', 'name'],
          value,
          message,
          hint: 'Keep other worker groups in namespaces of their own.',
          severity: 'notice',
        };
      }
    }
  },
);

const imageValue = ({ generation }: WorkerGroup, field: string): DataPath => [
  generation === '1.0' ? 'image' : 'criblImage',
  field,
];

const pinned = rule(
  {
    id: 'LS-12',
    title: 'Workers run one version of the image',
    why: 'Chart 1.0 runs cribl/cribl:latest and pulls it at each start: workers that start later are of another version than the leader and the other workers. Set the option image.tag to the version that the leader runs, or image.digest.',
    severity: 'warning',
  },
  function* (group) {
    for (const worker of group.workers) {
      const { object, container } = worker;
      const image = textAt(container.spec, 'image') ?? '';
      const place = { object, path: [...container.path, 'image'], value: imageValue(group, 'tag') };
      const hint = 'Set the option image.tag to the version that the leader runs.';
      if (image === '')
        yield { ...place, message: `${nameOf(worker)} has no image`, hint, severity: 'error' };
      else if (!image.includes('@') && (tagOf(image) ?? 'latest') === 'latest') {
        const message = `${nameOf(worker)}: image ${image} is another version at each start`;
        yield { ...place, message, hint };
      }
      const asked = textAt(group.subject.values, ...imageValue(group, 'repository'));
      if (image !== '' && asked !== undefined && asked.split('@')[0] !== repositoryOf(container)) {
        const message = `${nameOf(worker)}: image ${image} is not of the repository ${asked}, which the values name`;
        yield {
          ...place,
          value: imageValue(group, 'repository'),
          message,
          hint: 'Let the template write the repository of the values.',
          severity: 'error',
        };
      }
    }
  },
);

export const rolloutRules: readonly Rule[] = [rolls, collisions, pinned];
