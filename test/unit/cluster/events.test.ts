/** Events as the API server lists them, by both of its event APIs. */
import { expect, test } from 'vitest';
import { readEvents } from '../../../src/cluster/events.ts';
import { apiServer, json } from './api-server.ts';

const about = { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'u' };

test('all pages, oldest first, in one form', async () => {
  const pages: Record<string, unknown> = {
    '': {
      metadata: { continue: 'next' },
      items: [
        {
          involvedObject: { ...about, fieldPath: 'spec.containers{main}' },
          type: 'Warning',
          reason: 'BackOff',
          message: 'Back-off',
          count: 4,
          lastTimestamp: '2026-03-04T05:07:00Z',
        },
      ],
    },
    next: {
      metadata: {},
      items: [
        {
          involvedObject: about,
          type: 'Warning',
          reason: 'FailedScheduling',
          message: 'no node',
          eventTime: '2026-03-04T05:01:00.123456Z',
          series: { count: 3, lastObservedTime: '2026-03-04T05:02:00.123456Z' },
        },
        { involvedObject: {}, reason: 'of nothing' },
        {
          involvedObject: about,
          type: 'Normal',
          reason: 'Pulled',
          metadata: { creationTimestamp: '2026-03-04T05:03:00Z' },
        },
      ],
    },
  };
  const server = await apiServer((request, response) => {
    const query = new URL(request.url ?? '', 'https://x').searchParams;
    json(pages[query.get('continue') ?? ''])(request, response);
  });
  const { events, gaps } = await readEvents(server.connect(), 'shop');
  expect(gaps).toEqual([]);
  expect(events).toEqual([
    {
      about: { ...about, container: null },
      type: 'Warning',
      reason: 'FailedScheduling',
      message: 'no node',
      count: 3,
      time: '2026-03-04T05:02:00.123Z',
    },
    {
      about: { ...about, container: null },
      type: 'Normal',
      reason: 'Pulled',
      message: '',
      count: 1,
      time: '2026-03-04T05:03:00.000Z',
    },
    {
      about: { ...about, container: 'main' },
      type: 'Warning',
      reason: 'BackOff',
      message: 'Back-off',
      count: 4,
      time: '2026-03-04T05:07:00.000Z',
    },
  ]);
  expect(server.requests).toHaveLength(2);
});

test('who may not list them is told so', async () => {
  const server = await apiServer(json({ kind: 'Status', code: 403 }, 403));
  expect(await readEvents(server.connect(), 'shop')).toEqual({
    events: [],
    gaps: ['no permission to list events in namespace shop: what they say is not known'],
  });
});

test('a server that never says that it was the last page is left in the end', async () => {
  const server = await apiServer(json({ metadata: { continue: 'again' }, items: [] }));
  const { gaps } = await readEvents(server.connect(), 'shop');
  expect(gaps).toEqual(['namespace shop has more than 10000 events: the others were not looked at']);
  expect(server.requests).toHaveLength(20);
});
