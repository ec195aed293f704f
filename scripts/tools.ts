/**
 * The table of tools that are downloaded at run time, src/tools/tools.json. It prints every checksum with its address, for mirrors; `--repository OWNER/NAME`:
 * from which the Action is used.
 * `--fetch` asks the publishers for the checksums that are missing; a known one never changes: if the publisher has another one now, it fails.
 * `--add TOOL VERSION` puts one more version in. `--check` fails if a pinned version lacks a checksum.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { platforms, type Platform } from '../src/tools/platform.ts';
import {
  readTable,
  tableFile,
  toolNames,
  type Download,
  type ToolName,
  type ToolTable,
} from '../src/tools/table.ts';

/** Asks for a text; rejects unless the answer is 200. */
export type Ask = (url: string) => Promise<string>;

type Files = Record<Platform, Download>;

const goArch = (platform: Platform): string => platform.replace('x64', 'amd64');

const file = (path: string, member: string | null): Download => ({ path, member, sha256: null });

/** How the publishers name their files. */
const naming: Readonly<Record<ToolName, (version: string, platform: Platform) => Download>> = {
  pulumi: (version, platform) => file(`pulumi-v${version}-${platform}.tar.gz`, 'pulumi/pulumi'),
  'pulumi-resource-kubernetes': (version, platform) =>
    file(`pulumi-resource-kubernetes-v${version}-${goArch(platform)}.tar.gz`, 'pulumi-resource-kubernetes'),
  'k8s-deploy-renderer': (version, platform) => file(`k8s-deploy-renderer-${version}-${platform}`, null),
  helm: (version, platform) =>
    file(`helm-v${version}-${goArch(platform)}.tar.gz`, `${goArch(platform)}/helm`),
};

/** The files of a version, none with a checksum yet. */
export const filesOf = (tool: ToolName, version: string): Files =>
  Object.fromEntries(platforms.map((platform) => [platform, naming[tool](version, platform)])) as Files;

/** What the publisher itself tells of the checksums of a version, by name of the file. Ours are recorded when they are built. */
async function published(tool: ToolName, version: string, ask: Ask): Promise<ReadonlyMap<string, string>> {
  switch (tool) {
    case 'pulumi':
      return sumsIn(await ask(`https://get.pulumi.com/releases/sdk/pulumi-${version}-checksums.txt`));
    case 'pulumi-resource-kubernetes':
      return digestsIn(
        await ask(`https://api.github.com/repos/pulumi/pulumi-kubernetes/releases/tags/v${version}`),
      );
    case 'helm': {
      const paths = Object.values(filesOf(tool, version)).map(({ path }) => path);
      const texts = await Promise.all(
        paths.map(async (path) => await ask(`https://get.helm.sh/${path}.sha256sum`)),
      );
      return sumsIn(texts.join('\n'));
    }
    case 'k8s-deploy-renderer':
      return new Map();
  }
}

/** Lines of sha256sum. */
function sumsIn(text: string): Map<string, string> {
  const lines = [...text.matchAll(/^([0-9a-f]{64}) [ *](?:\.\/)?(\S+)$/gm)];
  return new Map(lines.map(([, sum = '', name = '']) => [name, sum]));
}

/** A release as GitHub's API has it. */
function digestsIn(text: string): Map<string, string> {
  const { assets } = JSON.parse(text) as { assets: { name: string; digest?: string | null }[] };
  const digests = assets.map(
    ({ name, digest }) => [name, /^sha256:([0-9a-f]{64})$/.exec(digest ?? '')?.[1]] as const,
  );
  return new Map(digests.filter((each): each is [string, string] => each[1] !== undefined));
}

/** The table with these sums put in, by tool, version and name of the file. Throws if a known one would change. */
export function withSums(
  table: ToolTable,
  tool: ToolName,
  version: string,
  sums: ReadonlyMap<string, string>,
): ToolTable {
  const entry = table.tools[tool];
  const files = { ...entry.versions[version] } as Files;
  for (const platform of platforms) {
    const { path, sha256 } = files[platform];
    const told = sums.get(path);
    if (told === undefined) continue;
    if (sha256 !== null && sha256 !== told)
      throw new Error(
        `${path} has the sha256 ${sha256} here, and its publisher tells ${told} now; nothing was changed`,
      );
    files[platform] = { ...files[platform], sha256: told };
  }
  const versions = { ...entry.versions, [version]: files };
  return { ...table, tools: { ...table.tools, [tool]: { ...entry, versions } } };
}

/** Asks for all, so that a known one that changed is noticed. */
export async function fetchSums(table: ToolTable, ask: Ask): Promise<ToolTable> {
  let filled = table;
  for (const tool of toolNames) {
    for (const version of Object.keys(table.tools[tool].versions)) {
      filled = withSums(filled, tool, version, await published(tool, version, ask));
    }
  }
  return filled;
}

/** What of the pinned versions cannot be downloaded. */
export const missingSums = ({ tools }: ToolTable): string[] =>
  toolNames.flatMap((tool) => {
    const { pinned, versions } = tools[tool];
    return platforms
      .filter((platform) => (versions[pinned]?.[platform].sha256 ?? null) === null)
      .map((each) => `${tool} ${pinned} for ${each}`);
  });

export const writeTable = (table: ToolTable): void =>
  writeFileSync(tableFile, `${JSON.stringify(table, null, 2)}\n`);

async function overTheNetwork(url: string): Promise<string> {
  // GitHub counts by address what comes without a token, and runners share theirs.
  const token = new URL(url).host === 'api.github.com' ? process.env['GH_TOKEN'] : undefined;
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(`${url} answers with status ${response.status}`);
  return await response.text();
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      fetch: { type: 'boolean' },
      check: { type: 'boolean' },
      add: { type: 'boolean' },
      repository: { type: 'string', default: '{repository}' },
    },
    allowPositionals: true,
  });
  let table = readTable();
  if (values.add) {
    const [tool, version = ''] = positionals as [ToolName, string?];
    if (
      !toolNames.includes(tool) ||
      !/^\d+\.\d+\.\d+$/.test(version) ||
      version in table.tools[tool].versions
    )
      throw new Error(`usage: --add TOOL VERSION, of ${toolNames.join(', ')}, not there yet`);
    const entry = table.tools[tool];
    const versions = { ...entry.versions, [version]: filesOf(tool, version) };
    table = { ...table, tools: { ...table.tools, [tool]: { ...entry, versions } } };
  }
  if (values.fetch) table = await fetchSums(table, overTheNetwork);
  if (values.add || values.fetch) writeTable(table);
  for (const { origin, versions } of Object.values(table.tools)) {
    const files = Object.values(versions).flatMap((version) => Object.values(version));
    const base = origin.replace('{repository}', values.repository);
    for (const { path, sha256 } of files)
      process.stdout.write(`${sha256 ?? '-'.repeat(64)}  ${base}${path}
`);
  }
  const missing = missingSums(table);
  if (values.check && missing.length > 0) throw new Error(`no checksum is known of ${missing.join(', ')}`);
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
