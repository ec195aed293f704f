/** Says what a stack needs from its cluster, and whether it is there. Changes nothing, and needs no secret but those of chart registries. */
import { discover } from '../cluster/discovery.ts';
import { reveal } from '../deploy/reveal.ts';
import { pullCharts } from '../render/charts.ts';
import { inheritedMirrors, parseMirrors } from '../render/mirrors.ts';
import type { Diagnosis } from '../report/doctor/diagnosis.ts';
import { diagnosisJson } from '../report/doctor/json.ts';
import { diagnosisLines } from '../report/doctor/terminal.ts';
import { exitCodes } from '../stack/failure.ts';
import { registryAccess } from '../systems/registries.ts';
import { clusterNeeds } from './cluster-needs.ts';
import { type ClusterSession, openClusterSession } from './cluster-session.ts';
import { startRenderer } from './renderer.ts';
import type { Io, StackOptions } from './session.ts';

export interface DoctorOptions extends StackOptions {
  /** Exit with `findings` if something of this severity or above is missing. */
  readonly failOn: 'error' | 'warning';
  /** Also list what is there, and everybody who needs something. */
  readonly verbose: boolean;
}

export async function doctor(options: DoctorOptions, io: Io): Promise<number> {
  const session = openClusterSession(options, io);
  try {
    const found = await diagnose(session, options, io);
    const shown = io.redactor.redactData(found);
    if (options.json) io.terminal.out(JSON.stringify(diagnosisJson(shown), null, 2));
    else for (const line of diagnosisLines(shown, io.terminal, options)) io.terminal.out(line);
    return exitCodeOf(found, options);
  } finally {
    session.close();
  }
}

/** What is not known is no finding: a fork's credentials may see little. Nothing is known of a release that does not render. */
function exitCodeOf({ needs, gaps }: Diagnosis, { failOn }: DoctorOptions): number {
  const counts = needs.some(
    ({ state, severity }) => state === 'missing' && (severity === 'error' || failOn === 'warning'),
  );
  if (counts) return exitCodes.findings;
  return gaps.length > 0 && needs.length === 0 ? exitCodes.failed : 0;
}

async function diagnose(session: ClusterSession, options: DoctorOptions, io: Io): Promise<Diagnosis> {
  const { loaded, stack, directory } = session;
  const { environment, signal } = io;
  const starting = await startRenderer('auto', environment); // gets ready while charts are pulled
  try {
    const [charts, version, discovery, renderer] = await Promise.all([
      pullCharts(stack.releases, {
        directory,
        reveal: async (secret) =>
          await reveal(secret, { directory, stack: stack.stack, environment, learn: io.redactor.learn }),
        registries: registryAccess(loaded),
        mirrors: [...parseMirrors(options.chartMirror), ...inheritedMirrors(environment)],
        signal,
        onProgress: (line) => io.terminal.note(io.terminal.style('dim', line)),
      }),
      session.requireCluster(),
      discover(session.connection()),
      starting.renderer,
    ]);
    const of = { loaded, stack, charts, version };
    const found = await clusterNeeds(of, renderer, session.connection(), discovery);
    const cluster = { identifier: stack.cluster.identifier, kubeVersion: version };
    return { project: stack.project, stack: stack.stack, cluster, ...found };
  } finally {
    await starting.close();
  }
}
