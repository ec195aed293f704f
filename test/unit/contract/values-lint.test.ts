import { describe, expect, test } from 'vitest';
import { lintValues } from '../../../src/contract/values-lint.ts';
import type { DataMap } from '../../../src/kubernetes/data.ts';

const facts = {
  name: 'shop',
  values: {
    replicas: 1,
    image: { repository: 'shop', tag: '' },
    resources: { limits: { cpu: 1 } },
    cors: { origins: ['*'] },
    podLabels: {},
    extra: null,
    hosts: [],
  },
  reads: [
    ['replicas'],
    ['image', 'repository'],
    ['image', 'tag'],
    ['image', 'digest'],
    ['resources'],
    ['podLabels'],
    ['extra'],
    ['hosts'],
    ['undocumented', 'deep'],
  ],
  schema: {
    properties: {
      mode: { enum: ['a'] },
      tls: { properties: { on: {} } },
      labels: { additionalProperties: { type: 'string' } },
    },
  },
};

const lint = (given: DataMap, over: Partial<typeof facts> = {}): string[] =>
  lintValues(given, { ...facts, ...over }).map(
    ({ rule, violation }) => `${rule.id}: ${violation.message} ${violation.hint}`,
  );

const unknown = (path: string, hint = 'Remove it.'): string =>
  `values/unknown-key: chart shop knows no value ${path}: no default, schema or template mentions it ${hint}`;
const unread = (path: string): string =>
  `values/never-read: ${path} is set, and no template of chart shop reads it Remove it, or ask the authors of the chart.`;

describe('values that are set', () => {
  test.each<[string, DataMap, string[]]>([
    [
      'as documented',
      { replicas: 2, image: { tag: 'x' }, podLabels: { any: 'thing' }, hosts: [{ a: 1 }] },
      [],
    ],
    ['read, though no default has it', { image: { digest: 'sha256:0' }, undocumented: { deep: 1 } }, []],
    ['below what a template takes whole', { resources: { requests: { cpu: 1 } } }, []],
    ['for all charts', { global: { registry: 'x' } }, []],
    ['misspelt', { replicaz: 2 }, [unknown('replicaz', 'Did you mean replicas?')]],
    [
      'misspelt further down',
      { image: { digset: 'x' } },
      [unknown('image.digset', 'Did you mean image.digest?')],
    ],
    ['unknown with all that is in it', { unheardOf: { a: 1, b: 2 } }, [unknown('unheardOf')]],
    ['listed and never read', { cors: { origins: ['https://x'] } }, [unread('cors.origins')]],
    [
      'described and never read',
      { mode: 'a', tls: { on: true }, labels: { x: 'y' } },
      [unread('mode'), unread('tls.on'), unread('labels.x')],
    ],
    ['not described', { tls: { off: true } }, [unknown('tls.off')]],
  ])('%s', (_, given, expected) => {
    expect(lint(given)).toEqual(expected);
  });

  test('where nobody can tell what templates read', () => {
    const given = { replicaz: 2, cors: { origins: [] }, image: { digest: 'x' } };
    expect(lintValues(given, { ...facts, reads: null }).map(({ violation }) => violation.value)).toEqual([
      ['replicaz'],
      ['image', 'digest'],
    ]);
  });

  test('a template that passes all values on says nothing about one of them', () => {
    expect(lint({ replicaz: 2 }, { reads: [[], ['replicas']] })).toEqual([
      unknown('replicaz', 'Did you mean replicas?'),
    ]);
  });
});
