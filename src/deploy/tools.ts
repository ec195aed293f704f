/** Finds the programs that a deployment runs: the Pulumi CLI, and the folders in which it finds its providers. */
import { delimiter, dirname, join } from 'node:path';
import { SemVer } from 'semver';
import { writeProviderShim } from '../../pulumi/provider/shim.ts';
import { cacheKey } from '../../toolchain/cache.ts';
import { findProgram } from '../../toolchain/ensure.ts';
import { findOnPath, rememberedVersion } from '../../toolchain/installed.ts';
import { programs } from '../../toolchain/programs.ts';
import { cacheFolder } from '../stack/cache-folder.ts';
import { Failure } from '../stack/failure.ts';
import { bucketProviderEntry } from './entry.ts';

export interface Tools {
  readonly pulumi: string;
  readonly version: SemVer;
  /** PATH for the CLI: its own folder, the state bucket's provider, the caller's PATH, what the toolchain built. */
  readonly path: string;
}

const oldest = '3.227.0'; // the first CLI whose exit codes are documented

/** The `pulumi` on PATH, else the one that the toolchain built. */
export async function findTools(environment: NodeJS.ProcessEnv): Promise<Tools> {
  const pulumi = findOnPath('pulumi', environment) ?? (await findProgram('pulumi'));
  if (pulumi === null) {
    throw new Failure('configuration', 'the Pulumi CLI was not found on PATH', {
      hint: 'install it (https://www.pulumi.com/docs/install/), or build the pinned one with `npm run toolchain`',
    });
  }
  const version = new SemVer((await rememberedVersion(pulumi, programs.pulumi.versionArguments)) ?? '0.0.0');
  if (version.compare(oldest) < 0) {
    throw new Failure(
      'configuration',
      `${pulumi} is version ${version.version}; ${oldest} or newer is needed`,
      {
        hint: 'upgrade it, or take it off PATH and build the pinned one with `npm run toolchain`',
      },
    );
  }
  // A folder for each entry: two versions of this program on one machine don't overwrite each other's.
  const shims = join(
    cacheFolder(environment),
    'providers',
    cacheKey([process.execPath, bucketProviderEntry()]),
  );
  writeProviderShim(shims, bucketProviderEntry());
  const kubernetes = await findProgram('pulumi-resource-kubernetes');
  const folders = [
    dirname(pulumi),
    shims,
    environment['PATH'] ?? '',
    ...(kubernetes === null ? [] : [dirname(kubernetes)]),
  ];
  return { pulumi, version, path: folders.join(delimiter) };
}
