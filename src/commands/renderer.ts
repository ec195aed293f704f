/** Finds what charts are rendered with. */
import { findProgram } from '../../toolchain/ensure.ts';
import { findOnPath } from '../../toolchain/installed.ts';
import { openRenderer } from '../render/open-renderer.ts';
import type { Renderer } from '../render/renderer.ts';
import { verifiedRenderer, type EngineDifference } from '../render/verified-renderer.ts';

export type Engine = 'auto' | 'renderer' | 'helm';

/** On PATH, else what the toolchain built. `auto`: our renderer, or `helm template` where there is none. */
export async function findRenderer(engine: Engine, environment: NodeJS.ProcessEnv): Promise<Renderer> {
  const path = async (name: 'k8s-deploy-renderer' | 'helm'): Promise<string | null> =>
    findOnPath(name, environment) ?? (await findProgram(name));
  return await openRenderer({
    renderer: engine === 'helm' ? null : await path('k8s-deploy-renderer'),
    helm: engine === 'renderer' ? null : await path('helm'),
  });
}

/** Both, for `--verify-engine`: `differences` fills while it renders. */
export async function findVerifiedRenderer(
  environment: NodeJS.ProcessEnv,
  differences: EngineDifference[],
): Promise<Renderer> {
  const [ours, helm] = await Promise.all([
    findRenderer('renderer', environment),
    findRenderer('helm', environment),
  ]);
  return verifiedRenderer(ours, helm, (difference) => differences.push(difference));
}
