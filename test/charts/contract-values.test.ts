import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadSuite } from '../../src/contract/suite/load.ts';
import type { SuiteCase } from '../../src/contract/suite/suite.ts';
import { stackDirectory } from '../unit/stack/stack-directory.ts';

/** Prints the values that its templates read. */
const chart = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: values\nversion: 1.0.0\n',
  'chart/values.yaml': '',
  'chart/templates/values.yaml': '{{ toYaml .Values }}\n',
};

/** What Helm makes of the values files, `values` and `set` of a case. */
function valuesOfHelm(directory: string, { values, set }: SuiteCase): unknown {
  const files = values.map((layer, index) => {
    const file = join(directory, `layer-${index}.yaml`);
    writeFileSync(file, JSON.stringify(layer));
    return ['--values', file];
  });
  const args = [
    'template',
    'x',
    join(directory, 'chart'),
    ...files.flat(),
    ...set.flatMap((text) => ['--set', text]),
  ];
  return parse(execFileSync('helm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** Helm drops nulls where the chart has no default, and `.Values` always has `global`. */
function withoutNulls(data: unknown): unknown {
  if (Array.isArray(data)) return data;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) => (value === null ? [] : [[key, withoutNulls(value)]])),
  );
}

const key = fc.constantFrom('a', 'b', 'c');
const leaf = fc.constantFrom<unknown[]>(1, 'x', null, true, ['l', 'm'], {});
const values = fc.dictionary(
  key,
  fc.oneof(leaf, fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf)))),
);
const set = fc.constantFrom(
  'n=1',
  'd.a=true,d.b=x',
  'd.list[1]=y',
  'd.list[0].n=z',
  'e.list={p,2}',
  'e.null=null',
  String.raw`d.e\.f=1\,2`,
  'd.z=007,d.f=1.5',
);

test('the values of a case are what Helm makes of them', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(
      fc.array(values, { minLength: 4, maxLength: 4 }),
      fc.array(set, { maxLength: 2 }),
      (layers, entries) => {
        const [file, common, parent, own] = layers.map((layer) => JSON.stringify(layer));
        const directory = stackDirectory({
          ...chart,
          'file.yaml': file ?? '',
          'contract.yaml': `chart: chart
valueFiles: [file.yaml]
values: ${common}
cases:
  parent: {values: ${parent}}
  own: {inherits: parent, values: ${own}, set: ${JSON.stringify(entries)}}
`,
        });
        const { cases } = loadSuite({
          directory,
          file: 'contract.yaml',
          releases: null,
          packs: [],
          systems: [],
        });
        for (const one of cases) {
          expect(withoutNulls(valuesOfHelm(directory, one))).toEqual(withoutNulls(one.given()));
        }
      },
    ),
    { numRuns: 60 },
  );
});
