/** Finds what charts are rendered with. */
import { findProgram } from '../../toolchain/ensure.ts';
import { findOnPath } from '../../toolchain/installed.ts';
import { openRenderer } from '../render/open-renderer.ts';
import type { Renderer } from '../render/renderer.ts';

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
