import { expect, test } from 'vitest';
import { suiteFilesOf, suitesOf } from '../../../../src/render/engine/suite-wire.ts';

test('what the renderer leaves out is empty', () => {
  expect(suiteFilesOf({ files: [{ path: '/a_test.yaml', route: 'web' }], unmatched: null })).toEqual({
    files: [{ path: '/a_test.yaml', route: 'web', rendered: false }],
    unmatched: [],
    repeated: [],
  });
  expect(suitesOf({ files: [{ path: '/a_test.yaml', route: 'web', suites: null }] }, false)).toEqual({
    files: [
      {
        path: '/a_test.yaml',
        route: 'web',
        dropped: false,
        inputs: [],
        problems: [],
        suites: [],
        snapshots: [],
      },
    ],
    reached: null,
  });
  expect(suitesOf({}, true)).toEqual({ files: [], reached: [] });
});

test('a test that says nothing of itself has not passed', () => {
  const { files } = suitesOf(
    { files: [{ path: '/a', route: 'web', suites: [{ tests: [{ asserts: [{}] }] }] }] },
    false,
  );
  expect(files[0]?.suites).toMatchObject([
    {
      passed: false,
      line: 1,
      tests: [{ passed: false, error: '', skipped: '', asserts: [{ passed: false }] }],
    },
  ]);
});

test('what it says is passed on', () => {
  const failure = {
    template: 'web/t.yaml',
    document: 1,
    value: 0,
    path: 'a',
    message: 'm',
    expected: '1',
    actual: '2',
  };
  const told = {
    name: 't',
    line: 4,
    column: 5,
    passed: false,
    skipped: '',
    error: 'e',
    milliseconds: 2,
    given: { a: 1 },
    secrets: [{ kind: 'Secret' }],
    asserts: [
      {
        type: 'equal',
        not: true,
        line: 6,
        column: 9,
        passed: false,
        skipped: '',
        failures: [failure],
        problems: [],
      },
    ],
  };
  const { files } = suitesOf({ files: [{ path: '/a', route: 'web', suites: [{ tests: [told] }] }] }, false);
  expect(files[0]?.suites[0]?.tests).toEqual([told]);
});
