/** Says what runs: Helm's releases, their pods, autoscalers, who leads. Asks the cluster alone, and changes nothing. */
import { linesMarkdown, plainStyler } from '../report/lines-markdown.ts';
import { statusJson } from '../report/status/json.ts';
import { statusLines } from '../report/status/terminal.ts';
import type { StackStatus } from '../report/status/status.ts';
import { exitCodes } from '../stack/failure.ts';
import { openClusterSession } from './cluster-session.ts';
import { requireOneFormat } from './ksml-application.ts';
import { ksmlStatus } from './ksml-status.ts';
import { stackPlace } from './plan-place.ts';
import { chosenReleases } from './running-releases.ts';
import type { Io } from './session.ts';
import { releaseStatuses } from './stack-status.ts';

export interface StatusOptions {
  readonly cwd: string;
  readonly stack?: string | undefined;
  readonly json: boolean;
  readonly format: 'text' | 'json' | 'ksml';
  /** Exit with `failed` unless all is ready. */
  readonly check: boolean;
}

export async function status(names: readonly string[], options: StatusOptions, io: Io): Promise<number> {
  requireOneFormat(options);
  const session = openClusterSession(options, io);
  try {
    if (options.format === 'ksml') return await ksmlStatus(session, names, options, io);
    const chosen = chosenReleases(session, names);
    const found: StackStatus = {
      project: session.stack.project,
      stack: session.stack.stack,
      ...stackPlace(session.directory),
      ...(await releaseStatuses(session.connection(), chosen, io)),
    };
    const shown = io.redactor.redactData(found);
    const of = `${shown.project}/${shown.stack}`;
    io.step?.summary(linesMarkdown(`Status of ${of}`, statusLines(shown, plainStyler, Date.now()), io));
    if (options.json || options.format === 'json')
      io.terminal.out(JSON.stringify(statusJson(shown), null, 2));
    else for (const line of statusLines(shown, io.terminal, Date.now())) io.terminal.out(line);
    return options.check && found.releases.some(({ health }) => health !== 'ready') ? exitCodes.failed : 0;
  } finally {
    session.close();
  }
}
