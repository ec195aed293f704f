import { Agent } from 'node:http';
import { expect, it } from 'vitest';
import { exchange } from '../../../../src/render/charts/exchange.ts';
import { serve } from './stage.ts';

const never = new AbortController().signal;

it.each<[string, Parameters<typeof serve>[0]]>([
  ['never answers', () => undefined],
  ['stops in the middle of its answer', (_, response) => response.write('half')],
])('a host that %s is given up', async (_, handler) => {
  const { host } = await serve(handler);
  const work = exchange({ url: new URL(`http://${host}/`), limit: 100 }, new Agent(), never, 0.2);
  await expect(work).rejects.toMatchObject({
    name: 'ChartProblem',
    code: 'unreachable',
    message: `${host} did not answer within 0.2 s`,
  });
});

it('a host that keeps sending is not, however long it takes', async () => {
  const { host } = await serve((_, response) => {
    let sent = 0;
    const timer = setInterval(() => {
      response.write('.');
      if (++sent < 8) return;
      clearInterval(timer);
      response.end();
    }, 100);
  });
  const answer = await exchange({ url: new URL(`http://${host}/`), limit: 100 }, new Agent(), never, 0.5);
  expect(answer.body.toString()).toBe('........');
});

it('an answer that is cut off is an error of the connection', async () => {
  const { host } = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half');
    setTimeout(() => response.destroy(), 50);
  });
  const work = exchange({ url: new URL(`http://${host}/`), limit: 100 }, new Agent(), never);
  await expect(work).rejects.toMatchObject({ code: 'ECONNRESET' });
});
