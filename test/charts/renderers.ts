/** Our renderer and Helm itself, and small charts to render with both. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compareRenders } from '../../src/render/compare-renders.ts';
import { openRenderer } from '../../src/render/open-renderer.ts';
import type { Renderer, RenderOutcome, RenderRequest } from '../../src/render/renderer.ts';
import { findOnPath } from '../../toolchain/installed.ts';

export const rendererProgram = findOnPath('k8s-deploy-renderer');

export const openEngine = (): Promise<Renderer> => openRenderer({ renderer: rendererProgram, helm: null });

export const openHelm = (): Promise<Renderer> => openRenderer({ renderer: null, helm: findOnPath('helm') });

/** Writes a chart named `name`, with a Chart.yaml if `files` has none, into a new folder. Returns the chart's folder. */
export async function writeChart(files: Readonly<Record<string, string>>, name = 'sample'): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'chart-')), name);
  const chartYaml = `apiVersion: v2\nname: ${name}\nversion: 1.2.3\n`;
  for (const [path, text] of Object.entries({ 'Chart.yaml': chartYaml, ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

export const requestOf = (chart: string, given: Partial<RenderRequest> = {}): RenderRequest => ({
  chart,
  values: [],
  set: [],
  name: 'demo',
  namespace: 'apps',
  isUpgrade: false,
  kubeVersion: '1.33',
  apiVersions: [],
  timeoutSeconds: 30,
  coverage: false,
  ...given,
});

/** What our renderer gives, and where Helm differs. */
export async function renderBoth(
  engine: Renderer,
  helm: Renderer,
  request: RenderRequest,
): Promise<{ outcome: RenderOutcome; differences: string[] }> {
  const [outcome, expected] = await Promise.all([engine.render(request), helm.render(request)]);
  return { outcome, differences: compareRenders(outcome, expected) };
}
