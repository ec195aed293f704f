/** Where downloaded tools are kept: the runner's tool cache, as @actions/tool-cache lays it out, else our own cache folder. */
import { accessSync, constants, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { publish } from '../../toolchain/cache.ts';
import { cacheFolder } from '../stack/cache-folder.ts';
import type { ToolName } from './table.ts';

/** One tool in one version. */
export interface Kept {
  readonly tool: ToolName;
  readonly version: string;
}

/** ROOT/TOOL/VERSION/ARCH is whole if ARCH.complete lies beside it. */
const places = (
  { tool, version }: Kept,
  environment: NodeJS.ProcessEnv,
): { folder: string; own: boolean }[] => {
  const shared = environment['RUNNER_TOOL_CACHE'] ?? '';
  const own = join(cacheFolder(environment), 'tools');
  return [shared, own]
    .filter((root) => root !== '')
    .map((root) => ({ folder: join(root, tool, version, process.arch), own: root === own }));
};

/** The folder in which the program lies, or null. Others' entries of the tool cache count, in `bin/` too. */
export function findKept(kept: Kept, environment: NodeJS.ProcessEnv): string | null {
  const folders = places(kept, environment)
    .filter(({ folder }) => existsSync(marker(folder)))
    .flatMap(({ folder }) => [folder, join(folder, 'bin')]);
  return [...folders, ...plugins(kept, environment)].find((folder) => holds(folder, kept.tool)) ?? null;
}

/**
 * Makes a folder with the program by `fill`ing one beside it, and returns it; of two jobs that do so at once, the first wins. `fill` is not called if
 * another job was faster.
 */
export async function keep(
  kept: Kept,
  environment: NodeJS.ProcessEnv,
  fill: (staging: string) => Promise<void>,
): Promise<string> {
  for (const { folder, own } of places(kept, environment)) {
    if (!own && !isWritable(dirname(folder))) continue;
    if (existsSync(folder)) {
      if (holds(folder, kept.tool) && existsSync(marker(folder))) return folder;
      if (!own) continue; // somebody else's, who may be at it
      rmSync(folder, { recursive: true, force: true });
    }
    let size = 0;
    await publish(folder, async (staging) => {
      await fill(staging);
      size = statSync(join(staging, kept.tool)).size;
      // Before the folder appears, which it does as a whole: nobody finds it without.
      writeFileSync(marker(folder), '');
    });
    if (holds(folder, kept.tool) && statSync(join(folder, kept.tool)).size === size) return folder;
    // Another action has begun to copy its own there; it marks the folder itself when it is done.
    rmSync(marker(folder), { force: true });
  }
  throw new Error(`${kept.tool} was not kept anywhere`);
}

const marker = (folder: string): string => `${folder}.complete`;

/** Where the Pulumi CLI keeps what it has downloaded itself. */
function plugins({ tool, version }: Kept, environment: NodeJS.ProcessEnv): string[] {
  if (tool !== 'pulumi-resource-kubernetes') return [];
  const home = environment['PULUMI_HOME'] || join(homedir(), '.pulumi');
  const folder = join(home, 'plugins', `resource-kubernetes-v${version}`);
  return existsSync(`${folder}.partial`) ? [] : [folder];
}

function holds(folder: string, tool: ToolName): boolean {
  try {
    const path = join(folder, tool);
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
