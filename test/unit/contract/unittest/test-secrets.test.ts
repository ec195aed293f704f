import { describe, expect, test } from 'vitest';
import { suiteFindings } from '../../../../src/contract/unittest/findings.ts';
import type { SuiteTestRun } from '../../../../src/render/suite-runs.ts';
import { failed, failure, fileWith } from './runs.ts';

const canary = 'canary-of-a-secret-0123456789';
const former = 'canary-of-another-day-9876543210';
const secret = { kind: 'Secret', metadata: { name: 'login' }, stringData: { password: canary } };

const text = (run: Partial<SuiteTestRun>): string =>
  suiteFindings(fileWith({ passed: false, ...run }), { shownFile: (path) => path, tellsObsolete: true })
    .map(({ message, hint }) => `${message}\n${hint}`)
    .join('\n');

const manifest = (password: string, app: string): string =>
  `kind: Secret\nmetadata:\n  labels: {app: ${app}}\n  name: login\nstringData:\n  password: ${password}\n`;

describe('no message of a test shows a secret', () => {
  test.each<[string, Partial<SuiteTestRun>, string]>([
    [
      'what was found',
      { secrets: [secret], asserts: [failed({ failures: [failure({ expected: '3', actual: canary })] })] },
      'found: (secret)',
    ],
    [
      'what was expected of it',
      { secrets: [secret], asserts: [failed({ failures: [failure({ expected: former, actual: canary })] })] },
      'expected: (not shown',
    ],
    [
      'a snapshot of before; the rest of it is compared',
      {
        secrets: [secret],
        asserts: [
          failed({
            type: 'matchSnapshot',
            failures: [failure({ expected: manifest(former, 'web'), actual: manifest(canary, 'shop') })],
          }),
        ],
      },
      '-  labels: {app: web}\n+  labels: {app: shop}',
    ],
    [
      'base64',
      {
        secrets: [{ kind: 'Secret', data: { password: Buffer.from(canary).toString('base64') } }],
        asserts: [failed({ failures: [failure({ message: `it is ${canary}` })] })],
      },
      'it is (secret)',
    ],
    [
      'a value that the chart refuses',
      { given: { login: { password: canary } }, asserts: [], error: `password ${canary} is too long` },
      'password (secret) is too long',
    ],
  ])('%s', (_, run, shown) => {
    const said = text(run);
    expect(said).toContain(shown);
    for (const each of [canary, former, Buffer.from(canary).toString('base64')])
      expect(said).not.toContain(each);
  });

  test('what is no secret is told in full', () => {
    const said = text({ secrets: [secret], given: { replicas: 3 }, asserts: [failed()] });
    expect(said).toContain('expected: 3\nfound: 2');
  });
});
