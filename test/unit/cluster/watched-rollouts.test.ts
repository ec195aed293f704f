import { describe, expect, test, vi } from 'vitest';
import type { Answer } from '../../../src/cluster/connection.ts';
import {
  type SeenRollout,
  watchRollouts,
  type WatchedObject,
} from '../../../src/cluster/watched-rollouts.ts';

const deployment = (ready: number, uid = 'd'): Answer => ({
  status: 200,
  body: {
    kind: 'Deployment',
    metadata: { uid },
    spec: { replicas: 2 },
    status: { readyReplicas: ready, updatedReplicas: 2, replicas: 2 },
  },
});
const job = (uid: string, succeeded: boolean): Answer => ({
  status: 200,
  body: {
    kind: 'Job',
    metadata: { uid },
    spec: {},
    status: succeeded ? { conditions: [{ type: 'Complete', status: 'True' }] } : {},
  },
});
const notThere: Answer = { status: 404, body: null };

const web: WatchedObject = {
  object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
  isHook: false,
};
const hook: WatchedObject = {
  object: { apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name: 'migrate' },
  isHook: true,
};

/** A server that gives these answers one after the other, the last for ever. */
function watched(object: WatchedObject, answers: readonly (Answer | Error)[]) {
  const seen: string[] = [];
  let asked = 0;
  const watch = watchRollouts({
    pause: 1,
    connection: {
      get: async () => {
        const answer = answers[Math.min(asked, answers.length - 1)] ?? notThere;
        asked += 1;
        if (answer instanceof Error) throw answer;
        return await Promise.resolve(answer);
      },
    },
    discovery: {
      resourceOf: () => ({ namespaced: true, name: 'x', path: () => '/x', collection: () => '/x' }),
    },
    objects: new Map([['shop', [object]]]),
    onChange: ({ release, rollout: { ready, wanted, state } }: SeenRollout) =>
      void seen.push(`${release} ${ready}/${wanted} ${state}`),
  });
  const until = async (count: number): Promise<void> =>
    await vi.waitFor(() => expect(asked).toBeGreaterThan(count), { timeout: 10_000, interval: 2 });
  return { watch, seen, until, asked: () => asked };
}

describe('rollouts while they are waited for', () => {
  test('each change once, and nothing of what was ready from the start until it no longer is', async () => {
    const answers = [
      notThere,
      deployment(2),
      deployment(2),
      deployment(0),
      deployment(0),
      deployment(1),
      deployment(2),
    ];
    const { watch, seen, until } = watched(web, answers);
    watch.begin('shop');
    await until(answers.length + 2);
    watch.stop();
    expect(seen).toEqual(['shop 0/2 progressing', 'shop 1/2 progressing', 'shop 2/2 ready']);
  });

  test('a hook of an earlier run is not told; the new one is, to its end', async () => {
    const answers = [job('old', true), job('old', true), notThere, job('new', false), job('new', true)];
    const { watch, seen, until } = watched(hook, answers);
    watch.begin('shop');
    await until(answers.length + 2);
    watch.stop();
    expect(seen).toEqual(['shop 0/1 progressing', 'shop 1/1 ready']);
  });

  test('a server that fails, hangs up or refuses is no failure of anybody', async () => {
    const answers = [
      new Error('gone'),
      { status: 503, body: 'no' },
      { status: 403, body: {} },
      deployment(1),
    ];
    const { watch, seen, until } = watched(web, answers);
    watch.begin('shop');
    await until(answers.length);
    watch.stop();
    expect(seen).toEqual(['shop 1/2 progressing']);
  });

  test('nothing is asked before it begins, after it ends, or of a release without such objects', async () => {
    const { watch, seen, until, asked } = watched(web, [deployment(1)]);
    watch.begin('other');
    watch.end('shop');
    expect(asked()).toBe(0);
    watch.begin('shop');
    await until(1);
    watch.end('shop');
    const before = asked();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(asked()).toBeLessThanOrEqual(before + 1); // what was under way
    watch.stop();
    watch.begin('shop');
    expect(asked()).toBeLessThanOrEqual(before + 1);
    expect(seen).toEqual(['shop 1/2 progressing']);
  });
});
