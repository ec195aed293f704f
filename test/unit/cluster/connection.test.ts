import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../../src/cluster/connection.ts';
import { certificate, privateKey } from '../render/charts/certificate.ts';
import { apiServer, json, listening } from './api-server.ts';

/** One after the other, the last for ever. */
const inTurn = (...answers: readonly RequestListener[]): RequestListener => {
  let next = 0;
  return (request, response) => answers[Math.min(next++, answers.length - 1)]?.(request, response);
};
const reset: RequestListener = (request) => void request.socket.destroy();

describe('what is sent again', () => {
  test.each([
    ['a busy server', json({}, 429, { 'retry-after': '1' })],
    ['a failing one', json({}, 503)],
    ['a connection that broke', reset],
  ])('%s is asked again', async (_, bad) => {
    const server = await apiServer(inTurn(bad, json({ good: true })));
    expect(await server.connect().get('/x')).toEqual({ status: 200, body: { good: true } });
    expect(server.requests).toHaveLength(2);
  });

  test('a server that is busy for long has its answer told', async () => {
    const server = await apiServer(json({ reason: 'TooManyRequests' }, 429, { 'retry-after': '3600' }));
    expect(await server.connect().get('/x')).toMatchObject({ status: 429 });
    expect(server.requests).toHaveLength(1);
  });

  test('a server that never recovers is given up', async () => {
    const server = await apiServer(json({}, 500));
    expect(await server.connect().get('/x')).toMatchObject({ status: 500 });
    expect(server.requests).toHaveLength(5);
    const broken = await apiServer(reset);
    await expect(broken.connect().get('/x')).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('(ECONNRESET)') as string,
    });
  });

  test('a dry run that the server fails at is not tried again, one that it had no time for is', async () => {
    const failing = await apiServer(json({}, 500));
    expect(await failing.connect().dryRunApply('/x', {})).toMatchObject({ status: 500 });
    expect(failing.requests).toHaveLength(1);
    const busy = await apiServer(inTurn(json({}, 429), json({})));
    expect(await busy.connect().dryRunApply('/x', { kind: 'X' })).toMatchObject({ status: 200 });
    expect(busy.requests.map(({ method, url, headers }) => [method, url, headers['content-type']])).toEqual(
      Array.from({ length: 2 }, () => [
        'PATCH',
        '/x?dryRun=All&force=true&fieldManager=k8s-deploy-drift',
        'application/apply-patch+yaml',
      ]),
    );
  });
});

describe('what is answered', () => {
  test('answers come as they are, whatever their status', async () => {
    const server = await apiServer(json({ reason: 'NotFound' }, 404));
    expect(await server.connect().get('/x')).toEqual({ status: 404, body: { reason: 'NotFound' } });
  });

  test('packed ones are unpacked, and one that would fill the memory is refused', async () => {
    const packed =
      (text: string | Buffer): RequestListener =>
      (_, response) =>
        void response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
          .end(gzipSync(text));
    expect((await (await apiServer(packed('{"a":1}'))).connect().get('/x')).body).toEqual({ a: 1 });
    const bomb = await apiServer(packed(Buffer.alloc(65 * 1024 ** 2, 32)));
    await expect(bomb.connect().get('/x')).rejects.toThrow('an answer of more than 64 MiB');
  });

  test('broken JSON is told without a word of it', async () => {
    const server = await apiServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"token": "hunter2');
    });
    const failure = (await server
      .connect()
      .get('/x')
      .catch((error: unknown) => error)) as Error;
    expect(failure.message).toContain('an answer that is no JSON');
    expect(`${String(failure)} ${String(failure.cause)}`).not.toContain('hunter2');
  });

  test('16 are asked at once, and all of them on connections that are kept', async () => {
    let now = 0;
    let most = 0;
    const server = await apiServer((_, response) => {
      most = Math.max(most, (now += 1));
      setTimeout(() => {
        now -= 1;
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      }, 5);
    });
    const connection = server.connect();
    await Promise.all(Array.from({ length: 100 }, () => connection.get('/x')));
    expect(most).toBe(16);
    expect(new Set(server.requests.map(({ socket }) => socket.remotePort)).size).toBeLessThanOrEqual(16);
  });

  test('a wish to end ends what is under way', async () => {
    const server = await apiServer(() => {});
    const ending = new AbortController();
    const connection = connect(server.address, { environment: {}, signal: ending.signal });
    const asked = Array.from({ length: 20 }, () => connection.get('/x'));
    setTimeout(() => ending.abort(), 50);
    const ended = await Promise.allSettled(asked);
    expect(ended.map((each) => each.status === 'rejected' && (each.reason as { code: string }).code)).toEqual(
      asked.map(() => 'cancelled'),
    );
  });
});

