/** LF-24, LF-25 and LF-29: the Job that migrates the database. */
import { at, textAt } from '../../../kubernetes/data.ts';
import { labelSelector, selects, selectorText } from '../../../kubernetes/selectors.ts';
import type { Rule } from '../../rule.ts';
import { nameOf, repositoryOf, type Workload } from '../../rules/workload.ts';
import { ofKind, rule } from './control-plane.ts';

const joins = rule(
  {
    id: 'LF-24',
    title: 'The migration’s pod is not taken for a server',
    why: 'It has the labels that the Service, the disruption budget and the network policy select: while it runs it counts as one of the server’s pods, which it is not. The chart offers nothing against it; another label on one of both would.',
    severity: 'warning',
  },
  function* ({ subject, migrations, services }) {
    const budgets = ofKind(subject, 'PodDisruptionBudget').map((object) => ({
      object,
      selector: at(object.manifest, 'spec', 'selector'),
    }));
    const entries = services.map(({ object }) => ({
      object,
      selector: { matchLabels: at(object.manifest, 'spec', 'selector') ?? {} },
    }));
    for (const { object: job, pod } of migrations) {
      for (const { object, selector } of [...entries, ...budgets]) {
        const asked = labelSelector(selector);
        if (asked.length === 0 || !selects(asked, pod.labels)) continue;
        const message = `${object.kind} ${object.name} selects ${selectorText(asked)}, which the pod of Job ${job.name} has as well`;
        yield {
          object: job,
          path: [...pod.path, 'metadata', 'labels'],
          message,
          hint: 'Give the pods of the Job a label of their own instead, such as app.kubernetes.io/component: migration.',
        };
      }
    }
  },
);

const followed = ['imagePullSecrets', 'nodeSelector', 'tolerations'] as const;

const placed = rule(
  {
    id: 'LF-25',
    title: 'The migration’s pod is admitted, pulled and placed like the server',
    why: 'Its container has no resources, so a ResourceQuota refuses it and a full node evicts it first. It has neither the server’s pull secrets nor its node selector and tolerations: where these are needed the migration waits, and with it the install. Give its namespace a LimitRange, and the service account the pull secret.',
    severity: 'warning',
  },
  function* ({ servers, migrations }) {
    for (const job of migrations) {
      const { object, pod, container } = job;
      if (Object.keys(at(container.spec, 'resources') ?? {}).length === 0) {
        const message = `${nameOf(job)} has no resources, so a ResourceQuota refuses it`;
        yield {
          object,
          path: [...container.path, 'resources'],
          message,
          hint: 'Give the namespace a LimitRange with defaults, or add resources to the template.',
        };
      }
      for (const field of followed) {
        const asked = servers.some((server) => Object.keys(at(server.pod.spec, field) ?? {}).length > 0);
        if (!asked || at(pod.spec, field) !== undefined) continue;
        const message = `Job ${object.name} has no ${field}, and the server has`;
        yield {
          object,
          path: [...pod.path, 'spec'],
          value: [field],
          message,
          hint: `Let the template write .Values.${field} into the Job as well.`,
        };
      }
    }
  },
);

interface Image {
  readonly tag: string | null;
  readonly digest: string | null;
}

function imageOf({ container }: Workload): Image {
  const [name = '', digest = null] = (textAt(container.spec, 'image') ?? '').split('@');
  const [, tag = null] = /:([^/:]+)$/.exec(name) ?? [];
  return { tag: tag?.replace(/^v(?=\d)/, '') ?? null, digest };
}

const versions = rule(
  {
    id: 'LF-29',
    title: 'Server and migration are of the same version',
    why: 'A migration of another version leaves a schema that the server does not know: it fails at start, or later. Set the option image.tag, which the migration gets too.',
    severity: 'error',
  },
  function* ({ servers, migrations }) {
    for (const server of servers)
      for (const job of migrations) {
        const [own, other] = [imageOf(server), imageOf(job)];
        if (own.tag !== null && own.tag === other.tag) continue;
        if (own.tag === null || other.tag === null) {
          if (own.digest === null && other.digest === null) continue; // hardening/image-tag is about that
          yield {
            notChecked: `whether the images of ${server.object.kind} ${server.object.name} and Job ${job.object.name} are of the same version: digests don't say`,
          };
          continue;
        }
        const isOwn = !repositoryOf(job.container).endsWith('leoflow-migrate');
        const message = `${nameOf(job)} is of version ${other.tag}, and the server of ${own.tag}`;
        const hint = 'Set the option image.tag only, or the value migrations.image.tag to the same.';
        yield {
          object: job.object,
          path: [...job.container.path, 'image'],
          value: ['migrations', 'image', 'tag'],
          message,
          hint,
          severity: isOwn ? 'warning' : 'error',
        };
      }
  },
);

export const migrationRules: readonly Rule[] = [joins, placed, versions];
