import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GithubClient } from '../../../src/github/client.ts';
import { workflowRunState } from '../../../src/github/run-state.ts';

const path = '/repos/acme/shop/actions/runs/77/attempts/2';
const started = '2026-11-21T10:00:30Z';

let server: Server;
let answers: Record<string, readonly [status: number, body: object]>;
beforeEach(async () => {
  server = createServer((request, response) => {
    const [status, body] = answers[request.url ?? ''] ?? [404, { message: 'Not Found' }];
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => server.close());

const state = async (runner: string | null = 'runner-12'): ReturnType<typeof workflowRunState> => {
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new GithubClient({
    apiUrl,
    graphqlUrl: `${apiUrl}/graphql`,
    token: 'ghs_canary',
    signal: new AbortController().signal,
    budgetMilliseconds: 1,
  });
  return await workflowRunState(client, {
    repository: 'acme/shop',
    run: '77',
    attempt: '2',
    runner,
    started,
  });
};

const run = (status: string): readonly [number, object] => [
  200,
  { id: 77, status, updated_at: '2026-11-21T10:10:00Z' },
];
const job = (id: number, given: object): object => ({
  id,
  runner_name: 'runner-12',
  status: 'completed',
  started_at: '2026-11-21T10:00:00Z',
  completed_at: '2026-11-21T10:05:00Z',
  ...given,
});
const jobs = (...list: readonly object[]): readonly [number, object] => [
  200,
  { total_count: list.length, jobs: list },
];

describe('the workflow run of a deployment', () => {
  test('has ended', async () => {
    answers = { [path]: run('completed') };
    expect(await state()).toEqual({ state: 'over', ended: '2026-11-21T10:10:00Z' });
  });

  test.each([
    ['its job goes on', [job(1, { status: 'in_progress', completed_at: null })], 'live'],
    ['its job has ended', [job(1, {}), job(2, { runner_name: 'runner-13', status: 'in_progress' })], 'over'],
    [
      'its runner has a later job',
      [job(1, {}), job(2, { started_at: '2026-11-21T10:06:00Z', status: 'in_progress' })],
      'over',
    ],
    ['nobody knows which job it was', [job(1, { runner_name: 'runner-13' })], 'live'],
    ['of two jobs that it may be one goes on', [job(1, {}), job(2, { status: 'in_progress' })], 'live'],
  ])('goes on; %s', async (_, list, expected) => {
    answers = { [path]: run('in_progress'), [`${path}/jobs?per_page=100`]: jobs(...list) };
    expect((await state()).state).toBe(expected);
    expect((await state(null)).state).toBe('live');
  });

  test.each([
    [404, 'Not Found'],
    [403, 'Resource not accessible by integration'],
    [401, 'Bad credentials'],
  ])('cannot be asked for: %i', async (status, message) => {
    answers = { [path]: [status, { message }] };
    const told = await state();
    expect(told).toMatchObject({ state: 'unknown', why: expect.stringContaining(message) as string });
    expect(JSON.stringify(told)).not.toContain('ghs_canary');
  });
});
