import { describe, expect, it } from 'vitest';
import { lookUpChart } from '../../../../src/render/charts/repository-index.ts';

const hex = 'ab'.repeat(32);
/** As `helm repo index` writes it. */
const index = `apiVersion: v1
entries:
  api:
  - name: api
    description: |
      entries:
        web: not a key
    version: 9.9.9
    urls: [https://example.com/api.tgz]
  # a comment
  web:
  - annotations: {a: "b"}
    digest: ${hex}
    name: web
    urls:
    - web-1.1.0.tgz
    - https://second.example.com/web-1.1.0.tgz
    version: 1.1.0
  - name: web
    urls: [web-1.0.0.tgz]
    version: 1.0
  - name: broken
  "quoted":
  - {version: 2.0.0, urls: [q.tgz]}
generated: "2026-01-01T00:00:00Z"
`;
const web = [
  { version: '1.1.0', url: 'web-1.1.0.tgz', digest: `sha256:${hex}` },
  { version: '1', url: 'web-1.0.0.tgz', digest: null },
];

const otherChart = (name: number): string =>
  `  other-${name}:\n${`  - {version: 1.0.0, urls: [x.tgz], description: ${'x'.repeat(400)}}\n`.repeat(100)}`;

describe('index.yaml', () => {
  it('gives the versions of one chart', () => {
    expect(lookUpChart(index, 'web')).toEqual({ versions: web, charts: ['api', 'web', 'quoted'] });
    expect(lookUpChart(index.replaceAll('\n', '\r\n'), 'web').versions).toEqual(web);
    expect(lookUpChart(index, 'quoted').versions).toEqual([{ version: '2.0.0', url: 'q.tgz', digest: null }]);
  });

  it('says which charts there are if it is not', () => {
    expect(lookUpChart(index, 'wab')).toEqual({ versions: null, charts: ['api', 'web', 'quoted'] });
    expect(lookUpChart(index, '__proto__').versions).toBeNull();
  });

  it.each([
    [
      'JSON',
      JSON.stringify({
        entries: { api: [], web: [{ version: '1.1.0', urls: ['web-1.1.0.tgz'], digest: hex }] },
      }),
    ],
    [
      'another indentation',
      `entries:\n    web:\n        - version: 1.1.0\n          urls: [web-1.1.0.tgz]\n          digest: ${hex}\n`,
    ],
    [
      'an alias to another chart',
      `entries:\n  a:\n  - &x {version: 1.1.0, urls: [web-1.1.0.tgz], digest: ${hex}}\n  web:\n  - *x\n`,
    ],
  ])('is read whole where it is written otherwise: %s', (_, text) => {
    expect(lookUpChart(text, 'web').versions).toEqual(web.slice(0, 1));
  });

  it.each(['', 'a: [', '<html></html>', 'entries: 1'])('%j is none', (text) => {
    expect(() => lookUpChart(text, 'web')).toThrow(/^its index.yaml is not that of a chart repository$/);
  });

  it('of twenty megabytes is searched long before the test runs out of time', () => {
    const large = index.replace(
      '  web:',
      `${Array.from({ length: 450 }, (_, name) => otherChart(name)).join('')}  web:`,
    );
    expect(large.length).toBeGreaterThan(20_000_000);
    expect(lookUpChart(large, 'web').versions).toEqual(web);
  });
});
