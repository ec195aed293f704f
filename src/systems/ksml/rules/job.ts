/** KR-9: how a Job differs. */
import { listAt, numberAt, textAt } from '../../../kubernetes/data.ts';
import type { Rule } from '../../rule.ts';
import { hasStore } from '../runner-values.ts';
import { rule } from './runner-render.ts';

const job = rule(
  {
    id: 'KR-9',
    title: 'A Job runs once, and is given nothing that it ignores',
    why: 'A Job is never updated in place: a changed definition fails the upgrade until the old Job is deleted. It ignores replicaCount, store and volumeClaimTemplates. With a backoffLimit a producer that failed starts again and sends its data twice.',
    severity: 'error',
  },
  function* ({ runners, subject: { given, release } }) {
    for (const { object, isJob, pod } of runners) {
      if (!isJob) continue;
      const ignored = [
        ...(numberAt(given, 'replicaCount') === undefined || numberAt(given, 'replicaCount') === 1
          ? []
          : ['replicaCount']),
        ...(hasStore(given) ? ['store'] : []),
        ...(listAt(given, 'volumeClaimTemplates').length > 0 ? ['volumeClaimTemplates'] : []),
      ];
      for (const name of ignored) {
        const message = `Job ${object.name}: the value ${name} has no effect in a Job`;
        yield {
          object,
          value: [name],
          message,
          hint: `Remove ${name}, or set the option deploymentMode: StatefulSet.`,
        };
      }
      const limit = numberAt(object.manifest, 'spec', 'backoffLimit') ?? 6; // Kubernetes' own
      if (limit !== 0) {
        const message = `Job ${object.name}: backoffLimit is ${limit}, so a producer that fails is started again and may send its data twice`;
        yield {
          object,
          path: ['spec', 'backoffLimit'],
          message,
          hint: 'Set backoffLimit: 0 in the template.',
          severity: 'warning',
        };
      }
      const restart = textAt(pod.spec, 'restartPolicy') ?? 'Always';
      if (restart !== 'Never') {
        const message = `Job ${object.name}: restartPolicy is ${restart}, so a container that fails is started again`;
        yield {
          object,
          path: [...pod.path, 'spec', 'restartPolicy'],
          message,
          hint: 'Set restartPolicy: Never in the template.',
          severity: restart === 'Always' ? 'error' : 'warning',
        };
      }
      if (numberAt(object.manifest, 'spec', 'ttlSecondsAfterFinished') === undefined) {
        const message = `Job ${object.name} has no ttlSecondsAfterFinished, so it stays for ever and stands in the way of the next`;
        yield {
          object,
          path: ['spec', 'ttlSecondsAfterFinished'],
          value: ['job', 'ttlSecondsAfterFinished'],
          message,
          hint: 'Set job.ttlSecondsAfterFinished.',
          severity: 'warning',
        };
      }
      const message = `Job ${object.name} runs once: a change of it fails to be applied until the Job is deleted`;
      yield {
        object,
        value: ['deploymentMode'],
        message,
        hint: 'Delete the Job before an upgrade that changes it.',
        severity: release.isUpgrade ? 'warning' : 'notice',
      };
    }
  },
);

export const jobRules: readonly Rule[] = [job];
