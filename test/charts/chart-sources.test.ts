/** Charts from the real OCI registry, as open, password-protected and token-guarded servers are run. */
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { list } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMirrors } from '../../src/render/mirrors.ts';
import { startRegistry as startOwnRegistry } from '../setup/own-registry.ts';
import { pushFolder, type PushTarget } from '../setup/push-chart.ts';
import {
  chartFiles,
  failureOf,
  pull,
  reference,
  secretFrom,
  temporaryFolder,
  writeFiles,
} from '../unit/render/charts/stage.ts';

const password = 'hunter2-canary';
/** bcrypt, the only kind that the registry takes: of `password`, for the user `me`. */
const htpasswd = 'me:$2b$04$abcdefghijklmnopqrstuueDgTPARBGtTsYrBJNzof.Gi/.G0Y41q\n';
const basic = `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;
const reveal = (): Promise<string> => Promise.resolve(password);
const revealWrong = (): Promise<string> => Promise.resolve('wrong-canary');

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

let folder: string;
const endings: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'k8s-deploy-registry-'));
});
afterAll(async () => {
  await Promise.all(endings.map((end) => end()));
  await rm(folder, { recursive: true, force: true });
});

/** Starts the `registry` program and returns its `HOST:PORT`. */
async function startRegistry(auth?: object): Promise<string> {
  const registry = await startOwnRegistry({ folder, ...(auth !== undefined && { auth }) });
  endings.push(async () => await registry.stop());
  return registry.host;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function push(target: PushTarget, version: string, files: Record<string, string> = {}) {
  const chart = await mkdtemp(join(folder, 'chart-'));
  await writeFiles(chart, { ...chartFiles('web', version), ...files });
  return await pushFolder(chart, target);
}

const at = (registry: string, version: string, more = {}) =>
  reference(`oci+http://${registry}/team/web`, { version, ...more });

describe('the open registry', () => {
  const repository = 'team/web';
  let registry: string;
  beforeAll(async () => {
    registry = await startRegistry();
  });

  it('serves what was pushed, a version with build metadata too', async () => {
    const pushed = await push({ registry, repository }, '1.0.0+build.5');
    const directory = await temporaryFolder();
    const pulled = await pull(at(registry, '1.0.0+build.5'), { directory });
    expect(pulled).toMatchObject({ name: 'web', version: '1.0.0+build.5', digest: pushed.digest });
    const byManifest = reference(`oci+http://${registry}/team/web@${pushed.manifestDigest}`);
    await expect(pull(byManifest, { directory })).resolves.toMatchObject({ digest: pushed.digest });
  });

  it('is seen to have a tag pushed again, and a pin stops it', async () => {
    const directory = await temporaryFolder();
    const first = await push({ registry, repository }, '2.0.0');
    const before = await pull(at(registry, '2.0.0', { digest: first.digest }), { directory });
    const second = await push({ registry, repository }, '2.0.0', { 'values.yaml': 'replicas: 9\n' });
    const after = await pull(at(registry, '2.0.0'), { directory });
    expect([before.digest, after.digest]).toEqual([first.digest, second.digest]);
    expect(after.path).not.toBe(before.path);
    const elsewhere = await temporaryFolder();
    const pinned = at(registry, '2.0.0', { digest: first.digest });
    expect((await failureOf(pull(pinned, { directory: elsewhere }))).message).toContain(
      `the registry has ${second.digest}, but the pinned digest is ${first.digest}`,
    );
  });

  it('stands in for others as a mirror', async () => {
    await push({ registry, repository: 'charts.example.com/web' }, '1.0.0');
    const mirrors = parseMirrors([`https://charts.example.com/=oci+http://${registry}/charts.example.com`]);
    const chart = reference('https://charts.example.com/web', { version: '1.0.0' });
    await expect(pull(chart, { directory: await temporaryFolder(), mirrors })).resolves.toMatchObject({
      origin: `oci+http://${registry}/charts.example.com/web:1.0.0`,
    });
  });

  it('names its versions where the asked one is missing, and says so where the chart is', async () => {
    await push({ registry, repository: 'team/few' }, '0.1.0');
    await push({ registry, repository: 'team/few' }, '0.2.0');
    const directory = await temporaryFolder();
    const few = await failureOf(
      pull(reference(`oci+http://${registry}/team/few`, { version: '0.3.0' }), { directory }),
    );
    expect(few.message).toContain(
      'there is no version 0.3.0. Set `version` to one that is there, such as 0.2.0, 0.1.0.',
    );
    const none = await failureOf(
      pull(reference(`oci+http://${registry}/team/none`, { version: '1.0.0' }), { directory }),
    );
    expect(none.message).toContain(`${registry} has no chart team/none.`);
  });

  it('gives Helm the same chart', async () => {
    await push({ registry, repository }, '3.0.0');
    const directory = await temporaryFolder();
    const pulled = await pull(at(registry, '3.0.0'), { directory });
    const args = [
      'pull',
      `oci://${registry}/team/web`,
      '--version',
      '3.0.0',
      '--plain-http',
      '-d',
      directory,
    ];
    await run('helm', args);
    expect(await readFile(join(directory, 'web-3.0.0.tgz'))).toEqual(await readFile(pulled.archive));
    expect(await run('helm', ['template', 'x', join(directory, pulled.path)])).toContain('kind: ConfigMap');
    expect(await run('helm', ['show', 'chart', pulled.archive])).toContain('version: 3.0.0');
  });
});

