import type { RequestListener, ServerResponse } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { readLog } from '../../../src/cluster/container-log.ts';
import { followLogs } from '../../../src/cluster/followed-logs.ts';
import type { PodContainer } from '../../../src/kubernetes/pod-containers.ts';
import { apiServer } from './api-server.ts';

const container = (more: Partial<PodContainer> = {}): PodContainer => ({
  namespace: 'shop',
  pod: 'web-1',
  container: 'main',
  type: 'container',
  run: 'u 0',
  isStarted: true,
  isRunning: true,
  waiting: null,
  ...more,
});
const line = (second: number, text: string): string => `2026-11-21T10:00:0${second}.000000001Z ${text}\n`;
const patience = { timeout: 30_000 };

/** What the containers are now can be changed; ends with the test. */
async function followed(answer: RequestListener, first: readonly PodContainer[]) {
  const server = await apiServer(answer);
  const ending = new AbortController();
  const state = { containers: first, looks: 0 };
  const lines: string[] = [];
  const refusals: string[] = [];
  const done = followLogs(server.connect(), {
    containers: async () => {
      state.looks += 1;
      return Promise.resolve(state.containers);
    },
    range: { tail: 5, sinceSeconds: null },
    onLine: ({ pod }, { text }) => lines.push(`${pod} ${text}`),
    onRefusal: (_, reason) => refusals.push(reason),
    signal: ending.signal,
  });
  const queries = (): URLSearchParams[] =>
    server.requests.map(({ url = '' }) => new URL(url, 'https://server').searchParams);
  return { state, lines, refusals, queries, end: async () => (ending.abort(), await done) };
}

const silent = (response: ServerResponse): void => {
  response.writeHead(200).flushHeaders();
};

/** The answers in turn; when there is none left, one that stays open. */
function script(...answers: ((response: ServerResponse) => void)[]): RequestListener {
  return (_, response) => {
    const answer = answers.shift() ?? silent;
    answer(response);
  };
}

describe('a log that is followed', () => {
  test('goes on after its stream broke, without a line twice', async () => {
    const found = await followed(
      script(
        (response) => {
          response.writeHead(200).write(line(1, 'one') + line(2, 'two'));
          setTimeout(() => response.destroy(), 50);
        },
        (response) => void response.writeHead(200).write(line(2, 'two') + line(3, 'three')),
      ),
      [container()],
    );
    await vi.waitFor(() => expect(found.lines).toEqual(['web-1 one', 'web-1 two', 'web-1 three']), patience);
    const [first, second] = found.queries();
    expect([first?.get('tailLines'), first?.get('sinceTime')]).toEqual(['5', null]);
    expect([second?.get('tailLines'), second?.get('sinceTime')]).toEqual([
      null,
      '2026-11-21T10:00:02.000000001Z',
    ]);
    await found.end();
  });

  test('of a container that is started anew is read from its beginning; one that has ended is read once', async () => {
    const found = await followed(
      script(
        (response) => void response.writeHead(200).end(line(1, 'died')),
        (response) => void response.writeHead(200).write(line(0, 'back')),
      ),
      [container({ isRunning: false })],
    );
    await vi.waitFor(() => expect(found.lines).toEqual(['web-1 died']), patience);
    await vi.waitFor(() => expect(found.state.looks).toBeGreaterThan(3), patience);
    expect(found.queries()).toHaveLength(1);
    found.state.containers = [container({ run: 'u 1' })];
    await vi.waitFor(() => expect(found.lines).toEqual(['web-1 died', 'web-1 back']), patience);
    expect(found.queries()[1]?.get('tailLines')).toBeNull();
    await found.end();
  });

  test('of a pod that is gone is given up, though nobody ends its stream', async () => {
    let isClosed = false;
    const found = await followed(
      (_, response) => {
        response.writeHead(200).flushHeaders();
        response.once('close', () => (isClosed = true));
      },
      [container()],
    );
    await vi.waitFor(() => expect(found.queries()).toHaveLength(1), patience);
    found.state.containers = [];
    await vi.waitFor(() => expect(isClosed).toBe(true), patience);
    await found.end();
  });

  test('that is refused is told once, and tried again', async () => {
    const message = 'container "main" in pod "web-1" is waiting to start';
    const found = await followed(
      (_, response) => {
        response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
      },
      [container()],
    );
    await vi.waitFor(() => expect(found.queries().length).toBeGreaterThan(3), patience);
    expect(found.refusals).toEqual([message]);
    await found.end();
  });

  test('waits for containers that have not started, and takes no more than it can', async () => {
    const many = Array.from({ length: 203 }, (_, index) => container({ pod: `web-${index}` }));
    const found = await followed(script(), [container({ isStarted: false })]);
    await vi.waitFor(() => expect(found.state.looks).toBeGreaterThan(1), patience);
    expect(found.queries()).toHaveLength(0);
    found.state.containers = many;
    await vi.waitFor(() => expect(found.queries()).toHaveLength(200), patience);
    expect(found.refusals[0]).toContain('no more than 200 containers are followed at once');
    await found.end();
  });
});

describe('patience', () => {
  test('a log that is followed may be silent for long; one that is read may not', async () => {
    const open: ServerResponse[] = [];
    const server = await apiServer((_, response) => void open.push(response));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const connection = server.connect();
      const range = { tail: null, sinceSeconds: null, sinceTime: null, previous: false };
      const read = readLog(connection, container(), range, () => undefined);
      const follows = connection.follow('/x', () => undefined, new AbortController().signal, true);
      await vi.waitFor(() => expect(open).toHaveLength(2), patience);
      vi.advanceTimersByTime(60_000);
      await expect(read).rejects.toMatchObject({ code: 'unreachable' });
      for (const response of open) response.end();
      expect(await follows).toBe(200);
    } finally {
      vi.useRealTimers();
    }
  });
});
