import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findContracts } from '../../../../src/contract/suite/matching-files.ts';
import { stackDirectory } from '../../stack/stack-directory.ts';

const files = {
  'contracts/web.yaml': '',
  'contracts/queue.yml': '',
  'contracts/deep/more.yaml': '',
  'contracts/__snapshots__/web.yaml': '',
  'node_modules/x/contracts/a.yaml': '',
  'contract.yaml': '',
};

function found(patterns: readonly string[], links: Readonly<Record<string, string>> = {}) {
  const problems: string[] = [];
  const directory = stackDirectory(files, links);
  const contracts = findContracts(directory, patterns, (index, problem) =>
    problems.push(`${index}: ${problem}`),
  );
  return { contracts, problems };
}

test.each([
  ['one folder', ['contracts/*.yaml'], ['contracts/web.yaml']],
  ['all folders', ['**/*.yaml'], ['contract.yaml', 'contracts/deep/more.yaml', 'contracts/web.yaml']],
  ['endings', ['contracts/*.{yaml,yml}'], ['contracts/queue.yml', 'contracts/web.yaml']],
  ['a path', ['contracts/web.yaml'], ['contracts/web.yaml']],
  [
    'each file once, sorted',
    ['contracts/w*', 'contract.yaml', 'contracts/*.yaml'],
    ['contract.yaml', 'contracts/web.yaml'],
  ],
])('%s', (_, patterns, contracts) => {
  expect(found(patterns)).toEqual({ contracts, problems: [] });
});

test('a pattern or path that matches nothing, by its index', () => {
  expect(
    found(['contracts/*.yaml', 'contract/*.yaml', 'contracts/wbe.yaml', 'contracts', '*/../../*']),
  ).toEqual({
    contracts: ['contracts/web.yaml'],
    problems: [
      '1: no file matches "contract/*.yaml"',
      '2: there is no file "contracts/wbe.yaml"; did you mean "contracts/web.yaml"?',
      '3: "contracts" is not a file',
      '4: "*/../../*" leads out of the stack directory, where nothing is read',
    ],
  });
});

test('a path that a link takes out of the directory', () => {
  const outside = stackDirectory({ 'a.yaml': '' });
  expect(found(['linked.yaml'], { 'linked.yaml': join(outside, 'a.yaml') }).problems).toEqual([
    '0: "linked.yaml" leads out of the stack directory, where nothing is read',
  ]);
});

test('more than a stack can have', () => {
  const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`c/${index}.yaml`, '']));
  const problems: string[] = [];
  findContracts(stackDirectory(many), ['c/*.yaml'], (_, problem) => problems.push(problem));
  expect(problems).toEqual(['more than 500 contract files; make the pattern narrower']);
});
