/** The log of a KSML application as the provisioner's `GET /logs` gives it. */
import { readLog } from '../cluster/container-log.ts';
import { podContainers } from '../kubernetes/pod-containers.ts';
import { textAt } from '../kubernetes/data.ts';
import { logsAnswer } from '../systems/ksml/provisioner-answers.ts';
import { Failure } from '../stack/failure.ts';
import type { ClusterSession } from './cluster-session.ts';
import { runningApplication } from './ksml-application.ts';
import type { LogsOptions } from './logs.ts';
import { podSecrets } from './pod-secrets.ts';
import type { Io } from './session.ts';

export async function ksmlLogs(
  session: ClusterSession,
  names: readonly string[],
  { tail, since, container, previous }: LogsOptions,
  io: Io,
): Promise<number> {
  const { runner, running, release } = await runningApplication(session, names, io);
  const connection = session.connection();
  const note = (line: string): void => io.terminal.note(`${io.terminal.style('yellow', '!')} ${line}`);
  for (const gap of await podSecrets(connection, running.discovery, io.redactor).learn([runner])) note(gap);
  const lastLines = tail === 'all' ? null : tail;
  const range = { tail: lastLines, sinceSeconds: since ?? null, sinceTime: null, previous };
  const refusals: string[] = [];
  const logs = await Promise.all(
    runner.pods.map(async (pod) => {
      const lines: string[] = [];
      // The runner is the first container of its pods.
      const [found] = podContainers(pod).filter(
        (each) => container === undefined || each.container === container,
      );
      const reason =
        found === undefined
          ? `it has no container "${container}"`
          : await readLog(connection, found, range, ({ text }) => lines.push(io.redactor.redactData(text)));
      if (reason !== null) refusals.push(`${textAt(pod, 'metadata', 'name')}: ${reason}`);
      return reason === null ? [{ pod: textAt(pod, 'metadata', 'name') ?? '', lines }] : [];
    }),
  );
  if (runner.pods.length === 0 || refusals.length === runner.pods.length) {
    throw new Failure(
      'failed',
      [`no log of KSML application ${release.key} can be read`, ...refusals].join('\n'),
      {
        hint: 'see `k8s-deploy status` for what runs; a container that has not started has no log',
      },
    );
  }
  for (const refusal of refusals) note(refusal);
  const answer = logsAnswer(lastLines ?? 0, textAt(runner.live, 'metadata', 'name') ?? '', logs.flat());
  io.terminal.out(JSON.stringify(answer, null, 2));
  return 0;
}
