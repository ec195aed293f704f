import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packageFiles } from '../../../src/render/charts/package.ts';
import { readFiles } from '../../../src/render/charts/without-defaults.ts';
import { findFormerChart, type KeptChart } from '../../../src/render/former-chart.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'former-chart-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const template = Buffer.from('kind: ConfigMap\n');
const kept: KeptChart = {
  metadata: { apiVersion: 'v2', name: 'web', version: '1.0.0' },
  files: new Map([['templates/map.yaml', template]]),
  values: { colour: 'red' },
};
const withSubchart = { ...kept, metadata: { ...kept.metadata, dependencies: [{ name: 'db' }] } };

const archive = (more: Record<string, string> = {}): Buffer =>
  packageFiles(
    'web',
    Object.entries({
      'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'values.yaml': '# of the chart\ncolour: red\n',
      'templates/map.yaml': template.toString(),
      ...more,
    }).map(([path, text]) => ({ path, content: Buffer.from(text) })),
  );

function keep(name: string, content: Buffer): void {
  mkdirSync(join(directory, '.k8s-deploy/charts'), { recursive: true });
  writeFileSync(join(directory, '.k8s-deploy/charts', name), content);
}

const publish = (content: Buffer): (() => Promise<string>) => {
  const path = join(directory, 'published.tgz');
  writeFileSync(path, content);
  return async () => path;
};

const nowhere = async (): Promise<null> => null;

const textsOf = async (path: string): Promise<Record<string, string>> => {
  const { files } = await readFiles(gunzipSync(readFileSync(join(directory, path))));
  return Object.fromEntries(files.map((file) => [file.path, file.content.toString()]));
};

test('the very archive that was deployed, if it is still here', async () => {
  keep('web-1.0.0-000000000001.tgz', archive({ 'templates/map.yaml': 'kind: Secret\n' })); // edited since, same version
  keep('web-1.0.0-000000000002.tgz', archive({ 'values.yaml': 'colour: green\n' })); // other defaults
  keep('web-1.0.0-000000000003.tgz', Buffer.from('no archive'));
  keep('web-1.0.0-000000000004.tgz', archive());
  expect(await findFormerChart(kept, { directory, pull: nowhere })).toEqual({
    path: './.k8s-deploy/charts/web-1.0.0-000000000004.tgz',
    from: 'kept',
  });
});

test('else a chart without subcharts is made of what Helm keeps, the same each time', async () => {
  const found = await findFormerChart(kept, { directory, pull: nowhere });
  expect(found?.from).toBe('record');
  const texts = await textsOf(found?.path ?? '');
  expect(Object.keys(texts).toSorted()).toEqual(['Chart.yaml', 'templates/map.yaml', 'values.yaml']);
  expect(JSON.parse(texts['Chart.yaml'] ?? '')).toEqual(kept.metadata);
  expect(JSON.parse(texts['values.yaml'] ?? '')).toEqual(kept.values);
  expect((await findFormerChart(kept, { directory, pull: nowhere }))?.path).toBe(found?.path);
});

test('one with subcharts is the published one, with the defaults that it was deployed with', async () => {
  const sub = { 'charts/db/Chart.yaml': 'name: db\nversion: 1.0.0\n' };
  const pull = publish(archive({ ...sub, 'values.yaml': 'colour: red\nremoved: by a null\n' }));
  const found = await findFormerChart(withSubchart, { directory, pull });
  expect(found?.from).toBe('published');
  const texts = await textsOf(found?.path ?? '');
  expect(JSON.parse(texts['values.yaml'] ?? '')).toEqual(kept.values);
  expect(texts['charts/db/Chart.yaml']).toBe(sub['charts/db/Chart.yaml']);
});

test.each([
  ['it is published no more', null],
  ['it was published again with another template', archive({ 'templates/map.yaml': 'kind: Secret\n' })],
  ['it was published again with one template more', archive({ 'templates/more.yaml': 'kind: Secret\n' })],
])('there is none if %s', async (_name, published) => {
  const pull = published === null ? nowhere : publish(published);
  expect(await findFormerChart(withSubchart, { directory, pull })).toBeNull();
});
