/**
 * Builds the renderer for every platform, so that anybody gets the same bytes: no C, no paths, no clock, one version of Go.
 * `node scripts/renderer-binaries.ts FOLDER [PLATFORM…]` writes the programs and SHA256SUMS into FOLDER and fails if one has another sum than
 * src/tools/tools.json; `--record` writes the sums there instead.
 */
import { createHash } from 'node:crypto';
import { readFileSync, globSync, mkdirSync, rmSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheKey } from '../toolchain/cache.ts';
import { findGo, goBuild, linkerFlags } from '../toolchain/go.ts';
import { programs } from '../toolchain/programs.ts';
import { platforms, type Platform } from '../src/tools/platform.ts';
import { readTable, type ToolTable } from '../src/tools/table.ts';
import { filesOf, withSums, writeTable } from './tools.ts';

const renderer = programs['k8s-deploy-renderer'];
const moduleFolder = join(import.meta.dirname, '../renderer');

/** The one version of Go that builds releases: another one's programs are as good, but have other sums. */
export function pinnedGo(): string {
  const pinned = /^toolchain (go\S+)$/m.exec(readFileSync(join(moduleFolder, 'go.mod'), 'utf8'))?.[1];
  if (pinned === undefined) throw new Error('renderer/go.mod has no toolchain line');
  return pinned;
}

/** Changes whenever the programs could: a test holds it against the one that the sums were made from. */
export function rendererSource(): string {
  const files = globSync(['go.{mod,sum}', '**/*.go', '**/versions.txt', '**/go.mod'], { cwd: moduleFolder })
    .filter((file) => !file.endsWith('_test.go'))
    .toSorted();
  const contents = files.flatMap((file) => [file, readFileSync(join(moduleFolder, file), 'utf8')]);
  return cacheKey([...contents, linkerFlags(renderer)]);
}

/** Resolves to the sum of the program, which is in `folder` then, named as a release has it. */
async function build(platform: Platform, folder: string): Promise<string> {
  const [os = '', arch = ''] = platform.split('-');
  const staging = join(folder, `.${platform}`);
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  await goBuild(await findGo(moduleFolder), renderer, moduleFolder, staging, undefined, {
    GOOS: os,
    GOARCH: arch === 'x64' ? 'amd64' : arch,
    // What a machine may have set otherwise, and what would change the code.
    GOAMD64: 'v1',
    GOARM64: 'v8.0',
    GOEXPERIMENT: '',
    GOFIPS140: 'off',
    GOTOOLCHAIN: pinnedGo(),
  });
  const path = join(folder, binaryName(platform));
  renameSync(join(staging, renderer.name), path);
  rmSync(staging, { recursive: true });
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

const binaryName = (platform: Platform): string => `${renderer.name}-${renderer.version}-${platform}`;

/** Fails if one of the sums is not that of the table. */
function compare(sums: ReadonlyMap<string, string>): void {
  const table = readTable();
  if (table.rendererSource !== rendererSource())
    throw new Error(
      'the sources of the renderer are not those of tools.json: build all platforms with --record',
    );
  withSums(table, renderer.name, renderer.version, sums);
}

/** Puts the sums of all platforms into the table, in the place of those that were there. */
function record(sums: ReadonlyMap<string, string>): void {
  if (sums.size < platforms.length) throw new Error('--record needs all platforms');
  const table = readTable();
  const { [renderer.name]: entry } = table.tools;
  const versions = { [renderer.version]: filesOf(renderer.name, renderer.version) };
  const emptied: ToolTable = {
    rendererSource: rendererSource(),
    tools: { ...table.tools, [renderer.name]: { ...entry, pinned: renderer.version, versions } },
  };
  writeTable(withSums(emptied, renderer.name, renderer.version, sums));
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    options: { record: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [target, ...chosen] = positionals;
  if (target === undefined || chosen.some((name) => !platforms.includes(name as Platform)))
    throw new Error(`usage: renderer-binaries.ts FOLDER [${platforms.join('|')}]… [--record]`);
  const folder = resolve(target);
  const sums = new Map<string, string>();
  for (const platform of platforms.filter((name) => chosen.length === 0 || chosen.includes(name))) {
    const sum = await build(platform, folder);
    sums.set(binaryName(platform), sum);
    process.stdout.write(`${sum}  ${binaryName(platform)}\n`);
  }
  writeFileSync(join(folder, 'SHA256SUMS'), [...sums].map(([name, sum]) => `${sum}  ${name}\n`).join(''));
  if (values.record) record(sums);
  else compare(sums);
}
