import { deploymentJson } from '../report/json.ts';
import { progressView } from '../report/progress.ts';
import { closingLine } from '../report/summary.ts';
import { chartPaths, type Io, openSession, type StackOptions } from './session.ts';

/** Brings about what the stack file says. */
export async function up(options: StackOptions, io: Io): Promise<number> {
  const { terminal } = io;
  const view = progressView(terminal, { planning: false });
  try {
    const session = openSession(options, io, (progress) => view.show(progress));
    const charts = await session.prepare();
    const result = await session.deployment.up(chartPaths(charts));
    view.stop();
    if (options.json) terminal.out(JSON.stringify(deploymentJson(session.stack, charts, result), null, 2));
    else
      terminal.out(
        terminal.style('bold', closingLine('Applied', session.stack.stack, result, { past: true })),
      );
    return 0;
  } finally {
    view.stop();
  }
}
