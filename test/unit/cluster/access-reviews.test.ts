import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { reviewAccess } from '../../../src/cluster/access-reviews.ts';
import { listObjects } from '../../../src/cluster/listed-objects.ts';
import type { Right } from '../../../src/contract/needs/facts.ts';
import { apiServer, json } from './api-server.ts';

const right = (verb: string, namespace: string | null = 'shop', resource = 'secrets'): Right => ({
  verb,
  group: '',
  resource,
  namespace,
});

interface Asked {
  readonly verb: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
}

/** An API server that answers reviews, and notes what it was asked. */
function reviewer(isAllowed: (asked: Asked) => boolean, more: object = {}): [RequestListener, Asked[]] {
  const all: Asked[] = [];
  const listener: RequestListener = (request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.once('end', () => {
      const asked = (JSON.parse(text) as { spec: { resourceAttributes: Asked } }).spec.resourceAttributes;
      all.push(asked);
      json({ status: { allowed: isAllowed(asked), ...more } }, 201)(request, response);
    });
  };
  return [listener, all];
}

test('who may do everything is asked once', async () => {
  const [listener, asked] = reviewer(() => true);
  const server = await apiServer(listener);
  const mayI = await reviewAccess(server.connect(), [right('get'), right('list', 'other')]);
  expect(mayI(right('get'))).toEqual({ known: true });
  expect(asked).toHaveLength(1);
});

test('who may do everything in one namespace is asked no more of it', async () => {
  const [listener, asked] = reviewer(({ verb, namespace }) => namespace === 'shop' && verb === '*');
  const server = await apiServer(listener);
  const mayI = await reviewAccess(server.connect(), [right('get'), right('list'), right('get', 'other')]);
  expect([mayI(right('get')), mayI(right('get', 'other'))]).toEqual([{ known: true }, { known: false }]);
  expect(asked.filter(({ verb, namespace }) => verb !== '*' && namespace === 'shop')).toEqual([]);
});

test('everybody else is asked verb by verb, each once', async () => {
  const [listener, asked] = reviewer(({ verb }) => verb === 'get');
  const server = await apiServer(listener);
  const log = right('get', 'shop', 'pods/log');
  const mayI = await reviewAccess(server.connect(), [right('get'), right('get'), right('patch'), log]);
  expect([right('get'), right('patch'), log].map(mayI)).toEqual([
    { known: true },
    { known: false },
    { known: true },
  ]);
  expect(asked.filter(({ verb }) => verb !== '*')).toHaveLength(3);
  expect(asked).toContainEqual(expect.objectContaining({ resource: 'pods', subresource: 'log' }));
});

test('an authorizer that fails has not said no', async () => {
  const [listener] = reviewer(() => false, { evaluationError: 'webhook is down' });
  const server = await apiServer(listener);
  const mayI = await reviewAccess(server.connect(), [right('get')]);
  expect(mayI(right('get'))).toEqual({ unknown: 'the API server could not judge it: webhook is down' });
});

test('a server without reviews makes nothing known', async () => {
  const server = await apiServer(json({}, 404));
  const mayI = await reviewAccess(server.connect(), [right('get')]);
  expect(mayI(right('get'))).toEqual({
    unknown: 'the API server answers 404 to a SelfSubjectAccessReview',
  });
  expect(mayI(right('never asked'))).toHaveProperty('unknown');
});

test('lists are read to their end, and what is refused is told', async () => {
  const server = await apiServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'https://localhost');
    if (pathname.endsWith('/secret')) json({}, 403)(request, response);
    else if (pathname.endsWith('/gone')) json({}, 404)(request, response);
    else {
      const page = Number(searchParams.get('continue') ?? 0);
      const metadata = page < 2 ? { continue: String(page + 1) } : {};
      json({ metadata, items: [{ page }] })(request, response);
    }
  });
  const connection = server.connect();
  expect(await listObjects(connection, '/api/v1/nodes')).toEqual({
    known: [{ page: 0 }, { page: 1 }, { page: 2 }],
  });
  expect(await listObjects(connection, '/api/v1/secret')).toEqual({
    unknown: 'no permission to list secret of the whole cluster',
  });
  expect(await listObjects(connection, '/api/v1/gone')).toEqual({ known: [] });
});
