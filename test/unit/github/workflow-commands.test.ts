import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guarded } from '../../../src/github/workflow-commands.ts';

const known = [
  'add-mask',
  'error',
  'warning',
  'notice',
  'group',
  'endgroup',
  'save-state',
  'add-matcher',
  'debug',
];

/** What the runner obeys in these lines (actions/runner: ActionCommand, ActionCommandManager). It also ends lines at a carriage return. */
function obeyed(lines: readonly string[]): string[] {
  const commands: string[] = [];
  let stopped: string | null = null;
  for (const line of lines.flatMap((part) => part.split(/\r\n|\r|\n/))) {
    const [, named, data = ''] =
      /^\s*::([^\s:]+)[^:]*::(.*)$/.exec(line) ?? /##\[([^\s\]]+)[^\]]*\](.*)$/.exec(line) ?? [];
    const name = named?.toLowerCase();
    if (name === undefined) continue;
    if (stopped !== null) stopped = name === stopped ? null : stopped;
    else if (name === 'stop-commands') stopped = data.toLowerCase();
    else if (known.includes(name)) commands.push(name);
  }
  if (stopped !== null) commands.push('still stopped');
  return commands;
}

describe('row 8: lines of others in the log of a job', () => {
  test('the model obeys what the runner obeys', () => {
    expect(
      obeyed(['::add-mask::x', '  ::error file=a::b', 'text ##[group]g', 'text ::error::x', '::nothing::']),
    ).toEqual(['add-mask', 'error', 'group']);
  });

  test('are obeyed by nobody, and commands after them are again', () => {
    const part = fc.constantFrom('::', '##[', ']', ' ', '\r', '\n', 'x', 'stop-commands', 'token', ...known);
    const line = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        expect(obeyed(guarded(lines))).toEqual([]);
        expect(obeyed([...guarded(lines), '::error::ours'])).toEqual(['error']);
      }),
      { numRuns: 2000 },
    );
  });

  test('stay as they are between the two commands', () => {
    const lines = ['Release "web" installed', '::add-mask::a', '::stop-commands::guessed', '::guessed::'];
    const shown = guarded(lines);
    expect(shown.slice(1, -1)).toEqual(lines);
    const [, token] = /^::stop-commands::([0-9a-f]{32})$/.exec(shown[0] ?? '') ?? [];
    expect(shown.at(-1)).toBe(`::${token}::`);
  });

  test('another token each time; and none where there is nothing to guard against', () => {
    expect(guarded(['::error::x'])[0]).not.toBe(guarded(['::error::x'])[0]);
    expect(guarded(['all is well', ''])).toEqual(['all is well', '']);
  });
});
