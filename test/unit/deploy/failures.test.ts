import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Backend, parseBackend } from '../../../src/deploy/backend.ts';
import { explain, type FailureContext } from '../../../src/deploy/failures.ts';
import { PulumiExit } from '../../../src/deploy/pulumi-command.ts';
import type { Progress } from '../../../src/deploy/steps.ts';
import { Failure } from '../../../src/stack/failure.ts';
import { recordedProgress } from './recorded-events.ts';
import { saltFor } from './salt.ts';

const salt = saltFor('right');

const lock = '{"pid":4711,"username":"ann","hostname":"ci-7","timestamp":"2026-11-20T10:00:00Z"}';

/** A file backend of its own, its stack locked or not. */
function fileBackend({ locked }: { locked: boolean }): Backend {
  const folder = mkdtempSync(join(tmpdir(), 'state-'));
  const locks = join(folder, '.pulumi/locks/organization/p/dev');
  mkdirSync(locks, { recursive: true });
  if (locked) writeFileSync(join(locks, 'a.json'), lock);
  return parseBackend(`file://${folder}`);
}

const exit = (exitCode: number | null, signal: NodeJS.Signals | null = null): PulumiExit =>
  new PulumiExit('up --yes', { exitCode, signal, pid: 4711, stderr: 'error: \u001B[31mprose\u001B[0m\n' });

const context = (given: Partial<FailureContext> = {}): FailureContext => ({
  operation: 'up',
  releases: [],
  backend: fileBackend({ locked: false }),
  project: 'p',
  stack: 'dev',
  encryptionSalt: null,
  environment: { PULUMI_CONFIG_PASSPHRASE: 'right' },
  progress: [],
  cancelled: false,
  ...given,
});

const said = (text: string, name: string | null = null): Progress => ({
  at: 'message',
  severity: 'error',
  urn: null,
  name,
  text,
});

const isLocked = 'stack "dev" is locked by ann@ci-7 (process 4711) since 2026-11-20T10:00:00Z';
const wrong = 'the passphrase does not open the secrets of stack "dev"';

describe('exit code × passphrase × lock', () => {
  const passphrases = {
    right: { encryptionSalt: salt, environment: { PULUMI_CONFIG_PASSPHRASE: 'right' } },
    wrong: { encryptionSalt: salt, environment: { PULUMI_CONFIG_PASSPHRASE: 'wrong' } },
    'not used': { encryptionSalt: null, environment: {} },
  };

  test.each([
    [1, 'right', false, 'failed', 'error: [31mprose[0m'],
    [1, 'right', true, 'locked', isLocked],
    [1, 'wrong', false, 'authentication', wrong],
    [1, 'wrong', true, 'authentication', wrong],
    [1, 'not used', false, 'failed', 'error: [31mprose[0m'],
    [1, 'not used', true, 'locked', isLocked],
    [2, 'right', false, 'configuration', 'error: [31mprose[0m'],
    [2, 'right', true, 'locked', isLocked],
    [3, 'right', true, 'authentication', 'error: [31mprose[0m'],
    [5, 'right', false, 'findings', 'error: [31mprose[0m'],
    [6, 'wrong', true, 'configuration', 'the backend has no stack "dev"'],
    [8, 'right', true, 'cancelled', 'cancelled: nothing was changed'],
    [9, 'right', true, 'timeout', 'error: [31mprose[0m'],
    [255, 'right', false, 'failed', 'error: [31mprose[0m'],
  ] as const)('%i, %s passphrase, locked: %s', async (exitCode, passphrase, locked, code, message) => {
    const failure = await explain(
      exit(exitCode),
      context({ ...passphrases[passphrase], backend: fileBackend({ locked }) }),
    );
    expect(failure).toMatchObject({ code, message });
    expect(failure.cause).toMatchObject(code === 'locked' || message === wrong ? {} : { exitCode });
  });

  test('every way out of what a person can repair is told', async () => {
    const hints = await Promise.all([
      explain(exit(1), context({ backend: fileBackend({ locked: true }) })),
      explain(exit(1), context(passphrases.wrong)),
      explain(exit(6), context()),
    ]);
    expect(hints.map(({ hint }) => hint)).toEqual([
      'wait for that run to end, as `--wait-for-lock 15m` does; if it is over, `k8s-deploy recover --stack dev` frees the stack',
      'set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) to the passphrase the stack was made with',
      'run `k8s-deploy up --stack dev` first',
    ]);
  });
});

