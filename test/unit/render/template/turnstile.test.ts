import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { turnstile } from '../../../../src/render/template/turnstile.ts';

it('lets no more than so many work at once, and all in the end, failures included', async () => {
  const pass = turnstile(3);
  let inside = 0;
  let most = 0;
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      pass(async () => {
        most = Math.max(most, ++inside);
        await setTimeout(index % 4);
        inside--;
        if (index % 5 === 0) throw new Error('broken');
        return index;
      }),
    ),
  );
  expect(most).toBe(3);
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(4);
  expect(await pass(() => Promise.resolve('more'))).toBe('more');
});
