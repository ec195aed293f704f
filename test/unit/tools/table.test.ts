import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rendererSource, pinnedGo } from '../../../scripts/renderer-binaries.ts';
import { fetchSums, filesOf, missingSums, withSums, type Ask } from '../../../scripts/tools.ts';
import { platforms } from '../../../src/tools/platform.ts';
import { readTable, toolNames, type ToolTable } from '../../../src/tools/table.ts';
import { programs } from '../../../toolchain/programs.ts';

const table = readTable();
const sum = (digit: string): string => digit.repeat(64);

describe('the table of tools', () => {
  it.each(toolNames)(
    'pins %s in the version that the toolchain builds, with a file for every platform',
    (tool) => {
      const { pinned, versions, origin } = table.tools[tool];
      expect(pinned).toBe(programs[tool].version);
      expect(versions).toHaveProperty([pinned]);
      expect(origin).toMatch(/^https:\/\/[^?#]+\/$/);
    },
  );

  it('names files as the publishers do, each with a checksum of the right form, or none', () => {
    for (const tool of toolNames) {
      for (const [version, files] of Object.entries(table.tools[tool].versions)) {
        const named = Object.fromEntries(
          platforms.map((platform) => [platform, { ...files[platform], sha256: null }]),
        );
        expect(named).toEqual(filesOf(tool, version));
        for (const { sha256 } of Object.values(files)) expect(sha256 ?? sum('0')).toMatch(/^[0-9a-f]{64}$/);
      }
    }
  });

  it('has no checksum twice', () => {
    const sums = toolNames.flatMap((tool) =>
      Object.values(table.tools[tool].versions).flatMap((files) =>
        Object.values(files).flatMap(({ sha256 }) => sha256 ?? []),
      ),
    );
    expect(new Set(sums).size).toBe(sums.length);
  });

  it('has those of the renderer as its sources are now (else: node scripts/renderer-binaries.ts FOLDER --record)', () => {
    expect(table.rendererSource).toBe(rendererSource());
    expect(missingSums(table).filter((missing) => missing.startsWith('k8s-deploy-renderer'))).toEqual([]);
    expect(pinnedGo()).toMatch(/^go1\.\d+\.\d+$/);
  });

  it('takes the renderer from the release of this version', () => {
    const { version } = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'),
    ) as {
      version: string;
    };
    expect(table.tools['k8s-deploy-renderer'].origin).toBe(
      `https://github.com/{repository}/releases/download/v${version}/`,
    );
  });
});

/** What the publishers tell, as they write it. */
const publishers =
  (pulumi: (path: string) => string): Ask =>
  async (url) => {
    const { host, pathname } = new URL(url);
    if (host === 'api.github.com') {
      const assets = Object.values(filesOf('pulumi-resource-kubernetes', '4.25.0')).map(
        ({ path }, index) => ({
          name: path,
          digest: `sha256:${sum(`${index}`)}`,
        }),
      );
      return JSON.stringify({ assets: [...assets, { name: 'other', digest: null }] });
    }
    if (host === 'get.helm.sh') return `${sum('e')}  ${pathname.slice(1).replace('.sha256sum', '')}\n`;
    expect(url).toBe('https://get.pulumi.com/releases/sdk/pulumi-3.259.0-checksums.txt');
    const lines = Object.values(filesOf('pulumi', '3.259.0')).map(({ path }) => `${pulumi(path)}  ${path}\n`);
    return `${lines.join('')}${sum('f')}  pulumi-v3.259.0-windows-x64.zip\n`;
  };

const emptied = (): ToolTable => ({
  ...table,
  tools: Object.fromEntries(
    toolNames.map((tool) => {
      const { origin, pinned } = table.tools[tool];
      return [tool, { origin, pinned, versions: { [pinned]: filesOf(tool, pinned) } }];
    }),
  ) as ToolTable['tools'],
});

describe('what publishers tell of checksums', () => {
  it('fills what is missing', async () => {
    const filled = await fetchSums(
      emptied(),
      publishers(() => sum('a')),
    );
    expect(filled.tools.pulumi.versions['3.259.0']?.['linux-x64'].sha256).toBe(sum('a'));
    expect(filled.tools.helm.versions['3.18.6']?.['darwin-arm64'].sha256).toBe(sum('e'));
    expect(filled.tools['pulumi-resource-kubernetes'].versions['4.25.0']?.['linux-arm64'].sha256).toBe(
      sum('1'),
    );
    // Ours are nobody else's to tell.
    expect(missingSums(filled)).toEqual(platforms.map((each) => `k8s-deploy-renderer 3.18.6 for ${each}`));
  });

  it('never changes a known one', async () => {
    const filled = await fetchSums(
      emptied(),
      publishers(() => sum('a')),
    );
    await expect(
      fetchSums(
        filled,
        publishers((path) => (path.includes('darwin') ? sum('b') : sum('a'))),
      ),
    ).rejects.toThrow(
      `pulumi-v3.259.0-darwin-x64.tar.gz has the sha256 ${sum('a')} here, and its publisher tells ${sum('b')} now; nothing was changed`,
    );
  });

  it('is taken for the files that are in the table, by their whole names', () => {
    const before = emptied();
    const sums = new Map([['helm-v3.18.6-linux-amd64.tar.gz.asc', sum('a')]]);
    expect(withSums(before, 'helm', '3.18.6', sums)).toEqual(before);
  });
});
