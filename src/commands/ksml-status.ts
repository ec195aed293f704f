/** A KSML application as the provisioner's `GET /status` tells it. */
import { runnerStatus } from '../systems/ksml/runtime-status.ts';
import { statusAnswer } from '../systems/ksml/provisioner-answers.ts';
import { exitCodes } from '../stack/failure.ts';
import type { ClusterSession } from './cluster-session.ts';
import { runningApplication } from './ksml-application.ts';
import type { Io } from './session.ts';
import type { StatusOptions } from './status.ts';

export async function ksmlStatus(
  session: ClusterSession,
  names: readonly string[],
  { check }: Pick<StatusOptions, 'check'>,
  io: Io,
): Promise<number> {
  const { release, history, runner } = await runningApplication(session, names, io);
  const found = runnerStatus(runner.live, runner.pods);
  const { name, namespace } = release;
  const answer = statusAnswer({ name, namespace, ...history.latest }, found);
  io.terminal.out(JSON.stringify(io.redactor.redactData(answer), null, 2));
  return check && found.status !== 'Running' ? exitCodes.failed : 0;
}