describe('what the store answers', () => {
  let server: Server;
  let answer: { status: number; body: string };
  beforeEach(async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'id');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'canary-secret-key');
    server = createServer((request, response) => {
      const isObject = request.url?.includes('a.json') === true;
      response.writeHead(isObject ? 200 : answer.status, { 'content-type': 'application/xml' });
      response.end(isObject ? lock : answer.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.close();
    vi.unstubAllEnvs();
  });

  const s3 = (port = (server.address() as AddressInfo).port): Backend =>
    parseBackend(
      `s3://bucket?endpoint=127.0.0.1:${port}&disableSSL=true&s3ForcePathStyle=true&region=eu-west-1`,
    );
  const error = (code: string): string => `<Error><Code>${code}</Code><Message>no</Message></Error>`;
  const listing = (key: string): string =>
    `<ListBucketResult><Name>bucket</Name><Contents><Key>${key}</Key></Contents></ListBucketResult>`;

  test.each([
    [200, '<ListBucketResult/>', 'failed', 'error: [31mprose[0m'],
    [200, listing('.pulumi/locks/organization/p/dev/a.json'), 'locked', isLocked],
    [
      403,
      error('AccessDenied'),
      'authentication',
      'the state store s3://bucket refused the credentials (AccessDenied: no)',
    ],
    [
      401,
      error('InvalidToken'),
      'authentication',
      'the state store s3://bucket refused the credentials (InvalidToken: no)',
    ],
    [
      404,
      error('NoSuchBucket'),
      'configuration',
      'the state store s3://bucket does not exist (NoSuchBucket: no)',
    ],
    [503, error('SlowDown'), 'unreachable', 'the state store s3://bucket does not answer (SlowDown: no)'],
  ] as const)('%i %s', async (status, body, code, message) => {
    answer = { status, body };
    expect(await explain(exit(1), context({ backend: s3() }))).toMatchObject({ code, message });
  });

  test('nothing, because nobody listens', async () => {
    const failure = await explain(exit(1), context({ backend: s3(1) }));
    expect(failure.code).toBe('unreachable');
    expect(failure.message).toContain('ECONNREFUSED');
    expect(failure.message).not.toContain('canary-secret-key');
  });

  test('nothing, because nobody is allowed to ask', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE'])
      vi.stubEnv(name, undefined);
    const nowhere = join(mkdtempSync(join(tmpdir(), 'aws-')), 'none');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', nowhere);
    vi.stubEnv('AWS_CONFIG_FILE', nowhere);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    const { code, message } = await explain(exit(1), context({ backend: s3() }));
    expect({ code, message }).toEqual({
      code: 'authentication',
      message: expect.stringContaining('no credentials for the state store s3://bucket (') as string,
    });
  });

  test('a backend whose locks we cannot read is left to what the CLI says', async () => {
    const backend = parseBackend('azblob://container');
    expect(await explain(exit(1), context({ backend }))).toMatchObject({ code: 'failed' });
  });
});

test.each(['preview', 'outputs'] as const)(
  '%s takes no lock: whose it is has nothing to do with it',
  async (operation) => {
    const failure = await explain(exit(1), context({ operation, backend: fileBackend({ locked: true }) }));
    expect(failure).toMatchObject({ code: 'failed', message: 'error: [31mprose[0m' });
  },
);

