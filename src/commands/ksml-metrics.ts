/** What a KSML application uses, as the provisioner's `GET /metrics` tells it; where that would answer 404, a failure that says why. */
import { readUsage } from '../cluster/pod-metrics.ts';
import { totalUsage } from '../kubernetes/pod-usage.ts';
import { metricsAnswer } from '../systems/ksml/provisioner-answers.ts';
import { Failure } from '../stack/failure.ts';
import type { ClusterSession } from './cluster-session.ts';
import { runningApplication } from './ksml-application.ts';
import type { Io } from './session.ts';

export async function ksmlMetrics(
  session: ClusterSession,
  names: readonly string[],
  io: Io,
): Promise<number> {
  const { release, runner, running } = await runningApplication(session, names, io);
  const usage = totalUsage(await readUsage(session.connection(), running.discovery, runner.pods));
  if (usage === null) {
    const { kind, name } = runner.id;
    const why = runner.pods.length === 0 ? 'it has no pod' : 'its pods are not measured yet';
    throw new Failure(
      'failed',
      `there are no metrics of KSML application ${release.key} (${kind} ${name}): ${why}`,
      {
        hint: 'metrics-server measures a pod some 15 to 60 s after it has started: try again, or see `k8s-deploy status`',
      },
    );
  }
  io.terminal.out(JSON.stringify(metricsAnswer(usage), null, 2));
  return 0;
}
