import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { digestOf } from '../../../../src/render/charts/cache.ts';
import { registryConfigFiles } from '../../../../src/render/charts/registry-config.ts';
import {
  chartArchive,
  failureOf,
  pull,
  reference,
  registryAnswers,
  secretFrom,
  serve,
  temporaryFolder,
  writeFiles,
} from './stage.ts';

const archive = chartArchive('web', '1.0.0');
const answers = registryAnswers([{ repository: 'web', tag: '1.0.0', archive }]);
const at = (host: string, more = {}) => reference(`oci+http://${host}/web`, { version: '1.0.0', ...more });
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const auth = (text: string): { auth: string } => ({ auth: Buffer.from(text).toString('base64') });

const plainEntry = (prefix: string, username: string) => ({
  prefix,
  username,
  password: secretFrom('X'),
  plainHttp: true,
  ca: null,
  verify: null,
});

/** Answers only to one `Authorization`. */
const guarded =
  (expected: string, challenge: string | ((host: string) => string) = 'Basic realm="r"'): RequestListener =>
  (request, response) => {
    if (request.headers.authorization === expected) return answers(request, response);
    const header = typeof challenge === 'string' ? challenge : challenge(request.headers.host ?? '');
    return response.writeHead(401, { 'www-authenticate': header }).end();
  };

async function config(content: unknown): Promise<string> {
  const folder = await temporaryFolder();
  await writeFiles(folder, {
    'config.json': typeof content === 'string' ? content : JSON.stringify(content),
  });
  return folder;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

async function helper(
  script: string,
  content = (host: string): unknown => ({ credHelpers: { [host]: 'test' } }),
) {
  const registry = await serve(guarded(basic('helper:secret')));
  const folder = await config(content(registry.host));
  await writeFile(join(folder, 'docker-credential-test'), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, 'docker-credential-test'), 0o755);
  vi.stubEnv('DOCKER_CONFIG', folder);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH']}`);
  return { chart: at(registry.host), host: registry.host, file: join(folder, 'config.json') };
}

