import { changesIn } from '../deploy/steps.ts';
import { deploymentJson } from '../report/json.ts';
import { progressView } from '../report/progress.ts';
import { closingLine, stepLines } from '../report/summary.ts';
import { exitCodes } from '../stack/failure.ts';
import { chartPaths, type Io, openSession, type StackOptions } from './session.ts';

export interface PreviewOptions extends StackOptions {
  /** Exit with `changes` when there are any. */
  readonly expectNoChanges: boolean;
}

/** Shows what `up` would do, and changes nothing. */
export async function preview(options: PreviewOptions, io: Io): Promise<number> {
  const { terminal } = io;
  const view = progressView(terminal, { planning: true });
  try {
    const session = openSession(options, io, (progress) => view.show(progress));
    const charts = await session.prepare();
    const result = await session.deployment.preview(chartPaths(charts));
    view.stop();
    if (options.json) {
      terminal.out(JSON.stringify(deploymentJson(session.stack, charts, result), null, 2));
    } else {
      for (const line of stepLines(result.steps, terminal)) terminal.out(line);
      terminal.out(
        terminal.style('bold', closingLine('Previewed', session.stack.stack, result, { past: false })),
      );
    }
    return options.expectNoChanges && changesIn(result.counts) > 0 ? exitCodes.changes : 0;
  } finally {
    view.stop();
  }
}