test('once a step has run, neither lock nor passphrase was in the way: somebody else may hold the lock by now', async () => {
  const step = {
    operation: 'update',
    urn: 'u',
    type: 't',
    kind: 'Release',
    name: 'web',
    changedKeys: [],
    replaceKeys: [],
    order: null,
  } as const;
  const failure = await explain(
    exit(1),
    context({
      backend: fileBackend({ locked: true }),
      progress: [{ at: 'started', phase: 'update', step }, said('the pods are not ready', 'web')],
    }),
  );
  expect(failure).toMatchObject({ code: 'failed', message: 'web: the pods are not ready' });
});

describe('what the engine said', () => {
  const message = async (progress: readonly Progress[]): Promise<string> =>
    (await explain(exit(1), context({ progress }))).message;

  test('comes before what the CLI printed, each error once, with the name of the resource', async () => {
    expect(await message([said('it broke', 'hello'), said('it broke', 'hello'), said('and this')])).toBe(
      'hello: it broke\nand this',
    );
  });

  test('without the line that only says that there were errors', async () => {
    expect(await message(recordedProgress('failure'))).toMatch(
      /^hello: 1 error occurred:[^]*deadline exceeded$/,
    );
    expect(await message([said('preview failed')])).toBe('error: [31mprose[0m');
  });

  test('of a long text by the CLI, the end', async () => {
    const stderr = Array.from({ length: 100 }, (_, line) => `line ${line}`).join('\n');
    const failure = await explain(
      new PulumiExit('up', { exitCode: 1, signal: null, pid: 1, stderr }),
      context(),
    );
    expect(failure.message.split('\n')).toHaveLength(12);
    expect(failure.message).toMatch(/line 99$/);
  });

  test('nothing at all: at least the exit code', async () => {
    const silent = new PulumiExit('up', { exitCode: 1, signal: null, pid: 1, stderr: '' });
    expect((await explain(silent, context())).message).toBe('pulumi up ended with exit code 1');
  });
});

describe('killed by somebody else', () => {
  test.each([
    [false, 'run the command again'],
    [
      true,
      'the stack is left locked: free it with `k8s-deploy recover --stack dev`, then run the command again',
    ],
  ])('locked: %s', async (locked, end) => {
    const failure = await explain(exit(null, 'SIGKILL'), context({ backend: fileBackend({ locked }) }));
    expect(failure).toMatchObject({
      code: 'failed',
      message: 'pulumi up --yes was ended by SIGKILL, which was not asked for here',
      hint: `look for the reason first: out of memory, or somebody's \`kill\`; ${end}`,
    });
  });
});

test('cancelled and killed: only a lock of its own is its own', async () => {
  const backend = fileBackend({ locked: true });
  const hintOf = async (pid: number): Promise<string | null> => {
    const error = new PulumiExit('up', { exitCode: null, signal: 'SIGKILL', pid, stderr: '' });
    return (await explain(error, context({ backend, cancelled: true }))).hint;
  };
  expect(await hintOf(4711)).toContain('k8s-deploy recover --stack dev');
  expect(await hintOf(4712)).toBeNull();
});

describe('other errors', () => {
  test('a Failure stays what it is, though the command was cancelled', async () => {
    const failure = new Failure('findings', 'refused');
    expect(await explain(failure, context({ cancelled: true }))).toBe(failure);
  });

  test.each([
    [new Error('ours'), 'ours'],
    ['thrown text', 'thrown text'],
  ])('%s', async (error, message) => {
    expect(await explain(error, context())).toMatchObject({ code: 'failed', message, cause: error });
  });

  test('after a wish to end, whatever is thrown is its consequence', async () => {
    for (const error of [new Error('ours'), exit(1), exit(null)]) {
      expect(await explain(error, context({ cancelled: true }))).toMatchObject({
        code: 'cancelled',
        message: 'cancelled: nothing was changed',
      });
    }
  });
});
