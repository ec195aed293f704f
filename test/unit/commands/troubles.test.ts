/** What is told of a release that failed when the cluster cannot be asked, or breaks while it is. */
import { expect, test } from 'vitest';
import { troublesOf, type FailedRelease } from '../../../src/commands/troubles.ts';
import { openRedactor } from '../../../src/redaction/redactor.ts';
import { apiServer, json } from '../cluster/api-server.ts';

const secret = 'umbrella-of-a-password';
const redactor = openRedactor();
redactor.learn(secret, null);

const release = (key: string, message: string | null): FailedRelease => ({
  key,
  name: key,
  namespace: 'shop',
  message,
  since: new Date(),
  after: { objects: [], hooks: [], crds: [] },
});

test('nobody answers: what Helm said is told, without secrets, of every release', async () => {
  const server = await apiServer(json({}));
  const nowhere = server.connect({ server: 'https://127.0.0.1:1' });
  const failed = [release('web', `it said ${secret}`), release('db', null)];
  const told = await troublesOf(nowhere, failed, { redactor });
  expect([...told.keys()]).toEqual(['web', 'db']);
  expect(told.get('web')).toMatchObject([
    {
      cause: 'unreachable',
      object: { kind: 'Release', namespace: 'shop', name: 'web' },
      message: expect.stringMatching(/cannot be reached \(ECONNREFUSED\); it said \(secret\)$/) as unknown,
      events: [],
      log: null,
    },
  ]);
  expect(told.get('db')?.[0]?.message).toMatch(/nobody says why the release failed$/);
});

test('a server that tells nothing but refusals', async () => {
  const server = await apiServer(json({ kind: 'Status', code: 403, message: 'no' }, 403));
  const told = await troublesOf(server.connect(), [release('web', 'timed out waiting for the condition')], {
    redactor,
  });
  expect(told.get('web')?.map(({ cause }) => cause)).toEqual(['timeout']);
});

test('nothing failed, nobody is asked', async () => {
  const server = await apiServer(json({}));
  expect(await troublesOf(server.connect(), [], { redactor })).toEqual(new Map());
  expect(server.requests).toHaveLength(0);
});