describe('how the server is reached', () => {
  test('below the path of its address', async () => {
    const server = await apiServer(json({}));
    await server.connect({ server: `${server.address.server}/k8s/clusters/c-1/` }).get('/version');
    expect(server.requests[0]?.url).toBe('/k8s/clusters/c-1/version');
  });

  test('with a certificate, a token, a name and password, and as somebody else', async () => {
    const shown: unknown[] = [];
    const server = await apiServer((request, response) => {
      const socket = request.socket as unknown as { authorized: boolean };
      shown.push([request.headers.authorization, socket.authorized, request.headers['impersonate-group']]);
      json({})(request, response);
    });
    const pair = { certificate: Buffer.from(certificate), key: Buffer.from(privateKey) };
    await server.connect({ credentials: { token: 't', ...pair } }).get('/x');
    await server.connect({ credentials: { username: 'u', password: 'p:w' } }).get('/x');
    await server
      .connect({ impersonation: { 'Impersonate-User': 'u', 'Impersonate-Group': ['a', 'b'] } })
      .get('/x');
    expect(shown).toEqual([
      ['Bearer t', true, undefined],
      [`Basic ${btoa('u:p:w')}`, false, undefined],
      [undefined, false, 'a, b'],
    ]);
  });

  test('without credentials where others could listen', async () => {
    let header: string | undefined;
    const open = createServer((request, response) => {
      header = request.headers.authorization;
      json({})(request, response);
    });
    const port = await listening(open);
    onTestFinished(() => void open.close());
    const address = { context: 'c', ca: null, insecure: false, credentials: { token: 't' } };
    const connection = connect(
      { ...address, server: `http://127.0.0.1:${port}` },
      { environment: {}, signal: new AbortController().signal },
    );
    expect((await connection.get('/x')).status).toBe(200);
    connection.close();
    expect(header).toBeUndefined();
  });

  test('through the proxy of the kubeconfig', async () => {
    const server = await apiServer(json({ through: true }));
    const targets: (string | undefined)[] = [];
    const proxy = createServer().on('connect', (request, client) => {
      targets.push(request.url);
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const onward = connectSocket(Number(port), host, () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(client).pipe(onward);
      });
      onTestFinished(() => void onward.destroy());
    });
    const port = await listening(proxy);
    onTestFinished(() => void proxy.close());
    const connection = server.connect({ proxy: `http://127.0.0.1:${port}` });
    expect((await connection.get('/x')).body).toEqual({ through: true });
    expect(targets).toEqual([new URL(server.address.server).host]);
  });

  test('only where its certificate is trusted', async () => {
    const server = await apiServer(json({}));
    await expect(server.connect({ ca: null }).get('/x')).rejects.toMatchObject({ code: 'unreachable' });
    expect((await server.connect({ ca: null, insecure: true }).get('/x')).status).toBe(200);
  });
});

test('an idle connection does not keep the process alive', async () => {
  const server = await apiServer(json({}));
  const script = `
    import { connect } from ${JSON.stringify(new URL('../../../src/cluster/connection.ts', import.meta.url).href)};
    const address = ${JSON.stringify({ ...server.address, ca: null, insecure: true })};
    await connect(address, { environment: {}, signal: new AbortController().signal }).get('/x');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([0, null]);
});
