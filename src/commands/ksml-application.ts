/** Which KSML application a command with `--format ksml` is about: the formats of the provisioner are of one. */
import { releasePods, type WorkloadPods } from '../cluster/release-pods.ts';
import type { DataMap } from '../kubernetes/data.ts';
import type { DesiredRelease } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import type { ClusterSession } from './cluster-session.ts';
import {
  chosenReleases,
  runningReleases,
  type RunningRelease,
  type RunningReleases,
} from './running-releases.ts';
import type { Io } from './session.ts';

const system = 'ksml-application';

/** Throws a `Failure` (configuration): `--json` has a shape of its own. */
export function requireOneFormat({
  json,
  format,
}: {
  readonly json: boolean;
  readonly format: string;
}): void {
  if (json && format === 'ksml')
    throw new Failure('configuration', '--json and --format ksml exclude each other');
}

/** Throws a `Failure` (configuration) unless exactly one is named, or there is but one. */
function chosenApplication(session: ClusterSession, names: readonly string[]): DesiredRelease {
  const applications = chosenReleases(session, names).filter((release) => release.system === system);
  const [first, ...others] = applications;
  if (names.length <= 1 && first !== undefined && others.length === 0) return first;
  const known = session.stack.releases.filter((release) => release.system === system).map(({ key }) => key);
  const has = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
  throw new Failure(
    'configuration',
    `--format ksml is of one KSML application, but ${names.length === 0 ? 'none is named' : `"${names.join(' ')}" is not one`}`,
    { hint: `name one release of system ${system} of stack "${session.stack.stack}"; ${has}` },
  );
}

export interface RunningApplication {
  readonly release: DesiredRelease;
  readonly history: NonNullable<RunningRelease['history']>;
  /** Its StatefulSet or Job, as it is now. */
  readonly runner: WorkloadPods & { readonly live: DataMap };
  readonly running: RunningReleases;
}

/** Rejects with a `Failure` where the provisioner would answer that there is no such application. */
export async function runningApplication(
  session: ClusterSession,
  names: readonly string[],
  io: Io,
): Promise<RunningApplication> {
  const release = chosenApplication(session, names);
  const connection = session.connection();
  const running = await runningReleases(connection, [release], io);
  const [found] = running.releases;
  const history = found?.history ?? null;
  const named = `KSML application ${release.key} (release ${release.name} in namespace ${release.namespace})`;
  if (found === undefined || history === null || history.latest.status === 'uninstalled') {
    throw new Failure('failed', [`${named} is not deployed`, ...running.gaps].join('\n'), {
      hint: 'deploy it with `k8s-deploy up`',
    });
  }
  const { workloads, gaps } = await releasePods(connection, running.discovery, found.applied.objects);
  const runner = workloads.find(({ id, live }) => live !== null && ['StatefulSet', 'Job'].includes(id.kind));
  if (runner === undefined || runner.live === null) {
    throw new Failure(
      'failed',
      [`${named} has no StatefulSet and no Job in the cluster`, ...gaps].join('\n'),
      {
        hint: 'see `k8s-deploy status` and `k8s-deploy drift`; a finished Job is removed after job.ttlSecondsAfterFinished',
      },
    );
  }
  for (const gap of [...running.gaps, ...gaps])
    io.terminal.note(`${io.terminal.style('yellow', '!')} ${gap}`);
  return { release, history, runner: { ...runner, live: runner.live }, running };
}
