import { gzipSync, zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBroken, parseCheckpoint } from '../../../../src/deploy/checkpoint/parse.ts';
import { fileOf, name, namespaceUrn, releaseUrn, stackUrn, whole, type WritableCheckpoint } from './whole.ts';

const problemsOf = (file: Uint8Array): readonly string[] => {
  const read = parseCheckpoint(file, name);
  return isBroken(read) ? read.problems : [];
};
const broken = (change: (content: WritableCheckpoint) => void): readonly string[] => {
  const content = whole();
  change(content);
  return problemsOf(fileOf(content));
};

describe('a whole one', () => {
  test('is read with its time to the microsecond', () => {
    const read = parseCheckpoint(fileOf(whole()), name);
    expect(read).toMatchObject({
      version: 3,
      time: Date.UTC(2026, 10, 21, 1, 20, 35) * 1000 + 424_104,
    });
  });

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('packed with %s', (_, pack) => {
    expect(problemsOf(pack(fileOf(whole())))).toEqual([]);
  });

  test('of a stack that was made and never applied', () => {
    const file = fileOf({ version: 3, checkpoint: { stack: 'organization/shop/dev' } });
    expect(parseCheckpoint(file, name)).toMatchObject({ time: null, deployment: null });
  });

  test('a resource may be there twice while one of them is about to be deleted', () => {
    expect(
      broken(({ checkpoint: { latest } }) => latest.resources.push({ ...latest.resources[3], delete: true })),
    ).toEqual([]);
  });

  test('with operations that were interrupted', () => {
    expect(
      broken(({ checkpoint: { latest } }) => {
        latest.pending_operations = [{ type: 'creating', resource: { urn: releaseUrn } }];
      }),
    ).toEqual([]);
  });
});

describe('one that is not whole', () => {
  test('cut off anywhere', () => {
    const file = fileOf(whole());
    for (let length = 0; length < file.length; length += 1)
      expect(problemsOf(file.subarray(0, length)), `${length} bytes`).not.toEqual([]);
  });

  test('packed, and cut off anywhere', () => {
    const file = gzipSync(fileOf(whole()));
    for (let length = 0; length < file.length; length += 1)
      expect(problemsOf(file.subarray(0, length)), `${length} bytes`).not.toEqual([]);
  });

  test.each<[string, string, (content: WritableCheckpoint) => void]>([
    [
      'of another stack',
      'it is of stack "organization/shop/prod"',
      ({ checkpoint }) => (checkpoint.stack = 'organization/shop/prod'),
    ],
    ['of a format that nobody knows', 'its format, 77, is not one', (content) => (content.version = 77)],
    [
      'with a damaged version of Pulumi',
      "the check number of Pulumi's version",
      ({ checkpoint: { latest } }) => (latest.manifest.version = 'v3.259.1'),
    ],
    [
      'with no time',
      'its time is not one',
      ({ checkpoint: { latest } }) => (latest.manifest.time = 'x026-11-21'),
    ],
    [
      'with a time of nothing',
      'it does not say when it was written',
      ({ checkpoint: { latest } }) => (latest.manifest.time = '0001-01-01T00:00:00Z'),
    ],
    [
      'with a resource twice',
      `${releaseUrn}: is there twice`,
      ({ checkpoint: { latest } }) => latest.resources.push({ ...latest.resources[3] }),
    ],
    [
      'with a resource lost that others need',
      `${releaseUrn}: its dependency ${namespaceUrn} is not there before it`,
      ({ checkpoint: { latest } }) => latest.resources.splice(2, 1),
    ],
    [
      'with the order lost',
      `its parent ${stackUrn} is not there before it`,
      ({ checkpoint: { latest } }) => (latest.resources = latest.resources.toReversed()),
    ],
    ['with the provider lost', 'its provider', ({ checkpoint: { latest } }) => latest.resources.splice(1, 1)],
    [
      'with a damaged URN',
      'resource 3 has no URN, or a damaged one',
      ({ checkpoint: { latest } }) => Object.assign(latest.resources[3] ?? {}, { urn: 'urn:pulumx:dev' }),
    ],
    [
      'with a resource of another stack',
      'belongs to another stack by its URN',
      ({ checkpoint: { latest } }) =>
        Object.assign(latest.resources[3] ?? {}, { urn: releaseUrn.replace('dev', 'de6') }),
    ],
    [
      'with a damaged type',
      'and another one in its URN',
      ({ checkpoint: { latest } }) =>
        Object.assign(latest.resources[3] ?? {}, { type: 'kubernetes:helm.sh/v3:Releasf' }),
    ],
    [
      'with an id where there is none',
      'has an id, but is not of a kind',
      ({ checkpoint: { latest } }) => Object.assign(latest.resources[0] ?? {}, { id: 'x' }),
    ],
    [
      'with operations that are none',
      '`pending_operations` is no list',
      ({ checkpoint: { latest } }) => (latest.pending_operations = ['?']),
    ],
  ])('%s', (_, problem, change) => {
    expect(broken(change).join('\n')).toContain(problem);
  });

  test('all that is wrong is told at once, up to a limit', () => {
    const problems = broken(({ checkpoint }) => {
      checkpoint.stack = 'organization/shop/prod';
      checkpoint.latest.resources = Array.from({ length: 50 }, () => ({ urn: releaseUrn, type: 'x' }));
    });
    expect(problems[0]).toContain('it is of stack');
    expect(problems).toHaveLength(12);
    expect(problems.at(-1)).toMatch(/^and \d+ more$/);
  });

  test('anything at all is judged, never thrown at', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
          fc.anything().map((content) => fileOf(content ?? null)),
        ),
        (file) => {
          expect(problemsOf(file).length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  test('one bit that flips leaves it readable as before, or it is told; never does it throw', () => {
    const file = fileOf(whole());
    fc.assert(
      fc.property(fc.nat(file.length * 8 - 1), (bit) => {
        const flipped = Buffer.from(file);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const read = parseCheckpoint(flipped, name);
        const before = parseCheckpoint(file, name);
        expect(read.sha256).not.toBe(before.sha256);
      }),
      { numRuns: 10_000 },
    );
  });
});
