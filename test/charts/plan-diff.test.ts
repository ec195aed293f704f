/** What the diff says of two renders of the same chart. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DataMap } from '../../src/kubernetes/data.ts';
import { fieldText } from '../../src/kubernetes/field.ts';
import { objectText } from '../../src/kubernetes/object-id.ts';
import { diffObjects } from '../../src/plan/diff/index.ts';
import type { PlacedObject } from '../../src/plan/facts.ts';
import { placed } from '../../src/plan/placed.ts';
import type { ObjectChange } from '../../src/plan/plan.ts';
import type { Renderer } from '../../src/render/renderer.ts';
import { told } from '../unit/plan/diff/told.ts';
import { charts } from './helm.ts';
import { minimal } from './leoflow.ts';
import { openEngine, requestOf } from './renderers.ts';

let engine: Renderer;
beforeAll(async () => {
  engine = await openEngine();
});
afterAll(() => engine.close());

async function objects(chart: string, values: DataMap, name = 'demo'): Promise<readonly PlacedObject[]> {
  const outcome = await engine.render(requestOf(chart, { values: [values], name }));
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return placed(outcome.render.objects, 'apps', () => null).objects;
}

/** One line for each object, then its fields; unchanged ones are left out. */
const summary = (changes: readonly ObjectChange[]): string[] =>
  changes
    .filter(({ change }) => change !== 'unchanged')
    .flatMap((change) => [`${change.change} ${objectText(change.object)}`, ...told(change)]);

describe('sf2loki', () => {
  const chart = join(charts, 'sf2loki');

  test('a changed configuration is told as its field, and rolls the pods by the checksum', async () => {
    const config = (url: string): DataMap => ({ config: { sink: { loki: { url } } } });
    const changes = diffObjects(
      await objects(chart, config('https://one.example.com')),
      await objects(chart, config('https://two.example.com')),
    );
    expect(summary(changes)).toEqual([
      'changed ConfigMap apps/demo-sf2loki-config',
      '~ data["config.yaml"] » sink.loki.url "https://one.example.com" → "https://two.example.com"',
      'changed Deployment apps/demo-sf2loki',
      '(1 checksum) spec.template.metadata.annotations["checksum/config"]',
    ]);
  });

  test('the same values give nothing', async () => {
    expect(summary(diffObjects(await objects(chart, {}), await objects(chart, {})))).toEqual([]);
  });

  test('another release name is a rename of every object', async () => {
    const changes = diffObjects(await objects(chart, {}), await objects(chart, {}, 'other'));
    expect(new Set(changes.map(({ change }) => change))).toEqual(new Set(['renamed']));
  });

  test('another version of the chart is its labels, and its image where the tag follows it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chart-'));
    const next = join(folder, 'sf2loki');
    await cp(chart, next, { recursive: true });
    const text = await readFile(join(next, 'Chart.yaml'), 'utf8');
    await writeFile(join(next, 'Chart.yaml'), text.replace(/^version: .*$/m, 'version: 99.0.0'));
    const changes = diffObjects(await objects(chart, {}), await objects(next, {}));
    await rm(folder, { recursive: true });
    expect(changes.length).toBeGreaterThan(3);
    for (const { fields, folded } of changes) {
      expect(fields.map(({ place }) => fieldText(place))).toEqual([]);
      expect(folded.map(({ noise }) => noise)).toContain('chart-label');
    }
  });
});

describe('leoflow', () => {
  const chart = join(charts, 'leoflow');
  const values = (jwtSecret: string): DataMap => ({ ...minimal, auth: { jwtSecret } });

  test('a changed credential is told, and nothing of it', async () => {
    const changes = diffObjects(
      await objects(chart, values('canary-hunter2-one')),
      await objects(chart, values('canary-hunter2-two')),
    );
    expect(JSON.stringify(changes)).not.toContain('hunter2');
    expect(summary(changes).filter((line) => line.includes('checksum'))).toHaveLength(1);
  });

  test('a switch that is turned on creates objects, and nothing else', async () => {
    const budget = { podDisruptionBudget: { enabled: true } };
    const changes = diffObjects(
      await objects(chart, minimal),
      await objects(chart, { ...minimal, ...budget }),
    );
    expect(summary(changes)).toEqual([expect.stringMatching(/^created PodDisruptionBudget apps\//)]);
  });
});
