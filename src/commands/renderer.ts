/** Finds what charts are rendered with. */
import { findProgram } from '../../toolchain/ensure.ts';
import { findOnPath } from '../../toolchain/installed.ts';
import { openRenderer } from '../render/open-renderer.ts';
import type { Renderer } from '../render/renderer.ts';
import { verifiedRenderer, type EngineDifference } from '../render/verified-renderer.ts';

export type Engine = 'auto' | 'renderer' | 'helm';

/** A renderer that is starting. What becomes of it is told where `renderer` is awaited. */
export interface Starting {
  readonly renderer: Promise<Renderer>;
  close(): Promise<void>;
}

/**
 * On PATH, else what the toolchain built. `auto`: our renderer, or `helm template` where there is none. Resolves when the program was
 * started, so that it gets ready while files are read.
 */
export async function startRenderer(engine: Engine, environment: NodeJS.ProcessEnv): Promise<Starting> {
  const path = async (name: 'k8s-deploy-renderer' | 'helm'): Promise<string | null> =>
    findOnPath(name, environment) ?? (await findProgram(name));
  const programs = {
    renderer: engine === 'helm' ? null : await path('k8s-deploy-renderer'),
    helm: engine === 'renderer' ? null : await path('helm'),
  };
  return starting(openRenderer(programs));
}

/** Both, for `--verify-engine`: `differences` fills while it renders. */
export async function startVerifiedRenderer(
  environment: NodeJS.ProcessEnv,
  differences: EngineDifference[],
): Promise<Starting> {
  const [ours, helm] = await Promise.all([
    startRenderer('renderer', environment),
    startRenderer('helm', environment),
  ]);
  const both = Promise.all([ours.renderer, helm.renderer]);
  return starting(
    both.then(([one, other]) => verifiedRenderer(one, other, (found) => differences.push(found))),
  );
}

function starting(renderer: Promise<Renderer>): Starting {
  renderer.catch(() => undefined);
  return { renderer, close: async () => await (await renderer.catch(() => null))?.close() };
}
