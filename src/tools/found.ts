/** Tools that are on this machine already: on PATH, built by the toolchain, or kept. */
import { dirname } from 'node:path';
import { satisfies } from 'semver';
import { findProgram } from '../../toolchain/ensure.ts';
import { findOnPath, remembered } from '../../toolchain/installed.ts';
import { findKept, type Kept } from './kept.ts';
import { versionOf } from './probe.ts';
import type { ToolName } from './table.ts';

/** A folder that has to be put on PATH; null: it is found by its name already. */
export interface Found {
  readonly folder: string | null;
}

/**
 * What does where no version was asked for, by the pinned one. Pulumi documents its exit codes since 3.227. Helm 3 renders as the one that deploys; Helm 4
 * does not. The provider's SDK asks for exactly its own version, and the renderer's protocol belongs to this build.
 */
const fitting: Readonly<Record<ToolName, (pinned: string) => string>> = {
  pulumi: () => '>=3.227.0 <4',
  helm: (pinned) => `^${pinned.split('.')[0]}`,
  'pulumi-resource-kubernetes': (pinned) => pinned,
  'k8s-deploy-renderer': (pinned) => pinned,
};

/** `wanted`: exactly this version; null: one that fits the pinned one. Null if there is none. */
export async function findTool(
  { tool, version }: Kept,
  wanted: string | null,
  environment: NodeJS.ProcessEnv,
): Promise<Found | null> {
  const onPath = findOnPath(tool, environment);
  if (onPath !== null) {
    const told = await versionTold(tool, onPath);
    if (told !== null && satisfies(told, wanted ?? fitting[tool](version))) return { folder: null };
  }
  const built = wanted === null ? await findProgram(tool) : null;
  const folder = built === null ? findKept({ tool, version }, environment) : dirname(built);
  return folder === null ? null : { folder };
}

/** The renderer is asked each time, which takes a blink: what it has to answer changes with this build. */
async function versionTold(tool: ToolName, path: string): Promise<string | null> {
  const ask = async (): Promise<string | null> => await versionOf(tool, path);
  return tool === 'k8s-deploy-renderer' ? await ask() : await remembered(path, ask);
}