describe('a packaged folder', () => {
  it('holds the same files as `helm package` makes of it', async () => {
    const directory = await temporaryFolder();
    const rules = ['# comment', '', '*.md', '/top.txt', 'docs/', 'files/[a-c]?.txt', '.*.swp', 'ci/values-*'];
    await writeFiles(join(directory, 'web'), {
      ...chartFiles('web', '1.0.0'),
      '.helmignore': rules.join('\n'),
      ...Object.fromEntries(
        [
          'README.md',
          'docs/a.txt',
          'files/docs/b.txt',
          'top.txt',
          'files/top.txt',
          'files/a1.txt',
          'files/d1.txt',
          'files/a12.txt',
          '.x.swp',
          'templates/.hidden',
          'templates/sub/.kept',
          'templates/.folder/x',
          'ci/values-a.yaml',
          'crds/a.yaml',
          'values.schema.json',
          'LICENSE',
        ].map((path) => [path, '{}']),
      ),
    });
    await run('helm', ['package', join(directory, 'web'), '-d', directory]);
    const { archive } = await pull(reference('web'), { directory });
    const ours = await namesIn(archive);
    expect(ours).toEqual(await namesIn(join(directory, 'web-1.0.0.tgz')));
    expect(ours.size).toBeGreaterThan(8);
  });
});

describe('the registry with a password file', () => {
  let registry: string;
  beforeAll(async () => {
    await writeFile(join(folder, 'htpasswd'), htpasswd);
    registry = await startRegistry({ htpasswd: { realm: 'test', path: join(folder, 'htpasswd') } });
    await push({ registry, repository: 'team/web', authorization: basic }, '1.0.0');
  });

  it('opens to the right credentials only, and its errors hold none', async () => {
    const directory = await temporaryFolder();
    const own = { username: 'me', password: secretFrom('REGISTRY_PASSWORD') };
    const refused = await failureOf(pull(at(registry, '1.0.0', own), { directory, reveal: revealWrong }));
    expect(refused).toMatchObject({
      code: 'authentication',
      message: `releases.web.chart: cannot use oci+http://${registry}/team/web 1.0.0: ${registry} denies access with the credentials from \`chart\` in the stack file (401). Check them, and that they may read this chart.`,
    });
    const stranger = await failureOf(pull(at(registry, '1.0.0'), { directory }));
    expect(stranger.message).toContain(`${registry} denies access without credentials (401).`);
    await expect(pull(at(registry, '1.0.0', own), { directory, reveal })).resolves.toMatchObject({
      name: 'web',
    });
  });
});

describe('the registry with a token service', () => {
  it('opens to tokens that the service signs for the asked repository', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'test', alg: 'ES256', use: 'sig' };
    await writeFile(join(folder, 'jwks.json'), JSON.stringify({ keys: [jwk] }));
    const service = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://service');
      const [type, name, actions] = (searchParams.get('scope') ?? '').split(':');
      if (request.headers.authorization !== basic) return response.writeHead(401).end('{}');
      const now = Math.floor(Date.now() / 1000);
      const access = [{ type, name, actions: actions?.split(',') }];
      const claims = { iss: 'test', sub: 'me', aud: searchParams.get('service'), access };
      const validity = { nbf: now - 10, iat: now - 10, exp: now + 300, jti: randomUUID() };
      const unsigned = `${encode({ alg: 'ES256', typ: 'JWT', kid: 'test' })}.${encode({ ...claims, ...validity })}`;
      const signature = sign('sha256', Buffer.from(unsigned), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return response.end(JSON.stringify({ token: `${unsigned}.${signature.toString('base64url')}` }));
    });
    const realm = `http://127.0.0.1:${await listen(service)}/token`;
    endings.push(() => new Promise((resolve) => service.close(resolve)));
    const registry = await startRegistry({
      token: { realm, service: 'registry', issuer: 'test', jwks: join(folder, 'jwks.json') },
    });
    const scope = 'repository:team/web:pull,push';
    const granted = await fetch(`${realm}?service=registry&scope=${scope}`, {
      headers: { authorization: basic },
    });
    const { token } = (await granted.json()) as { token: string };
    await push({ registry, repository: 'team/web', authorization: `Bearer ${token}` }, '1.0.0');

    const directory = await temporaryFolder();
    const own = { username: 'me', password: secretFrom('REGISTRY_PASSWORD') };
    await expect(pull(at(registry, '1.0.0', own), { directory, reveal })).resolves.toMatchObject({
      name: 'web',
    });
    const stranger = await failureOf(pull(at(registry, '1.0.0'), { directory: await temporaryFolder() }));
    expect(stranger).toMatchObject({ code: 'authentication' });
    expect(stranger.message).toContain(`${registry} denies access without credentials (401).`);
  });
});

async function namesIn(file: string): Promise<Set<string>> {
  const names = new Set<string>();
  await list({ file, strict: true, onReadEntry: (entry) => names.add(entry.path) });
  return names;
}

async function run(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(code)}: ${output}`);
  return output;
}
