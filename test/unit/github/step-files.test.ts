import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeOutputs } from '../../../src/github/outputs.ts';
import { appendSummary } from '../../../src/github/summary.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'github-files-'));
  file = join(folder, 'file');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('row 47: the job summary', () => {
  const mebibyte = 1024 * 1024;

  test('is appended to what the step has said already', () => {
    expect(appendSummary(file, () => '# One')).toEqual({ kind: 'written' });
    appendSummary(file, () => '# Two');
    expect(readFileSync(file, 'utf8')).toBe('# One\n\n\n# Two\n');
  });

  test('a body that uses all it is given fits exactly, with what was there before', () => {
    writeFileSync(file, 'x'.repeat(600_000));
    expect(appendSummary(file, ({ bytes }) => 'y'.repeat(bytes))).toEqual({ kind: 'written' });
    expect(statSync(file).size).toBe(mebibyte);
  });

  test('counts bytes, and asks for half if it got more than it asked for', () => {
    expect(appendSummary(file, ({ characters }) => '漢'.repeat(characters))).toEqual({ kind: 'written' });
    expect(statSync(file).size).toBeLessThanOrEqual(mebibyte);
  });

  test('without room, or without a body that fits, it stays as it is and says so', () => {
    writeFileSync(file, 'x'.repeat(mebibyte));
    expect(appendSummary(file, () => 'more')).toEqual({
      kind: 'not-written',
      reason: 'the job summary has no room: 1048576 of 1048576 bytes are taken',
    });
    writeFileSync(file, '');
    expect(appendSummary(file, () => 'x'.repeat(2 * mebibyte)).kind).toBe('not-written');
    expect(statSync(file).size).toBe(0);
  });

  test('a file that cannot be written is no crash', () => {
    expect(appendSummary(join(folder, 'none', 'file'), () => 'x')).toEqual({
      kind: 'not-written',
      reason: 'the job summary cannot be written (ENOENT)',
    });
  });
});

/** As the runner reads it (actions/runner: FileCommandManager). */
function read(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const [, name, delimiter] = /^([^<=]+)<<(.+)$/.exec(lines[index] ?? '') ?? [];
    if (name === undefined || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, index + 1);
    if (end === -1) throw new Error('Matching delimiter not found');
    found[name] = lines.slice(index + 1, end).join('\n');
    index = end;
  }
  return found;
}

describe('row 47: the outputs of the step', () => {
  test('hold what was given, and no value can set another one', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'binary' }), fc.boolean(), (verdict, path, has) => {
        rmSync(file, { force: true });
        const evil = `${verdict}\ndigest<<EOF\nevil\nEOF\ndigest=evil`;
        const notes = writeOutputs(file, {
          verdict: evil,
          'has-changes': has,
          'report-path': path.toWellFormed(),
        });
        expect(notes).toEqual([]);
        expect(read(readFileSync(file, 'utf8'))).toEqual({
          verdict: evil,
          'has-changes': String(has),
          'report-path': path.toWellFormed(),
        });
      }),
    );
  });

  test('over 1 MB in UTF-16: what does not fit is left out whole, with a note; the rest stays', () => {
    const notes = writeOutputs(file, {
      digest: 'sha256:1',
      verdict: 'x'.repeat(524_300),
      'plan-path': 'plan.json',
    });
    expect(notes).toEqual(['the output verdict is left out: all outputs together may take 1 MB']);
    expect(read(readFileSync(file, 'utf8'))).toEqual({ digest: 'sha256:1', 'plan-path': 'plan.json' });
  });

  test('a file that cannot be written is no crash', () => {
    expect(writeOutputs(join(folder, 'none', 'file'), { digest: 'sha256:1' })).toEqual([
      'the outputs of the step cannot be written (ENOENT)',
    ]);
  });

  test('none: nothing is written', () => {
    writeOutputs(file, {});
    expect(existsSync(file)).toBe(false);
  });
});
