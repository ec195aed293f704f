/** Says how much CPU and memory the pods of releases use now, beside what they ask for and may have. */
import { readUsage } from '../cluster/pod-metrics.ts';
import { releasePods } from '../cluster/release-pods.ts';
import { metricsJson, type ReleaseUsage } from '../report/status/metrics-json.ts';
import { usageLines } from '../report/status/usage.ts';
import { openClusterSession, type ClusterSession } from './cluster-session.ts';
import { requireOneFormat } from './ksml-application.ts';
import { ksmlMetrics } from './ksml-metrics.ts';
import { chosenReleases, runningReleases } from './running-releases.ts';
import type { Io } from './session.ts';

export interface MetricsOptions {
  readonly cwd: string;
  readonly stack?: string | undefined;
  readonly json: boolean;
  readonly format: 'text' | 'json' | 'ksml';
}

export async function metrics(names: readonly string[], options: MetricsOptions, io: Io): Promise<number> {
  requireOneFormat(options);
  const session = openClusterSession(options, io);
  try {
    if (options.format === 'ksml') return await ksmlMetrics(session, names, io);
    return await releaseMetrics(session, names, options, io);
  } finally {
    session.close();
  }
}

async function releaseMetrics(
  session: ClusterSession,
  names: readonly string[],
  options: MetricsOptions,
  io: Io,
): Promise<number> {
  const chosen = chosenReleases(session, names);
  const connection = session.connection();
  const { discovery, releases, gaps } = await runningReleases(connection, chosen, io);
  const all = new Set(gaps);
  const usages = await Promise.all(
    releases.map(async ({ release, applied }): Promise<ReleaseUsage> => {
      const { workloads, gaps: more } = await releasePods(connection, discovery, applied.objects);
      for (const gap of more) all.add(gap);
      const { key, name, namespace } = release;
      const pods = workloads.flatMap((workload) => workload.pods);
      return { key, name, namespace, pods: await readUsage(connection, discovery, pods) };
    }),
  );
  const shown = io.redactor.redactData({ releases: usages, gaps: [...all] });
  if (options.json || options.format === 'json') io.terminal.out(JSON.stringify(metricsJson(shown), null, 2));
  else for (const line of usageLines(shown, io.terminal)) io.terminal.out(line);
  return 0;
}
