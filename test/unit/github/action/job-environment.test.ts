import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { requireEnvironment } from '../../../../src/github/action/job-environment.ts';

const job = { repository: 'acme/shop', runUrl: 'https://github.com/acme/shop/actions/runs/42/attempts/1' };
let server: Server;
let requests: { readonly url: string; readonly authorization: string | undefined }[];
let answers: { readonly status: number; readonly body: string }[];

const tokenOf = (claims: object): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
const answer = (claims: object): { status: number; body: string } => ({
  status: 200,
  body: JSON.stringify({ value: tokenOf({ repository: 'acme/shop', run_id: '42', ...claims }) }),
});

beforeEach(async () => {
  requests = [];
  answers = [];
  server = createServer((request: IncomingMessage, response) => {
    requests.push({ url: request.url ?? '', authorization: request.headers.authorization });
    const { status, body } = answers.shift() ?? { status: 404, body: '' };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const learned: string[] = [];
const asked = async (wanted: string, environment?: NodeJS.ProcessEnv): Promise<void> =>
  await requireEnvironment(wanted, job, {
    environment: environment ?? {
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token?v=2`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner-token',
    },
    signal: new AbortController().signal,
    learn: (secret) => void learned.push(secret),
  });

describe('the environment of the job, as GitHub says it', () => {
  test('is the one that is asked for', async () => {
    answers = [answer({ environment: 'Production' })];
    await expect(asked('production')).resolves.toBeUndefined();
    expect(requests).toEqual([
      { url: '/token?v=2&audience=k8s-deploy', authorization: 'Bearer runner-token' },
    ]);
    expect(learned).toContain('runner-token');
  });

  test.each([
    ['none', {}, 'the job runs in no environment'],
    ['another', { environment: 'production-eu' }, 'the job runs in "production-eu"'],
    ['that of another run', { environment: 'production', run_id: '4' }, 'not of this run'],
    [
      'that of another repository',
      { environment: 'production', repository: 'acme/other' },
      'not of this run',
    ],
  ])('is %s', async (_, claims, message) => {
    answers = [answer(claims)];
    await expect(asked('production')).rejects.toMatchObject({
      code: 'findings',
      message: expect.stringContaining(message) as string,
    });
  });

  test('without the permission it is named, with the lines for the workflow', async () => {
    await expect(asked('production', {})).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('permission id-token: write') as string,
      hint: expect.stringContaining('permissions:\n  contents: read\n  id-token: write') as string,
    });
    expect(requests).toEqual([]);
  });

  test('a server in trouble is asked again, one that refuses is not', async () => {
    answers = [
      { status: 502, body: '' },
      { status: 200, body: 'no JSON' },
    ];
    await expect(asked('production')).rejects.toMatchObject({ code: 'unreachable' });
    expect(requests).toHaveLength(2);
    answers = [{ status: 500, body: '' }, answer({ environment: 'production' })];
    await expect(asked('production')).resolves.toBeUndefined();
  });

  test('the token goes to no address that is not encrypted', async () => {
    const environment = {
      ACTIONS_ID_TOKEN_REQUEST_URL: 'http://tokens.example.com/',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner-token',
    };
    await expect(asked('production', environment)).rejects.toMatchObject({ code: 'unreachable' });
  });
});
