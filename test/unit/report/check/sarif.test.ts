/** Structure and limits as the standard and GitHub's code scanning ask for them; the types of `@types/sarif` hold the rest. */
import { describe, expect, test } from 'vitest';
import type { Run } from 'sarif';
import { checkSarif } from '../../../../src/report/check/sarif.ts';
import type { CheckResult } from '../../../../src/contract/finding.ts';
import { finding, mixed, result, rules } from './results.ts';

function runOf(given: CheckResult): Run {
  const { runs } = checkSarif(given, rules, { version: '1.2.3' });
  const [run] = runs;
  if (run === undefined || runs.length !== 1) throw new Error('one run is expected');
  return run;
}

test('one of everything', () => {
  const { results, tool, invocations } = runOf(mixed);
  expect(results?.map(({ ruleId, level, suppressions }) => [ruleId, level, suppressions])).toEqual([
    ['SF-9', 'error', []],
    ['values/unknown', 'warning', []],
    [
      'hardening/probes',
      'note',
      [{ kind: 'external', status: 'accepted', justification: 'a batch job (until 2027-01-31)' }],
    ],
  ]);
  expect(results?.[0]).toMatchObject({
    message: { text: 'two replicas share one volume\nSet replicas to 1.' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'contracts/web.yaml', uriBaseId: 'SRCROOT' },
          region: { startLine: 12, startColumn: 5 },
        },
        logicalLocations: [{ fullyQualifiedName: 'Deployment shop/web, spec.replicas' }],
      },
    ],
    properties: { place: 'prod: web/ha', alsoIn: ['prod: web/ha (1.31)'] },
  });
  expect(tool.driver).toMatchObject({ name: 'k8s-deploy', version: '1.2.3' });
  expect(tool.driver.rules).toContainEqual({
    id: 'SF-9',
    shortDescription: { text: 'One replica for each volume' },
    fullDescription: { text: 'Two pods would write to one volume.' },
    help: { text: 'Two pods would write to one volume.' },
    defaultConfiguration: { level: 'error' },
  });
  expect(invocations).toMatchObject([
    {
      executionSuccessful: true,
      toolExecutionNotifications: [
        { message: { text: expect.stringContaining('SF-12 was not checked in 2 cases: ') } },
      ],
    },
  ]);
});

test('says what it is', () => {
  expect(checkSarif(result(), rules, { version: '1' })).toMatchObject({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ columnKind: 'utf16CodeUnits', results: [] }],
  });
});

test('each result points to its rule', () => {
  const { results = [], tool } = runOf(mixed);
  expect(results.map(({ ruleIndex }) => tool.driver.rules?.[ruleIndex ?? -1]?.id)).toEqual(
    results.map(({ ruleId }) => ruleId),
  );
  const ids = tool.driver.rules?.map(({ id }) => id) ?? [];
  expect(new Set(ids).size).toBe(ids.length);
});

describe('fingerprints', () => {
  const print = (part: Parameters<typeof finding>[0]): string | undefined =>
    runOf(result({ findings: [finding(part)] })).results?.[0]?.partialFingerprints?.['k8sDeploy/v1'];

  test('stay when lines move', () => {
    expect(print({ source: { file: 'contracts/web.yaml', line: 99, column: 1 } })).toBe(print({}));
  });

  test.each([{ rule: 'SF-10' }, { path: ['spec'] }, { release: 'api' }, { message: 'another' }])(
    'differ: %j',
    (part) => {
      expect(print(part)).not.toBe(print({}));
    },
  );
});

test.each([
  ['charts/a b/values.yaml', 'charts/a%20b/values.yaml'],
  ['a#b?c%.yaml', 'a%23b%3Fc%25.yaml'],
  ['C:\\x\\y.yaml', 'C%3A/x/y.yaml'],
  ['../shared/é.yaml', '../shared/%C3%A9.yaml'],
])('%s as an address', (file, uri) => {
  const { results } = runOf(result({ findings: [finding({ source: { file, line: 1, column: 1 } })] }));
  expect(results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
});

test('a finding of nowhere has no location, and a message in any case', () => {
  const nowhere = finding({ source: null, object: null, path: [], message: '', hint: null });
  const [first] = runOf(result({ findings: [nowhere] })).results ?? [];
  expect(first?.locations).toBeUndefined();
  expect(first?.message.text).toBe('There is no message.');
});

test('more than GitHub takes: errors stay, and the rest is counted', () => {
  const findings = Array.from({ length: 25_010 }, (_, index) =>
    finding({ severity: index === 25_009 ? 'error' : 'notice' }),
  );
  const { results, invocations } = runOf(result({ findings }));
  expect([results?.length, results?.[0]?.level]).toEqual([25_000, 'error']);
  expect(invocations?.[0]?.toolExecutionNotifications).toMatchObject([
    { message: { text: '10 results were left out' } },
  ]);
});
