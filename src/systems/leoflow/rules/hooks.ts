/** LF-21 to LF-23: the chart's own Secret is a hook, and pods do not see it change. */
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Provided, Rule } from '../../rule.ts';
import { secretKeyOf } from '../../rules/secret-key.ts';
import { nameOf, variablesOf, type Workload } from '../../rules/workload.ts';
import { rule, type ControlPlane } from './control-plane.ts';

/** Secrets that variables of a workload are read from, each once. */
function secretsOf(
  workload: Workload,
  { subject }: ControlPlane,
): { name: string; secret: Provided | undefined }[] {
  const all = variablesOf(workload.container).flatMap(
    (variable) => secretKeyOf(variable, workload, subject) ?? [],
  );
  return [...new Map(all.map(({ name, secret }) => [name, { name, secret }])).values()];
}

/** Of them, those that this release renders. */
const ownSecrets = (workload: Workload, plane: ControlPlane): RenderedObject[] =>
  secretsOf(workload, plane).flatMap(({ secret }) => {
    const object = secret?.object ?? null;
    return object !== null && plane.subject.objects.includes(object) ? [object] : [];
  });

const rotation = rule(
  {
    id: 'LF-21',
    title: 'A changed credential rolls the pods',
    why: 'Pods read variables when they start. The chart’s checksum covers its own Secret only, and charts before the README have none: a rotated credential is then used by new pods only, and the old one fails when it is revoked. Credentials that the stack file gives by source roll the pods by themselves; after others, run `k8s-deploy restart`.',
    severity: 'warning',
  },
  function* (plane) {
    for (const server of plane.servers) {
      const { object, pod } = server;
      const sums = Object.entries(pod.annotations).filter(([name]) => name.startsWith('checksum/'));
      const isSummed = sums.some(([, sum]) => /^[0-9a-f]{64}$/.test(sum) && sum !== emptySum);
      if (ownSecrets(server, plane).length > 0 && !isSummed) {
        const message = `${object.kind} ${object.name} has no checksum of its Secret among the pod’s annotations, so a changed credential does not roll the pods`;
        const hint = 'Use the options with secret sources, or let the template write checksum/secret.';
        yield { object, path: [...pod.path, 'metadata', 'annotations'], message, hint };
      }
      for (const { name, secret } of secretsOf(server, plane)) {
        // One of the stack's own gets a new name, or the pods get its version as an annotation.
        if (secret !== undefined && secret.object !== null) continue;
        yield {
          notChecked: `whether Secret ${server.namespace}/${name} has changed since the pods of ${object.name} started`,
        };
      }
    }
  },
);

/** sha256 of nothing: of a template that renders nothing. */
const emptySum = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const unmanaged = rule(
  {
    id: 'LF-22',
    title: 'Pods rely on no Secret that is a hook',
    why: 'Helm makes hooks beside the release: the Secret is not in the manifest, stays after an uninstall, is never compared with the cluster, and is deleted and made again at each upgrade. Credentials that the stack file gives by source, and existing Secrets, leave it out.',
    severity: 'warning',
  },
  function* (plane) {
    for (const server of plane.servers) {
      for (const object of ownSecrets(server, plane)) {
        if (object.hook === null) continue;
        const message = `Secret ${object.name} is a hook, and ${nameOf(server)} reads it: it is no part of the release, and stays after an uninstall`;
        const hint = 'Give every credential by an option with a secret source, or as an existing Secret.';
        yield { object, path: ['metadata', 'annotations', 'helm.sh/hook'], message, hint };
      }
    }
  },
);

const order = rule(
  {
    id: 'LF-23',
    title: 'The Secret is there before the migration, and stays',
    why: 'Helm runs hooks in the order of their weights, and everything else after them. A migration whose Secret comes later, or not in the same event, waits for it until it fails, and with it the install. A Secret that is deleted with its hook is missing when a pod restarts.',
    severity: 'error',
  },
  function* (plane) {
    for (const job of plane.migrations)
      for (const secret of ownSecrets(job, plane)) {
        const flaw = late(secret, job.object);
        if (flaw === null) continue;
        const message = `${nameOf(job)} reads Secret ${secret.name}, ${flaw}`;
        const hint =
          'Give the Secret the events of the Job, and a lower helm.sh/hook-weight; or give the database by an option with a secret source.';
        yield { object: secret, path: ['metadata', 'annotations'], message, hint };
      }
    for (const server of plane.servers)
      for (const secret of ownSecrets(server, plane)) {
        const policies = secret.hook?.deletePolicies ?? [];
        const events = secret.hook?.events ?? [];
        const path = ['metadata', 'annotations', 'helm.sh/hook-delete-policy'];
        const isInstalled = secret.hook === null || events.includes('pre-install');
        if (policies.includes('hook-succeeded')) {
          const message = `Secret ${secret.name} is deleted as soon as its hook is done, and ${nameOf(server)} reads it`;
          yield {
            object: secret,
            path,
            message,
            hint: 'Remove hook-succeeded from its helm.sh/hook-delete-policy.',
          };
        } else if (!isInstalled) {
          const message = `Secret ${secret.name} is made at ${events.join(', ')} only, and ${nameOf(server)} reads it from the install on`;
          yield {
            object: secret,
            path: ['metadata', 'annotations', 'helm.sh/hook'],
            message,
            hint: 'Add pre-install to its helm.sh/hook.',
          };
        } else if (secret.hook !== null && !events.includes('pre-upgrade')) {
          const message = `Secret ${secret.name} is not made again at an upgrade, so ${nameOf(server)} keeps old credentials`;
          yield {
            object: secret,
            path: ['metadata', 'annotations', 'helm.sh/hook'],
            message,
            hint: 'Add pre-upgrade to its helm.sh/hook.',
          };
        }
      }
  },
);

/** Why the Secret is not there when the Job runs; `null` if it is. */
function late(secret: RenderedObject, job: RenderedObject): string | null {
  if (job.hook === null) return null;
  const before = job.hook.events.filter((event) => event.startsWith('pre-'));
  if (secret.hook === null) return before.length === 0 ? null : `which is made after ${before.join(' and ')}`;
  const missed = job.hook.events.filter((event) => secret.hook?.events.includes(event) === false);
  if (missed.length > 0) return `which is not made at ${missed.join(' and ')}`;
  const weights = `hook weight ${secret.hook.weight}, and the Job ${job.hook.weight}`;
  return secret.hook.weight < job.hook.weight ? null : `which is not made before it: it has ${weights}`;
}

export const hookRules: readonly Rule[] = [rotation, unmanaged, order];
