/** Prints what containers of releases have logged, of all replicas, line by line and without secrets; and goes on with `--follow`. */
import { readLog, type LogLine } from '../cluster/container-log.ts';
import { followLogs } from '../cluster/followed-logs.ts';
import { logPrinter } from '../report/status/log-lines.ts';
import { Failure } from '../stack/failure.ts';
import { openClusterSession, type ClusterSession } from './cluster-session.ts';
import { requireOneFormat } from './ksml-application.ts';
import { ksmlLogs } from './ksml-logs.ts';
import { releaseContainers, type ReleaseContainer } from './release-containers.ts';
import { chosenReleases, runningReleases, type RunningReleases } from './running-releases.ts';
import type { Io } from './session.ts';

export interface LogsOptions {
  readonly cwd: string;
  readonly stack?: string | undefined;
  readonly json: boolean;
  readonly format: 'text' | 'json' | 'ksml';
  /** Lines of each container. */
  readonly tail: number | 'all';
  /** Seconds. */
  readonly since?: number | undefined;
  readonly container?: string | undefined;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly follow: boolean;
}

export async function logs(names: readonly string[], options: LogsOptions, io: Io): Promise<number> {
  requireOneFormat(options);
  requireTogether(options);
  const session = openClusterSession(options, io);
  try {
    if (options.format === 'ksml') return await ksmlLogs(session, names, options, io);
    return await releaseLogs(session, names, options, io);
  } finally {
    session.close();
  }
}

function requireTogether({ follow, previous, format, tail }: LogsOptions): void {
  const problems = [
    ...(follow && previous ? ['--previous is of containers that have ended: nothing follows'] : []),
    ...(follow && format === 'ksml'
      ? ["the provisioner's GET /logs does not follow: --format ksml and --follow exclude each other"]
      : []),
    ...(tail === 'all' && format === 'ksml'
      ? ['--format ksml names the number of lines: --tail needs a number']
      : []),
  ];
  if (problems.length > 0) throw new Failure('configuration', problems.join('\n'));
}

async function releaseLogs(
  session: ClusterSession,
  names: readonly string[],
  options: LogsOptions,
  io: Io,
): Promise<number> {
  const chosen = chosenReleases(session, names);
  const connection = session.connection();
  const running = await runningReleases(connection, chosen, io);
  const isJson = options.json || options.format === 'json';
  const note = (line: string): void => io.terminal.note(`${io.terminal.style('yellow', '!')} ${line}`);
  const containers = releaseContainers(connection, running, options.container, io, note);
  requireAny(running);
  for (const gap of running.gaps) note(gap);
  for (const { release, history } of running.releases)
    if (history === null) note(`release ${release.key} is not installed`);
  const range = { tail: options.tail === 'all' ? null : options.tail, sinceSeconds: options.since ?? null };
  const print = logPrinter({
    terminal: io.terminal,
    redact: io.redactor.redactData,
    isJson,
    hasTimes: options.timestamps,
  });

  if (options.follow) {
    await followLogs(connection, {
      containers: containers.list,
      range,
      signal: io.signal,
      onLine: print.line,
      onRefusal: (container, reason) =>
        note(container === null ? reason : `${placeOf(container)}: ${reason}`),
    });
    return 0;
  }

  const listed = await containers.list();
  containers.requireNamed();
  const all = await Promise.all(
    listed.map(async (container) => {
      const lines: LogLine[] = [];
      const asked = { ...range, sinceTime: null, previous: options.previous };
      const refusal = await readLog(connection, container, asked, (line) => lines.push(line));
      return { container, lines, refusal };
    }),
  );
  const refusals = all.flatMap(({ container, refusal }) =>
    refusal === null ? [] : `${placeOf(container)}: ${refusal}`,
  );
  if (refusals.length > 0 && refusals.length === listed.length) throw nothingToRead(refusals);
  for (const refusal of refusals) note(refusal);
  if (listed.length === 0) note('no pod of these releases is there');
  print.all(all.filter(({ refusal }) => refusal === null));
  return 0;
}

/** Of what Helm does not know nothing runs, and nothing will come. */
function requireAny({ releases, gaps }: RunningReleases): void {
  if (releases.some(({ history }) => history !== null)) return;
  const keys = releases.map(({ release }) => release.key).join(', ');
  const isOne = releases.length === 1;
  throw new Failure(
    'failed',
    [`${keys}: ${isOne ? 'it is' : 'they are'} not installed`, ...gaps].join('\n'),
    {
      hint: 'see `k8s-deploy status`; deploy with `k8s-deploy up`',
    },
  );
}

const placeOf = ({ pod, container }: Pick<ReleaseContainer, 'pod' | 'container'>): string =>
  `${pod}/${container}`;

const nothingToRead = (refusals: readonly string[]): Failure =>
  new Failure('failed', `no log can be read\n${refusals.join('\n')}`, {
    hint: 'see `k8s-deploy status` for what runs; a container that has not started has no log',
  });
