/** The API server is the judge of the Kubernetes schemas: what they refuse it must refuse too, and they must find most of what it refuses. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { typesOf } from '../../src/contract/kubernetes/bundled.ts';
import { kubernetesSchemas } from '../../src/contract/kubernetes/schemas.ts';
import { textAt, type Data, type DataMap } from '../../src/kubernetes/data.ts';
import { renderedObject } from '../setup/rendered.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { server, type Answered } from './schemas/dry-run.ts';
import { edits } from './schemas/edits.ts';
import { mutations, withChanges } from './schemas/mutations.ts';

const folder = join(import.meta.dirname, 'schemas');
const kubeVersion = '1.33'; // of the plane
const api = server(testPlane());
afterAll(() => api.close());

const good = globSync('objects/*.yaml', { cwd: folder })
  .toSorted()
  .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
  .map((document) => document.toJS() as DataMap);

const schemas = kubernetesSchemas({ kubeVersion, crds: [] });

/** What we find that is an error, as text; the kind is that of the good object, whatever became of it. */
const errorsIn = (object: DataMap, judge = schemas): string[] =>
  judge
    .check(renderedObject(object))
    .flatMap((verdict) =>
      'notChecked' in verdict || verdict.severity === 'warning' || verdict.id === 'api/deprecated'
        ? []
        : `${verdict.id} ${(verdict.path ?? []).join('.')} ${verdict.message}`,
    );

/** Asks the server about all of them, a few at a time. */
async function judged<Item>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answered>,
): Promise<(readonly [Item, Answered])[]> {
  const answers: (readonly [Item, Answered])[] = [];
  for (let from = 0; from < items.length; from += 8) {
    const some = items.slice(from, from + 8);
    answers.push(...(await Promise.all(some.map(async (item) => [item, await ask(item)] as const))));
  }
  return answers;
}

test('good objects are good', async () => {
  expect(good.length).toBeGreaterThan(35);
  expect(good.map((object) => [textAt(object, 'kind'), errorsIn(object)])).toEqual(
    good.map((object) => [textAt(object, 'kind'), []]),
  );
  const refused = (await judged(good, (object) => api.judge(object))).filter(([, { accepted }]) => !accepted);
  expect(refused).toEqual([]);
});

/**
 * The server takes a StatefulSet with any claim templates, and then refuses each claim that is made of them. It names a LimitRange
 * that has no name, which Helm does not do.
 */
const strictOnPurpose =
  /^(core\.v1\.PersistentVolumeClaim|apps\.v1\.StatefulSetSpec\.volumeClaimTemplates|core\.v1\.LimitRange\.metadata)/;

test('changes to good objects get the verdict of the server', { timeout: 300_000 }, async () => {
  const types = typesOf(33);
  const seen = new Set<string>();
  const all = good.flatMap((object) =>
    [...mutations(object, types, seen)].map((mutation) => ({ ...mutation, of: object })),
  );
  expect(all.length).toBeGreaterThan(4_000);
  const answers = await judged(all, ({ object, of }) =>
    api.judge(object, { apiVersion: textAt(of, 'apiVersion') ?? '', kind: textAt(of, 'kind') ?? '' }),
  );
  const verdicts = answers.map(([{ what, isDecoding, object }, { accepted, message }]) => ({
    what,
    isDecoding,
    accepted,
    message,
    ours: errorsIn(object).join('; '),
  }));
  const wronglyRefused = verdicts.filter(
    ({ accepted, ours, what }) => accepted && ours.length > 0 && !strictOnPurpose.test(what),
  );
  expect(wronglyRefused).toEqual([]);
  const refused = verdicts.filter(({ accepted }) => !accepted);
  const missed = refused.filter(({ ours }) => ours.length === 0);
  expect(missed.filter(({ isDecoding }) => isDecoding)).toEqual([]);
  expect(missed.length / refused.length).toBeLessThan(0.1);
});

test('faults that the server alone knows are found, and their twins are not', async () => {
  const verdicts = await judged(edits, async ([kind, changes]) => {
    const object = good.find((one) => textAt(one, 'kind') === kind) ?? {};
    return await api.judge(withChanges(object, changes));
  });
  const different = verdicts.flatMap(([[kind, changes], { accepted, message }]) => {
    const ours = errorsIn(withChanges(good.find((one) => textAt(one, 'kind') === kind) ?? {}, changes));
    return (ours.length === 0) === accepted ? [] : [{ kind, changes, accepted, message, ours }];
  });
  expect(different).toEqual([]);
  expect(verdicts.filter(([, { accepted }]) => accepted).length).toBeGreaterThan(20);
});

describe('custom objects', () => {
  const { definition, values } = parse(readFileSync(join(folder, 'custom.yaml'), 'utf8')) as {
    definition: DataMap;
    values: Record<string, Data[]>;
  };
  const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  beforeAll(async () => {
    const { status, body } = await api.send('POST', definitions, definition);
    expect({ status, body }).toMatchObject({ status: 201 });
    await vi.waitFor(
      async () => {
        const { status: served } = await api.send('GET', '/apis/test.example.com/v1/oracles');
        expect(served).toBe(200);
      },
      { timeout: 20_000, interval: 200 },
    );
  });
  afterAll(async () => {
    await api.send('DELETE', `${definitions}/${textAt(definition, 'metadata', 'name')}`);
  });

  test('get the verdict of the server for all that a definition can ask for', async () => {
    const custom = kubernetesSchemas({ kubeVersion, crds: [definition] });
    const base = { apiVersion: 'test.example.com/v1', kind: 'Oracle', metadata: { name: 'x' } };
    const all: DataMap[] = [
      base,
      { ...base, spec: null },
      { ...base, spec: {} },
      { ...base, spec: { required: 'x' }, zzz: 1 },
      { ...base, spec: { required: 'x' }, metadata: { name: 'x', zzz: 1 } },
      { ...base, spec: { required: 'x' }, metadata: { name: 'x', labels: { a: 1 } } },
      { ...base, spec: { required: 'x' }, metadata: { name: 'x', labels: { a: null } } },
      ...Object.entries(values).flatMap(([field, list]) =>
        list.map((value) => ({ ...base, spec: { required: 'x', [field]: value } })),
      ),
    ];
    const different = (await judged(all, (object) => api.judge(object))).flatMap(
      ([object, { accepted, message }]) => {
        const ours = errorsIn(object, custom);
        return (ours.length === 0) === accepted ? [] : [{ object, accepted, message, ours }];
      },
    );
    expect(different).toEqual([]);
  });
});
