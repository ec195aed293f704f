import { gzipSync } from 'node:zlib';
import { Header, type HeaderData } from 'tar';
import { describe, expect, it } from 'vitest';
import { inspectArchive } from '../../../../src/render/charts/archive.ts';
import { packageFiles } from '../../../../src/render/charts/package.ts';
import { ChartProblem } from '../../../../src/render/charts/problem.ts';
import { chartArchive, chartFiles } from './stage.ts';

/** A tar entry as an attacker would write it: nothing is checked, `size` may lie. */
function entry(path: string, content: string | Buffer = '', more: HeaderData = {}): Buffer {
  const body = Buffer.from(content);
  const header = new Header({
    path,
    size: body.length,
    mode: 0o644,
    mtime: new Date(0),
    type: 'File',
    ...more,
  });
  header.encode();
  return Buffer.concat([header.block ?? Buffer.alloc(0), body, Buffer.alloc(-body.length & 511)]);
}
const chartYaml = entry('web/Chart.yaml', 'name: web\nversion: 1.0.0\n');
const archive = (...entries: Buffer[]): Buffer => gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]));
const mebibytes = (count: number): Buffer => Buffer.alloc(count * 1024 * 1024);

describe('a chart archive', () => {
  it('is read without unpacking it', async () => {
    await expect(inspectArchive(chartArchive('web', '1.2.3'))).resolves.toEqual({
      name: 'web',
      version: '1.2.3',
      appVersion: '7',
      kubeVersion: null,
      dependencies: [],
    });
  });

  it('may hold folders and a byte order mark, and be written on Windows', async () => {
    const bytes = archive(
      entry('web/', '', { type: 'Directory' }),
      entry('web\\Chart.yaml', '\uFEFFname: web\nversion: 1.0.0\n'),
      entry('web\\templates\\a.yaml', 'a: 1'),
    );
    await expect(inspectArchive(bytes)).resolves.toMatchObject({ name: 'web' });
  });

  it('finds dependencies as folders and as archives, under the name of their Chart.yaml', async () => {
    const parent = entry(
      'web/Chart.yaml',
      'name: web\nversion: 1.0.0\ndependencies: [{name: redis}, {name: pg}, {name: none}]\n',
    );
    const redis = entry('web/charts/redis-1.0.0.tgz', chartArchive('redis', '1.0.0'));
    const pg = entry('web/charts/postgres/Chart.yaml', 'name: pg\nversion: 1.0.0\n');
    await expect(inspectArchive(archive(parent, redis, pg))).rejects.toThrow(
      /^its charts\/ folder lacks the dependencies none of Chart.yaml$/,
    );
  });

  const bomb = gzipSync(Buffer.alloc(130 * 1024 * 1024));
  const fourMebibytes = archive(
    entry('b/Chart.yaml', 'name: b\nversion: 1.0.0\n'),
    entry('b/x', mebibytes(4)),
  );
  const nestedBomb = archive(
    chartYaml,
    ...Array.from({ length: 30 }, (_, index) => entry(`web/charts/b${index}.tgz`, fourMebibytes)),
  );
  const nested = (depth: number): Buffer =>
    archive(chartYaml, ...(depth === 0 ? [] : [entry('web/charts/web.tgz', nested(depth - 1))]));

  it.each<[string, Buffer, string]>([
    [
      'traversal',
      archive(chartYaml, entry('web/../../../etc/passwd', 'x')),
      '"web/../../../etc/passwd" leaves the chart',
    ],
    ['traversal as the top folder', archive(entry('../Chart.yaml', 'x')), '"../Chart.yaml" leaves the chart'],
    [
      'traversal on Windows',
      archive(chartYaml, entry('web\\..\\..\\x', 'x')),
      '"web\\\\..\\\\..\\\\x" leaves the chart',
    ],
    [
      'an absolute path',
      archive(chartYaml, entry('/etc/passwd', 'x')),
      'it holds the absolute path "/etc/passwd"',
    ],
    ['a drive', archive(chartYaml, entry('web/c:/x', 'x')), 'it holds the absolute path "web/c:/x"'],
    [
      'a symbolic link',
      archive(chartYaml, entry('web/values.yaml', '', { type: 'SymbolicLink', linkpath: '/etc/passwd' })),
      '"web/values.yaml" is a link, which Helm would read as an empty file',
    ],
    [
      'a hard link',
      archive(chartYaml, entry('web/x', '', { type: 'Link', linkpath: '../../x' })),
      '"web/x" is a link, which Helm would read as an empty file',
    ],
    [
      'a device',
      archive(chartYaml, entry('web/x', '', { type: 'CharacterDevice' })),
      'it holds "web/x", which is neither a file nor a folder',
    ],
    [
      'a pipe',
      archive(chartYaml, entry('web/x', '', { type: 'FIFO' })),
      'it holds "web/x", which is neither a file nor a folder',
    ],
    ['two top folders', archive(chartYaml, entry('other/x', 'x')), 'it holds more than one top folder'],
    [
      'a file outside of the folder',
      archive(entry('Chart.yaml', 'name: web\nversion: 1.0.0\n')),
      '"Chart.yaml" lies outside of the chart\'s folder',
    ],
    ['two Chart.yaml', archive(chartYaml, chartYaml), 'it holds "web/Chart.yaml" twice'],
    [
      'a large file',
      archive(chartYaml, entry('web/x', mebibytes(6))),
      '"web/x" is larger than Helm\'s limit of 5 MiB a file',
    ],
    [
      'many large files',
      archive(chartYaml, ...Array.from({ length: 26 }, (_, index) => entry(`web/${index}`, mebibytes(4)))),
      "it unpacks to more than Helm's limit of 100 MiB",
    ],
    ['a bomb', bomb, "it unpacks to more than Helm's limit of 100 MiB"],
    ['bombs inside charts/', nestedBomb, "it unpacks to more than Helm's limit of 100 MiB"],
    [
      'too many entries',
      archive(chartYaml, ...Array.from({ length: 10_000 }, (_, index) => entry(`web/${index}`))),
      'it holds more than 10000 entries',
    ],
    ['deep nesting', nested(7), 'it nests archives deeper than 5'],
    ['no Chart.yaml', archive(entry('web/values.yaml', 'a: 1')), 'it holds no NAME/Chart.yaml'],
    [
      'a Chart.yaml without a version',
      archive(entry('web/Chart.yaml', 'name: web')),
      'Chart.yaml has no `version`',
    ],
    ['nothing', archive(), 'it is not a valid tar archive'],
    ['no gzip', Buffer.from('apiVersion: v2'), 'it is not a gzip-compressed archive, or it is cut off'],
    [
      'half of the bytes',
      chartArchive('web', '1.0.0').subarray(0, 900),
      'it is not a gzip-compressed archive, or it is cut off',
    ],
    ['no tar', gzipSync(Buffer.alloc(2048, 'x')), 'it is not a valid tar archive'],
    [
      'a tar that is cut off',
      gzipSync(Buffer.concat([chartYaml, entry('web/x', 'xxxx').subarray(0, 512)])),
      'it is not a valid tar archive',
    ],
  ])('with %s is refused', async (_, bytes, message) => {
    const problem = await inspectArchive(bytes).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ChartProblem);
    expect(problem).toMatchObject({ message, code: 'configuration' });
  });

  it('quotes hostile names, shortened', async () => {
    const path = `web/${'::add-mask::\n'.repeat(7)}/../x`;
    const refused = inspectArchive(archive(chartYaml, entry(path, 'x')));
    await expect(refused).rejects.toThrow(/^"web\/::add-mask::\\n.*leaves the chart$/);
  });

  it('is what Helm would be given: nothing of it is touched', async () => {
    const files = Object.entries(chartFiles('web', '1.0')).map(([path, text]) => ({
      path,
      content: Buffer.from(text),
    }));
    await expect(inspectArchive(packageFiles('web', files))).resolves.toMatchObject({ version: '1' });
  });
});
