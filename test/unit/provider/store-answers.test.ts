import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBucket, findBucket } from '../../../pulumi/provider/bucket.ts';
import { encryption } from '../../../pulumi/provider/features/encryption.ts';
import { NotImplemented } from '../../../pulumi/provider/s3-failures.ts';
import { S3Session } from '../../../pulumi/provider/s3-session.ts';

/** Answers as Amazon S3 gives them, which no store on this machine can be brought to give. HEAD has no body. */
const answers = {
  otherRegion: [
    301,
    '<Error><Code>PermanentRedirect</Code><Message>The bucket you are attempting to access must be addressed using the specified endpoint.</Message><Bucket>acme</Bucket></Error>',
    { 'x-amz-bucket-region': 'eu-central-1' },
  ],
  malformed: [
    400,
    "<Error><Code>AuthorizationHeaderMalformed</Code><Message>The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-central-1'</Message><Region>eu-central-1</Region></Error>",
    {},
  ],
  denied: [403, '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>', {}],
  unknownKey: [
    403,
    '<Error><Code>InvalidAccessKeyId</Code><Message>The AWS Access Key Id you provided does not exist in our records.</Message><AWSAccessKeyId>canary-key</AWSAccessKeyId></Error>',
    {},
  ],
  expired: [
    400,
    '<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>',
    {},
  ],
  skewed: [
    403,
    '<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the current time is too large.</Message></Error>',
    {},
  ],
  taken: [
    409,
    '<Error><Code>BucketAlreadyExists</Code><Message>The requested bucket name is not available.</Message></Error>',
    {},
  ],
  notAllowed: [
    405,
    '<Error><Code>MethodNotAllowed</Code><Message>The specified method is not allowed against this resource.</Message></Error>',
    {},
  ],
} as const satisfies Record<string, readonly [number, string, Record<string, string>]>;

let respond: (request: IncomingMessage, response: ServerResponse) => void;
const server = createServer((request, response) => respond(request, response));

function answering(name: keyof typeof answers): S3Session {
  const [status, body, headers] = answers[name];
  respond = (request, response) => {
    response.writeHead(status, { 'content-type': 'application/xml', ...headers });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  return session(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

const session = (endpoint: string, signal = new AbortController().signal) =>
  new S3Session({ bucket: 'acme', region: 'us-east-1', endpoint, forcePathStyle: true }, signal);

beforeEach(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'canary-key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'canary-secret');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
});

describe('an answer of the store', () => {
  test.each([
    ['otherRegion', 'configuration', 'is not in region "us-east-1"', '"eu-central-1"'],
    ['malformed', 'configuration', 'is not in region "us-east-1"', '"eu-central-1"'],
    ['denied', 'authentication', 'access denied', 's3:GetBucketLocation'],
    ['unknownKey', 'authentication', 'refuses the credentials (InvalidAccessKeyId)', 'AWS_ACCESS_KEY_ID'],
    ['expired', 'authentication', 'refuses the credentials (ExpiredToken)', 'AWS_SESSION_TOKEN'],
    ['skewed', 'authentication', 'clock', 'set the clock'],
  ] as const)('%s is told as %s', async (name, code, message, hint) => {
    const failure = await findBucket(answering(name)).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
      hint: expect.stringContaining(hint) as string,
    });
    expect(String(failure)).not.toContain('canary');
  });

  test('a name that somebody else has taken is a matter of configuration', async () => {
    await expect(createBucket(answering('taken'))).rejects.toMatchObject({
      code: 'configuration',
      message: 'bucket "acme" belongs to somebody else',
    });
  });

  test('an operation that is not allowed at all is one that the store does not implement', async () => {
    await expect(encryption.observe(answering('notAllowed'), null)).rejects.toBeInstanceOf(NotImplemented);
  });
});

describe('no answer', () => {
  test('nobody listens', async () => {
    await expect(findBucket(session('http://127.0.0.1:1'))).rejects.toMatchObject({
      code: 'unreachable',
      message: 'could not find bucket "acme" on 127.0.0.1:1: no connection (ECONNREFUSED)',
    });
  });

  test('cancelled while waiting', async () => {
    const cancel = new AbortController();
    respond = () => cancel.abort();
    const waiting = session(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, cancel.signal);
    await expect(findBucket(waiting)).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('no credentials, and a metadata service that keeps silent', { timeout: 20_000 }, async () => {
    respond = () => undefined;
    const { port } = server.address() as AddressInfo;
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE'])
      vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
    vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', `http://127.0.0.1:${port}`);
    const started = performance.now();
    await expect(findBucket(session('http://127.0.0.1:1'))).rejects.toMatchObject({
      code: 'authentication',
      message: expect.stringContaining('no AWS credentials were found') as string,
    });
    expect(performance.now() - started).toBeLessThan(11_000);
  });
});
