/** The examples in docs/systems/ pass the gate, with the fixture charts in place of the public ones. */
import { cpSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkedFolder } from '../setup/checked.ts';
import { charts } from './helm.ts';

interface Example {
  readonly page: string;
  readonly index: number;
  readonly text: string;
}

const examples = globSync('docs/systems/*.md').flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text = ''], index): Example => ({
    page: basename(page),
    index,
    text,
  })),
);

/** Files that the examples name, from examples/data-platform: what is in them does not matter here. */
const certificate = readFileSync('examples/data-platform/certs/db-ca.pem', 'utf8');
const files = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/fromFile: ([\w./-]+)/g)].map(([, file = '']) => [
      file,
      file.startsWith('certs/') ? certificate : readFileSync(join('examples/data-platform', file), 'utf8'),
    ]),
  );

const publicChart = /\{ ref: (?:oci|https):\/\/\S*\/([a-z0-9-]+), version: [\d.]+ \}/g;

const folders: { remove(): void }[] = [];
afterAll(() => folders.forEach((folder) => folder.remove()));

describe.each(examples)('$page, example $index', ({ text }) => {
  test('has no errors', async () => {
    const folder = checkedFolder({
      ...files(text),
      'deploy.yaml': text.replaceAll(publicChart, '{ ref: charts/$1 }'),
      'Pulumi.yaml': 'name: example\nruntime: nodejs\nmain: .\n',
    });
    folders.push(folder);
    for (const [, chart = ''] of text.matchAll(publicChart)) {
      cpSync(`${charts}${chart}`, join(folder.directory, 'charts', chart), { recursive: true });
    }
    const { result } = await folder.json([]);
    expect(result.cases.length).toBeGreaterThan(0);
    expect(result.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

test('each page has a small example and a full one', () => {
  const counts = Map.groupBy(examples, ({ page }) => page);
  expect([...counts.keys()].toSorted()).toEqual(['ksml.md', 'leoflow.md', 'logstream.md', 'sf2loki.md']);
  expect([...counts.values()].map(({ length }) => length)).toEqual([2, 2, 2, 2]);
});
