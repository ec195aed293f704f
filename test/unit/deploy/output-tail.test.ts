import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { outputTail } from '../../../src/deploy/output-tail.ts';

test('keeps the end, whatever the parts, and says whether something is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 20 })), fc.integer({ min: 1, max: 40 }), (parts, limit) => {
      const tail = outputTail(limit);
      for (const part of parts) tail.push(part);
      const whole = parts.join('');
      expect(tail.text()).toBe(whole.slice(-limit));
      expect(tail.cut).toBe(whole.length > limit);
    }),
    { numRuns: 10_000 },
  );
});