describe('credentials', () => {
  it('of the stack file are revealed only after a challenge, and win over all others', async () => {
    const registry = await serve(guarded(basic('me:plain')));
    vi.stubEnv('DOCKER_CONFIG', await config({ auths: { [registry.host]: auth('docker:docker') } }));
    const reveal = vi.fn<() => Promise<string>>(() => Promise.resolve('plain'));
    const chart = at(registry.host, { username: 'me', password: secretFrom('TOKEN') });
    const entry = {
      prefix: registry.host,
      username: 'entry',
      password: secretFrom('ENTRY'),
      plainHttp: false,
      ca: null,
      verify: null,
    };
    await pull(chart, { directory: await temporaryFolder(), reveal, registries: [entry] });
    expect(registry.shown).toEqual([null, basic('me:plain'), basic('me:plain')]);
    expect(reveal).toHaveBeenCalledTimes(1);
  });

  it('of the registries section are those of the longest prefix', async () => {
    const registry = await serve(guarded(basic('narrow:plain')));
    const registries = [
      plainEntry(registry.host, 'wide'),
      plainEntry(`${registry.host}/web`, 'narrow'),
      plainEntry(`${registry.host}/we`, 'no'),
    ];
    const chart = reference(`oci://${registry.host}/web`, { version: '1.0.0' });
    const pulled = await pull(chart, {
      directory: await temporaryFolder(),
      registries,
      reveal: () => Promise.resolve('plain'),
    });
    expect(pulled.origin).toBe(`oci+http://${registry.host}/web:1.0.0`);
  });

  it.each<[string, (host: string) => Record<string, unknown>]>([
    ['its host', (host) => ({ auths: { [host]: auth('me:a:b') } })],
    ['a URL', (host) => ({ auths: { [`https://${host}/v1/`]: auth('me:a:b') } })],
    ['plain fields', (host) => ({ auths: { [host]: { username: 'me', password: 'a:b' } } })],
  ])('of a registry config file are found under %s', async (_, content) => {
    const registry = await serve(guarded(basic('me:a:b')));
    vi.stubEnv('HELM_REGISTRY_CONFIG', join(await config(content(registry.host)), 'config.json'));
    vi.stubEnv('DOCKER_CONFIG', await config({ auths: { [registry.host]: auth('docker:docker') } }));
    await expect(pull(at(registry.host), { directory: await temporaryFolder() })).resolves.toMatchObject({
      name: 'web',
    });
  });

  it('files are looked for where Helm and Docker keep them', () => {
    expect(registryConfigFiles({ HELM_REGISTRY_CONFIG: '/r.json', DOCKER_CONFIG: '/d' })).toEqual([
      '/r.json',
      '/d/config.json',
    ]);
    expect(registryConfigFiles({ HELM_CONFIG_HOME: '/h', DOCKER_CONFIG: '/d' })[0]).toBe(
      '/h/registry/config.json',
    );
    expect(registryConfigFiles({ XDG_CONFIG_HOME: '/x', DOCKER_CONFIG: '/d' })[0]).toBe(
      '/x/helm/registry/config.json',
    );
  });

  it.each([
    ['{"auths": canary}', 'it is not a JSON object'],
    [
      '{"auths": {"HOST": {"auth": "Y2FuYXJ5"}}}',
      '"auth" of "HOST" is not the base64 of "username:password"',
    ],
  ])('of a malformed file are an error that does not quote it: %s', async (content, message) => {
    const registry = await serve(guarded('nothing'));
    const folder = await config(content.replace('HOST', registry.host));
    vi.stubEnv('DOCKER_CONFIG', folder);
    const failure = await failureOf(pull(at(registry.host), { directory: await temporaryFolder() }));
    expect(failure.message).toContain(
      `the registry config file ${folder}/config.json is unusable: ${message.replace('HOST', registry.host)}. Repair it`,
    );
    expect(failure.message).not.toMatch(/canary|Y2FuYXJ5/);
  });

  describe('of a credential helper', () => {
    const answer = `read -r server; test "$1" = get && printf '{"ServerURL":"%s","Username":"helper","Secret":"secret"}' "$server"`;

    it('are asked for by the name of the host', async () => {
      const { chart } = await helper(answer);
      await expect(pull(chart, { directory: await temporaryFolder() })).resolves.toMatchObject({
        name: 'web',
      });
    });

    it('are asked for where one helper serves all hosts', async () => {
      const { chart } = await helper(answer, () => ({ credsStore: 'test' }));
      await expect(pull(chart, { directory: await temporaryFolder() })).resolves.toMatchObject({
        name: 'web',
      });
    });

    it.each([
      [
        "printf 'credentials not found in native keychain'; exit 1",
        'denies access without credentials (401).',
      ],
      [
        "printf 'canary'; exit 1",
        'denies access without credentials (401); docker-credential-test (named in FILE) failed or took longer than 10 s.',
      ],
      [
        "printf 'canary'",
        'denies access without credentials (401); docker-credential-test (named in FILE) gave an answer without "Username" and "Secret".',
      ],
    ])('%s', async (script, message) => {
      const { chart, file } = await helper(script);
      const failure = await failureOf(pull(chart, { directory: await temporaryFolder() }));
      expect(failure.message).toContain(message.replace('FILE', file));
      expect(failure.message).not.toContain('canary');
    });

    it('that is missing is told when access is denied', async () => {
      const { chart, file } = await helper('', (host) => ({ credHelpers: { [host]: 'no-such-helper' } }));
      const failure = await failureOf(pull(chart, { directory: await temporaryFolder() }));
      expect(failure.message).toContain(
        `(401); docker-credential-no-such-helper (named in ${file}) is not on PATH.`,
      );
    });
  });
});

/** A token service that gives `granted` to whom it knows. */
const tokens = (granted: string, known: (authorization: string | null, form: string) => boolean) =>
  serve((request, response) => {
    let form = '';
    request.on('data', (chunk: Buffer) => (form += chunk.toString()));
    request.on('end', () => {
      const allowed = known(request.headers.authorization ?? null, form);
      response.writeHead(allowed ? 200 : 401).end(allowed ? JSON.stringify({ token: granted }) : '{}');
    });
  });
const challenge = (realm: string) =>
  `Bearer realm="http://${realm}/token",service="registry",scope="repository:web:pull"`;

