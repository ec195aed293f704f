/** Chooses how charts are rendered: by our long-lived renderer where there is one, else by `helm template`. */
import { Failure } from '../stack/failure.ts';
import { engineRenderer } from './engine/client.ts';
import type { Renderer } from './renderer.ts';

/** Absolute paths; null for what is not on this machine. */
export interface RendererPrograms {
  readonly renderer: string | null; // `k8s-deploy-renderer`
  readonly helm: string | null;
}

/**
 * Starts the renderer at once: call it first and await it when it is needed. Throws a `Failure` (configuration) if there is
 * neither, or if what is there is something else.
 */
export async function openRenderer({ renderer, helm }: RendererPrograms): Promise<Renderer> {
  if (renderer !== null) return await engineRenderer(renderer);
  if (helm !== null) {
    const { helmRenderer } = await import('./template/helm-renderer.ts'); // reads charts and YAML by itself
    return await helmRenderer(helm);
  }
  throw new Failure('configuration', 'there is neither k8s-deploy-renderer nor helm to render charts with', {
    hint: 'build both with `npm run toolchain`, or put helm on PATH',
  });
}
