/** Makes the pods of releases anew, with a reason that the cluster keeps, and waits until they are ready. */
import { readWorkload, restart as restartWorkload, rolledOut } from '../cluster/restart.ts';
import type { Connection } from '../cluster/connection.ts';
import type { Discovery } from '../cluster/discovery.ts';
import { objectKey, objectText, type ObjectId } from '../kubernetes/object-id.ts';
import { isRestartable, reasonProblem, whyNotRestarted } from '../kubernetes/restart.ts';
import { restartJson, restartLines, rolloutText, type RestartedWorkload } from '../report/restart.ts';
import { exitCodes, Failure } from '../stack/failure.ts';
import { openClusterSession } from './cluster-session.ts';
import { outdatedWorkloads, rotationReason } from './outdated-workloads.ts';
import { withTroubles } from './restart-troubles.ts';
import { chosenReleases, type RunningRelease, runningReleases } from './running-releases.ts';
import type { Io, StackOptions } from './session.ts';

export interface RestartOptions extends Pick<StackOptions, 'cwd' | 'stack' | 'json'> {
  readonly reason?: string | undefined;
  /** Only what runs with a Secret or ConfigMap as it was before it was last written. */
  readonly rotated: boolean;
  /** Seconds; by default those of each release. */
  readonly timeout?: number | undefined;
  readonly wait: boolean;
}

interface Chosen {
  readonly release: RunningRelease['release'];
  readonly object: ObjectId;
  readonly reason: string;
}

export async function restart(names: readonly string[], options: RestartOptions, io: Io): Promise<number> {
  const { terminal } = io;
  requireSensible(names, options);
  const session = openClusterSession(options, io);
  try {
    await session.requireCluster();
    const connection = session.connection();
    const running = await runningReleases(connection, chosenReleases(session, names), io);
    for (const gap of running.gaps) terminal.note(`${terminal.style('yellow', '!')} ${gap}`);
    const chosen = await choose(running.releases, connection, running.discovery, options);
    if (chosen.length > 0) await requirePossible(chosen, connection, running.discovery);
    const restarted = await restartAll(chosen, connection, running.discovery, options, io);
    const done = await withTroubles(restarted, running.releases, connection, io);
    if (options.json) terminal.out(JSON.stringify(restartJson(session.stack, done), null, 2));
    else if (done.length === 0)
      terminal.out('Nothing runs with outdated Secrets or ConfigMaps: nothing was restarted');
    else for (const line of done.flatMap((workload) => restartLines(workload, terminal))) terminal.out(line);
    return exitCodeOf(done);
  } finally {
    session.close();
  }
}

function requireSensible(names: readonly string[], { reason, rotated }: RestartOptions): void {
  const problems = [
    ...(names.length === 0 && !rotated
      ? ['which release? Name one or more; --rotated looks for what needs a restart in all of them']
      : []),
    ...(reason === undefined && !rotated
      ? ['--reason says why, and stays on the pods: --reason "new certificate of the broker"']
      : []),
  ];
  const flaw = reason === undefined ? null : reasonProblem(reason);
  if (flaw !== null) problems.push(`--reason: ${flaw}`);
  if (problems.length > 0) throw new Failure('configuration', problems.join('\n'));
}

async function choose(
  releases: readonly RunningRelease[],
  connection: Connection,
  discovery: Discovery,
  { rotated, reason }: RestartOptions,
): Promise<Chosen[]> {
  if (rotated) {
    const found = await outdatedWorkloads(releases, connection, discovery);
    return found.map(({ release, workload, sources }) => ({
      release,
      object: workload,
      reason: reason ?? rotationReason(sources),
    }));
  }
  const problems: string[] = [];
  const chosen = releases.flatMap(({ release, history, applied }) => {
    const objects = applied.objects.map(({ id }) => id).filter(isRestartable);
    if (history === null)
      problems.push(`Helm has no release ${release.name} in namespace ${release.namespace}`);
    else if (objects.length === 0)
      problems.push(
        `release ${release.key} has no Deployment, StatefulSet or DaemonSet: there is nothing to restart`,
      );
    return objects.map((object) => ({ release, object, reason: reason ?? '' }));
  });
  if (problems.length > 0) throw new Failure('failed', problems.join('\n'), { hint: 'nothing was changed' });
  return chosen;
}

/** Before the first is restarted, so that what cannot be done leaves no half-done work. */
async function requirePossible(
  chosen: readonly Chosen[],
  connection: Connection,
  discovery: Discovery,
): Promise<void> {
  const problems = await Promise.all(
    chosen.map(async ({ object }) => {
      const live = await readWorkload(connection, discovery, object);
      if (live === null) return [`${objectText(object)} is gone: somebody has deleted it`];
      const why = whyNotRestarted(live);
      return why === null ? [] : [`${objectText(object)}: ${why}`];
    }),
  );
  if (problems.flat().length === 0) return;
  throw new Failure('failed', problems.flat().join('\n'), { hint: 'nothing was changed' });
}

async function restartAll(
  chosen: readonly Chosen[],
  connection: Connection,
  discovery: Discovery,
  { timeout, wait }: RestartOptions,
  { terminal, redactor, signal }: Io,
): Promise<RestartedWorkload[]> {
  const time = new Date();
  const latest = new Map<string, string>(); // what is drawn, by object
  const draw = (): void => terminal.live([...latest.values()].map((text) => `  … ${text}`));
  try {
    return await Promise.all(
      chosen.map(async ({ release, object, reason }): Promise<RestartedWorkload> => {
        const started = performance.now();
        const told = redactor.redact(reason); // everybody who may read the workload reads it
        await restartWorkload(connection, discovery, object, { time, reason: told });
        const until = started + (wait ? (timeout ?? release.timeoutSeconds) * 1000 : 0);
        const rollout = wait
          ? await rolledOut(connection, discovery, object, {
              until,
              signal,
              onChange(now) {
                const text = rolloutText(object, now);
                latest.set(objectKey(object), text);
                if (terminal.interactive) draw();
                else terminal.note(`  … ${text}`);
              },
            })
          : null;
        latest.delete(objectKey(object));
        draw();
        const seconds = (performance.now() - started) / 1000;
        return { release: release.key, object, reason: told, time: time.toISOString(), rollout, seconds };
      }),
    );
  } finally {
    terminal.live([]);
  }
}

/** What failed counts for more than what ran out of time. */
function exitCodeOf(done: readonly RestartedWorkload[]): number {
  const states = new Set(done.map(({ rollout }) => rollout?.state ?? 'ready'));
  if (states.has('failed')) return exitCodes.failed;
  return states.has('progressing') ? exitCodes.timeout : 0;
}
