/** Sees to it that the programs that a command runs are there: on PATH, kept from before, or downloaded and checked. */
import { valid } from 'semver';
import { Failure, type FailureCode } from '../stack/failure.ts';
import { quoted } from '../stack/problem.ts';
import type { FetchLimits, ToolOrder } from './fetch-tool.ts';
import { findTool, type Found } from './found.ts';
import { gathered, together } from './gathered.ts';
import { releaseOf } from './release.ts';
import { readTable, type ToolName, type ToolTable } from './table.ts';

export interface ToolRequest {
  /**
   * `check`: `['k8s-deploy-renderer']`; what deploys: `pulumi` and `pulumi-resource-kubernetes` besides. Where the renderer cannot be had, `helm` takes its
   * place; naming `helm` asks for it in any case.
   */
  readonly need: readonly ToolName[];
  /** Exactly these; null, '' or missing: what fits on PATH, else the pinned one. */
  readonly versions: { readonly pulumi?: string | null; readonly helm?: string | null };
  /** Base address instead of the official ones; null or '': K8S_DEPLOY_TOOLS_MIRROR, else none. */
  readonly mirror: string | null;
  /** PATH, RUNNER_TOOL_CACHE, K8S_DEPLOY_CACHE, PULUMI_HOME, HTTPS_PROXY, NO_PROXY, GITHUB_ACTION_REPOSITORY, and what the above names. */
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

export interface ReadyTools {
  /** To be put in front of PATH, in this order; without those that are found there already. */
  readonly folders: readonly string[];
  /** What is not as it was wished, and is no failure. */
  readonly notes: readonly string[];
}

/** What is downloaded from; tests have their own. */
export interface ToolSupply {
  readonly table: ToolTable;
  readonly limits: FetchLimits | null; // null: those of fetch-tool.ts
}

/** Failures of the renderer's download after which Helm takes its place. A wrong file is none of them: somebody should look at it. */
const passable: ReadonlySet<FailureCode> = new Set<FailureCode>(['unreachable', 'timeout', 'configuration']);

/**
 * Asks for nothing on the network unless something is missing. Throws a `Failure`: configuration if there is no checksum, no such version or no such
 * file; failed if a file is not what was expected; unreachable, timeout or cancelled. Several at once are told in one.
 */
export async function ensureTools(
  request: ToolRequest,
  { table, limits }: ToolSupply = { table: readTable(), limits: null },
): Promise<ReadyTools> {
  const { environment, onProgress } = request;
  const origin = {
    mirror: request.mirror || environment['K8S_DEPLOY_TOOLS_MIRROR'] || null,
    repository: environment['GITHUB_ACTION_REPOSITORY'] ?? '',
  };
  const stop = new AbortController();
  const signal = AbortSignal.any([request.signal, stop.signal]);
  const notes: string[] = [];

  /** What is here, or how to get it. */
  const plan = async (tool: ToolName): Promise<Found | ToolOrder> => {
    const wanted = tool === 'pulumi' || tool === 'helm' ? exactVersion(tool, request.versions[tool]) : null;
    const version = wanted ?? table.tools[tool].pinned;
    const found = await findTool({ tool, version }, wanted, environment);
    if (found !== null) return found;
    const release = releaseOf(table, tool, version, origin);
    return { tool, version, ...release, environment, signal, onProgress, limits };
  };

  const obtain = async (planned: Found | ToolOrder): Promise<string | null> => {
    if ('folder' in planned) return planned.folder;
    const { fetchTool } = await import('./fetch-tool.ts'); // with what unpacks: not for a run that has everything
    const fetched = fetchTool(planned);
    if (planned.tool !== 'k8s-deploy-renderer') return await fetched;
    return await fetched.catch(
      async (error: unknown) => await instead(error, () => plan('helm').then(obtain)),
    );
  };

  /** Helm in the renderer's place; if it cannot be had either, both are told. */
  const instead = async <T>(reason: unknown, helm: () => Promise<T>): Promise<T> => {
    if (!(reason instanceof Failure) || !passable.has(reason.code)) throw reason;
    const result = await helm().catch((error: unknown) => {
      throw error instanceof Failure ? together(reason, [error]) : error;
    });
    notes.push(`charts are rendered with helm, which is slower and sees less: ${reason.message}`);
    return result;
  };

  const planned = await gathered(
    [...new Set(request.need)].map(async (tool) => {
      const one = plan(tool);
      if (tool !== 'k8s-deploy-renderer') return await one;
      return await one.catch(async (error: unknown) => await instead(error, async () => await plan('helm')));
    }),
  );
  const folders = await gathered(
    planned.map(async (each) => {
      try {
        return await obtain(each);
      } catch (error) {
        stop.abort(); // nobody waits for the others' downloads
        throw error;
      }
    }),
  );
  return { folders: [...new Set(folders.filter((folder) => folder !== null))], notes };
}

/** It becomes a part of a path. Throws a `Failure` (configuration). */
function exactVersion(tool: 'pulumi' | 'helm', text: string | null | undefined): string | null {
  if (!text) return null;
  const version = valid(text);
  if (version !== null) return version;
  throw new Failure(
    'configuration',
    `${tool}-version: expected a version such as 3.18.6, found ${quoted(text)}`,
    {
      hint: `Give it in full, without a range, or leave ${tool}-version away`,
    },
  );
}
