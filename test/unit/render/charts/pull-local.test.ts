import { mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../src/render/charts/cache.ts';
import {
  chartArchive,
  chartFiles,
  failureOf,
  pull,
  reference,
  temporaryFolder,
  writeFiles,
} from './stage.ts';

async function stackWithChart(files: Record<string, string> = {}): Promise<string> {
  const directory = await temporaryFolder();
  await writeFiles(join(directory, 'charts/web'), { ...chartFiles('web', '1.2.3'), ...files });
  return directory;
}
const web = reference('./charts/web');

describe('a chart folder', () => {
  it('is packaged, cached by content, and handed over beside the stack file', async () => {
    const directory = await stackWithChart();
    const pulled = await pull(web, { directory });
    const short = pulled.digest.slice(7, 19);
    expect(pulled).toEqual({
      name: 'web',
      version: '1.2.3',
      appVersion: '7',
      kubeVersion: null,
      digest: digestOf(chartArchive('web', '1.2.3')),
      archive: join(directory, 'cache/charts/sha256', `${pulled.digest.slice(7)}.tgz`),
      path: `./.k8s-deploy/charts/web-1.2.3-${short}.tgz`,
      origin: './charts/web',
      signedBy: null,
    });
    const handed = await readFile(join(directory, pulled.path));
    expect(digestOf(handed)).toBe(pulled.digest);
    expect(await readFile(pulled.archive)).toEqual(handed);
    expect(await readFile(join(directory, '.k8s-deploy/.gitignore'), 'utf8')).toBe('*\n');
  });

  it('is seen as changed when a file is edited, added or ignored, and not when only its time changes', async () => {
    const directory = await stackWithChart();
    const seen = [await pull(web, { directory })];
    await writeFiles(join(directory, 'charts/web'), { 'values.yaml': 'replicas: 2\n' });
    seen.push(await pull(web, { directory }));
    await writeFiles(join(directory, 'charts/web'), { 'files/note.txt': 'hello' });
    seen.push(await pull(web, { directory }));
    await writeFiles(join(directory, 'charts/web'), { '.helmignore': 'files/\n' });
    seen.push(await pull(web, { directory }));
    expect(new Set(seen.map(({ path }) => path)).size).toBe(4);
    await utimes(join(directory, 'charts/web/values.yaml'), 0, 0);
    expect(await pull(web, { directory })).toEqual(seen[3]);
  });

  it('may hold links to files of the stack directory, unpacked dependencies, and an unquoted version', async () => {
    const directory = await stackWithChart({
      'Chart.yaml': 'name: web\nversion: 1.10\ndependencies: [{name: redis}]\n',
      'charts/redis/Chart.yaml': 'name: redis\nversion: 7.0.0\n',
    });
    await writeFiles(directory, { 'shared/labels.tpl': 'labels' });
    await symlink('../../../shared/labels.tpl', join(directory, 'charts/web/templates/_labels.tpl'));
    await symlink('../../shared', join(directory, 'charts/web/files'));
    const pulled = await pull(web, { directory });
    expect(pulled.version).toBe('1.1');
    expect((await readFile(pulled.archive)).toString('latin1')).toContain('web/files/labels.tpl');
  });

  it('in an archive is taken as it is', async () => {
    const directory = await temporaryFolder();
    const archive = chartArchive('web', '1.2.3');
    await writeFile(join(directory, 'web.tgz'), archive);
    const chart = reference('web.tgz', { version: '1.2.3', digest: digestOf(archive) });
    await expect(pull(chart, { directory })).resolves.toMatchObject({
      digest: digestOf(archive),
      origin: 'web.tgz',
    });
  });

  it.each<[string, (directory: string) => Promise<unknown>, Parameters<typeof reference>, string]>([
    [
      'is not there',
      (d) => rm(join(d, 'charts'), { recursive: true }),
      ['./charts/web'],
      'cannot use ./charts/web: "./charts/web" is not there (ENOENT). Check the path; it is relative to the stack directory.',
    ],
    [
      'is no folder',
      (d) => writeFile(join(d, 'chart.yaml'), ''),
      ['chart.yaml'],
      'cannot use chart.yaml: it is neither a folder nor a .tgz file. Give the folder that holds Chart.yaml, or an archive made by `helm package`.',
    ],
    [
      'has no Chart.yaml',
      (d) => mkdir(join(d, 'empty')),
      ['empty'],
      'cannot use empty: the folder holds no Chart.yaml. Give the folder of a Helm chart.',
    ],
    [
      'lacks a dependency',
      (d) =>
        writeFiles(join(d, 'charts/web'), {
          'Chart.yaml': 'name: web\nversion: 1.2.3\ndependencies: [{name: redis}]\n',
        }),
      ['./charts/web'],
      'cannot use ./charts/web: its charts/ folder lacks the dependencies redis of Chart.yaml. Run `helm dependency update` on the chart.',
    ],
    [
      'has another version',
      () => Promise.resolve(),
      ['./charts/web', { version: '2.0.0' }],
      'cannot use ./charts/web 2.0.0: its Chart.yaml says version 1.2.3, not 2.0.0. Correct `version`, or publish the chart under the version that it has.',
    ],
    [
      'is not the pinned one',
      () => Promise.resolve(),
      ['./charts/web', { digest: `sha256:${'0'.repeat(64)}` }],
      `cannot use ./charts/web: its archive is ${digestOf(chartArchive('web', '1.2.3'))}, but the pinned digest is sha256:${'0'.repeat(64)}. Look at what changed; if that is wanted, correct \`digest\`.`,
    ],
    [
      'links to the outside',
      (d) => symlink('/etc/hostname', join(d, 'charts/web/values.txt')),
      ['./charts/web'],
      'cannot use ./charts/web: "values.txt" is a link that leaves the stack directory. Put a copy of what it leads to inside the stack directory.',
    ],
    [
      'is a link to the outside',
      (d) => symlink('/etc', join(d, 'etc')),
      ['etc'],
      'cannot use etc: "etc" is a link that leaves the stack directory. Put a copy of what it leads to inside the stack directory.',
    ],
    [
      'holds itself',
      (d) => symlink('.', join(d, 'charts/web/again')),
      ['./charts/web'],
      'cannot use ./charts/web: its folders are deeper than 32. Remove the link that leads back to a folder above it.',
    ],
    [
      'holds a large file',
      (d) => writeFile(join(d, 'charts/web/x.bin'), Buffer.alloc(6 * 1024 * 1024)),
      ['./charts/web'],
      'cannot use ./charts/web: "x.bin" is larger than Helm\'s limit of 5 MiB a file. Remove it, or name it in .helmignore.',
    ],
    [
      'leaves the stack directory',
      () => Promise.resolve(),
      ['../web'],
      'cannot use ../web: it leaves the stack directory. Put the chart inside the stack directory, or publish it to a registry and use oci://HOST/PATH/NAME.',
    ],
  ])('that %s is refused', async (_, prepare, chart, message) => {
    const directory = await stackWithChart();
    await prepare(directory);
    const failure = await failureOf(pull(reference(...chart), { directory }));
    expect(failure.message).toBe(`releases.web.chart: ${message}`);
    expect(failure.code).toBe('configuration');
    expect(await readdir(directory)).not.toContain('.k8s-deploy');
  });
});

describe('what is handed over', () => {
  it('replaces a file that was tampered with', async () => {
    const directory = await stackWithChart();
    const { path, digest, archive } = await pull(web, { directory });
    await writeFile(join(directory, path), 'other');
    await writeFile(archive, 'other');
    await pull(web, { directory });
    expect(digestOf(await readFile(join(directory, path)))).toBe(digest);
    expect(digestOf(await readFile(archive))).toBe(digest);
  });

  it('forgets archives that nobody has used for a week, and no other file', async () => {
    const directory = await stackWithChart();
    const charts = join(directory, '.k8s-deploy/charts');
    const [old, recent, foreign] = ['web-1.0.0-0123456789ab.tgz', 'web-1.1.0-0123456789ab.tgz', 'mine.tgz'];
    await writeFiles(charts, { [old]: '', [recent]: '', [foreign]: '' });
    const eightDaysAgo = Date.now() / 1000 - 8 * 24 * 3600;
    for (const name of [old, foreign]) await utimes(join(charts, name), eightDaysAgo, eightDaysAgo);
    const { path } = await pull(web, { directory });
    const kept = new Set([foreign, recent, path.split('/').at(-1)]);
    expect(new Set(await readdir(charts))).toEqual(kept);
  });

  it('is not written through a link that leaves the stack directory', async () => {
    const directory = await stackWithChart();
    const elsewhere = await temporaryFolder();
    await symlink(elsewhere, join(directory, '.k8s-deploy'));
    const failure = await failureOf(pull(web, { directory }));
    expect(failure.message).toContain(
      '.k8s-deploy of the stack directory is a link that leaves it. Remove the link',
    );
    expect(await readdir(elsewhere)).toEqual([]);
  });

  it('needs a cache that can be written', async () => {
    const directory = await stackWithChart();
    await writeFile(join(directory, 'file'), '');
    const failure = await failureOf(pull(web, { directory, cacheDirectory: join(directory, 'file') }));
    expect(failure.message).toContain(
      `the chart cache ${directory}/file cannot be written (ENOTDIR). Make it writable`,
    );
  });
});