describe('bearer tokens', () => {
  it('are had without credentials for public charts, and used for manifest and archive', async () => {
    const service = await tokens('t0ken', (authorization) => authorization === null);
    const registry = await serve(guarded('Bearer t0ken', challenge(service.host)));
    await pull(at(registry.host), { directory: await temporaryFolder() });
    expect(service.asked).toEqual(['GET /token?service=registry&scope=repository%3Aweb%3Apull']);
    expect(registry.shown).toEqual([null, 'Bearer t0ken', 'Bearer t0ken']);
  });

  it('are had with user name and password, which the registry itself never sees', async () => {
    const service = await tokens('t0ken', (authorization) => authorization === basic('me:plain'));
    const registry = await serve(guarded('Bearer t0ken', `Bearer realm="http://${service.host}/token"`));
    const chart = at(registry.host, { username: 'me', password: secretFrom('X') });
    await pull(chart, { directory: await temporaryFolder(), reveal: () => Promise.resolve('plain') });
    expect(registry.shown).not.toContain(basic('me:plain'));
    expect(service.asked).toEqual(['GET /token?scope=repository%3Aweb%3Apull']);
  });

  it('are had with an identity token', async () => {
    const service = await tokens(
      't0ken',
      (_, form) => new URLSearchParams(form).get('refresh_token') === 'identity',
    );
    const registry = await serve(guarded('Bearer t0ken', challenge(service.host)));
    vi.stubEnv('DOCKER_CONFIG', await config({ auths: { [registry.host]: { identitytoken: 'identity' } } }));
    await expect(pull(at(registry.host), { directory: await temporaryFolder() })).resolves.toMatchObject({
      name: 'web',
    });
    expect(service.asked).toEqual(['POST /token']);
  });

  it('are asked for without the credential where the token service redirects to another host', async () => {
    const thief = await tokens('t0ken', () => true);
    const service = await serve((_, response) =>
      response.writeHead(307, { location: `http://${thief.host}/token` }).end(),
    );
    const registry = await serve(guarded('Bearer t0ken', challenge(service.host)));
    vi.stubEnv('DOCKER_CONFIG', await config({ auths: { [registry.host]: { identitytoken: 'identity' } } }));
    await pull(at(registry.host), { directory: await temporaryFolder() });
    expect(service.asked).toEqual(['POST /token']);
    expect(thief.asked).toEqual(['GET /token']);
    expect(thief.shown).toEqual([null]);
  });

  it('are denied for wrong credentials', async () => {
    const service = await tokens('t0ken', () => false);
    const registry = await serve(guarded('Bearer t0ken', challenge(service.host)));
    const chart = at(registry.host, { username: 'me', password: secretFrom('X') });
    const failure = await failureOf(pull(chart, { directory: await temporaryFolder() }));
    expect(failure).toMatchObject({ code: 'authentication' });
    expect(failure.message).toContain(
      `${registry.host} denies access with the credentials from \`chart\` in the stack file (401)`,
    );
  });

  it('are not asked for where the address is of no web server', async () => {
    const registry = await serve(guarded('Bearer t0ken', 'Bearer realm="file:///etc/passwd"'));
    const failure = await failureOf(pull(at(registry.host), { directory: await temporaryFolder() }));
    expect(failure.message).toContain(`${registry.host} names no token service that could be trusted.`);
  });
});

describe('a redirect', () => {
  it('to a storage host does not take the credential along', async () => {
    const storage = await serve((_, response) => response.end(archive));
    const registry = await serve((request, response) => {
      if (request.url?.includes('/blobs/') !== true) return guarded(basic('me:plain'))(request, response);
      return response.writeHead(307, { location: `http://${storage.host}/blob?signature=canary` }).end();
    });
    const chart = at(registry.host, { username: 'me', password: secretFrom('X') });
    const pulled = await pull(chart, {
      directory: await temporaryFolder(),
      reveal: () => Promise.resolve('plain'),
    });
    expect(pulled.digest).toBe(digestOf(archive));
    expect(registry.shown.at(-1)).toBe(basic('me:plain'));
    expect(storage.shown).toEqual([null]);
  });

  it('to a host that wants credentials gives it none, and its query is not shown', async () => {
    const storage = await serve((_, response) =>
      response.writeHead(401, { 'www-authenticate': 'Basic realm="phish"' }).end(),
    );
    const registry = await serve((request, response) => {
      if (request.url?.includes('/blobs/') !== true) return guarded(basic('me:plain'))(request, response);
      return response.writeHead(302, { location: `http://${storage.host}/blob?signature=canary` }).end();
    });
    const chart = at(registry.host, { username: 'me', password: secretFrom('X') });
    const failure = await failureOf(
      pull(chart, { directory: await temporaryFolder(), reveal: () => Promise.resolve('plain') }),
    );
    expect(failure.message).toContain(
      `${storage.host}, where ${registry.host} redirects to, answered 401 to /v2/web/blobs/`,
    );
    expect(failure.message).not.toContain('canary');
    expect(storage.shown).toEqual([null]);
  });
});
