import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineReader } from '../../../src/cluster/log-lines.ts';

function read(parts: readonly string[]): string[] {
  const lines: string[] = [];
  const reader = lineReader((line) => lines.push(line));
  for (const part of parts) reader.add(part);
  reader.end();
  return lines;
}

test('however a text is cut into pieces, its lines are the same', () => {
  const text = fc
    .array(fc.constantFrom('a', 'secret', '\n', '\r\n', 'é', ' '))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.array(fc.nat()), (whole, cuts) => {
      const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length].toSorted(
        (a, b) => a - b,
      );
      const parts = places.slice(1).map((place, index) => whole.slice(places[index], place));
      expect(read(parts)).toEqual(read([whole]));
      expect(read([whole]).join('\n')).toBe(whole.replace(/\n$/, ''));
    }),
  );
});

test('a line without an end does not fill the memory', () => {
  const [line, next] = read(['x'.repeat(200_000), 'y'.repeat(200_000), 'z\n', 'next']);
  expect(line).toHaveLength(262_144 + ' … (of a line of more than 262144 characters)'.length);
  expect(line).toMatch(/y … \(of a line of more than 262144 characters\)$/);
  expect(next).toBe('next');
});
