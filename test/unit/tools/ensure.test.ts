import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type http from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensureTools, type ReadyTools, type ToolRequest } from '../../../src/tools/ensure.ts';
import type { FetchLimits } from '../../../src/tools/fetch-tool.ts';
import type { ToolName } from '../../../src/tools/table.ts';
import { transferLimits } from '../../../src/tools/transfer.ts';
import { certificate } from '../render/charts/certificate.ts';
import { standIn } from '../toolchain/stand-in.ts';
import {
  archive,
  officialHost,
  program,
  proxyTo,
  release,
  serve,
  sha256,
  table,
  type Released,
  type Server,
} from './releases.ts';

const quick: FetchLimits = { ...transferLimits, retryAfterMs: [1, 1, 1], totalMs: 60_000 };

let root: string;
let trace: string; // written to by every tool that is run
let environment: NodeJS.ProcessEnv;
const servers: Server[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tools-'));
  trace = join(root, 'trace');
  environment = {
    PATH: `${join(root, 'bin')}${delimiter}/usr/bin${delimiter}/bin`,
    HOME: root,
    PULUMI_HOME: join(root, 'pulumi'),
    K8S_DEPLOY_CACHE: join(root, 'cache'),
    RUNNER_TOOL_CACHE: join(root, 'runner-tools'),
    GITHUB_ACTION_REPOSITORY: 'acme/k8s-deploy-action',
  };
  // What was built on this machine is not to be found.
  vi.stubEnv('K8S_DEPLOY_CACHE', join(root, 'cache'));
  vi.stubEnv('PATH', environment['PATH']);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await rm(root, { recursive: true, force: true });
});

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

const server = async (answer: Answer, secure = false): Promise<Server> => {
  const started = await serve(answer, secure);
  servers.push(started);
  return started;
};

interface Scene {
  readonly released: Partial<Record<ToolName, Released>>;
  readonly need?: readonly ToolName[];
  readonly mirror?: string | null;
  readonly limits?: FetchLimits;
  readonly request?: Partial<ToolRequest>;
  readonly progress?: string[];
}

const ensure = async (scene: Scene): Promise<ReadyTools> =>
  await ensureTools(
    {
      need: scene.need ?? ['helm'],
      versions: {},
      mirror: scene.mirror ?? null,
      environment,
      signal: new AbortController().signal,
      onProgress: (line) => scene.progress?.push(line),
      ...scene.request,
    },
    { table: table(scene.released), limits: scene.limits ?? quick },
  );

const helm = (version = '3.18.6'): Released => release('helm', version, trace);

/** Everything below a folder; a download that was left somewhere would be seen. */
const left = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
        .toSorted()
    : [];

const nothingIsLeft = (): void => {
  expect(left(join(root, 'runner-tools'))).toEqual([]);
  expect(left(join(root, 'cache', 'tools'))).toEqual([]);
};

const wasRun = (): boolean => existsSync(trace);

const keptHelm = (): string => join(root, 'runner-tools', 'helm', '3.18.6', process.arch);

describe('a tool that is nowhere', () => {
  it('is downloaded, checked, unpacked and kept as @actions/tool-cache does', async () => {
    const released = helm();
    const mirror = await server((_, response) => response.end(released.file));
    const progress: string[] = [];
    const { folders, notes } = await ensure({ released: { helm: released }, mirror: mirror.url, progress });
    expect({ folders, notes }).toEqual({ folders: [keptHelm()], notes: [] });
    expect(left(join(root, 'runner-tools'))).toEqual([
      `runner-tools/helm/3.18.6/${process.arch}.complete`,
      `runner-tools/helm/3.18.6/${process.arch}/helm`,
    ]);
    expect(readFileSync(join(keptHelm(), 'helm'), 'utf8')).toBe(program('helm', '3.18.6', trace));
    expect(mirror.requests).toEqual([`GET /${officialHost}/helm/3.18.6`]);
    expect(progress[0]).toBe(`downloading helm 3.18.6 from ${mirror.url}/${officialHost}/helm/3.18.6`);
    expect(progress.at(-1)).toMatch(/^helm 3\.18\.6 is ready, 0\.0 MB of 0\.0 MB in \d+ s$/);
  });

  it('is kept in our own cache where there is no tool cache', async () => {
    delete environment['RUNNER_TOOL_CACHE'];
    const released = helm();
    const mirror = await server((_, response) => response.end(released.file));
    const { folders } = await ensure({ released: { helm: released }, mirror: mirror.url });
    expect(folders).toEqual([join(root, 'cache', 'tools', 'helm', '3.18.6', process.arch)]);
  });

  it('that is released as the program itself needs no archive', async () => {
    const file = Buffer.from(program('k8s-deploy-renderer', '3.18.6', trace));
    const released = { 'k8s-deploy-renderer': { version: '3.18.6', file, member: null } } as const;
    const mirror = await server((_, response) => response.end(file));
    const { folders, notes } = await ensure({ released, need: ['k8s-deploy-renderer'], mirror: mirror.url });
    expect(notes).toEqual([]);
    expect(left(folders[0] ?? '')).toHaveLength(1);
  });

  it('is asked for with the credentials of the mirror, which are never told', async () => {
    const released = helm();
    const seen: (string | undefined)[] = [];
    const mirror = await server((request, response) => {
      seen.push(request.headers.authorization);
      response.end(released.file);
    });
    const progress: string[] = [];
    const address = mirror.url.replace('http://', 'http://robot:s3cret@');
    await ensure({ released: { helm: released }, mirror: `${address}/base/`, progress });
    expect(seen).toEqual([`Basic ${Buffer.from('robot:s3cret').toString('base64')}`]);
    expect(mirror.requests).toEqual([`GET /base/${officialHost}/helm/3.18.6`]);
    expect(progress.join('\n')).not.toMatch(/s3cret|robot/);
  });

  it('comes from the mirror that the environment names, if the input names none', async () => {
    const released = helm();
    const mirror = await server((_, response) => response.end(released.file));
    environment['K8S_DEPLOY_TOOLS_MIRROR'] = mirror.url;
    await ensure({ released: { helm: released } });
    expect(mirror.requests).toHaveLength(1);
  });

  it('is looked for behind redirects', async () => {
    const released = helm();
    const storage = await server((_, response) => response.end(released.file));
    const mirror = await server((_, response) => {
      response.writeHead(302, { location: `${storage.url}/blob?signature=s3cret` }).end();
    });
    await ensure({ released: { helm: released }, mirror: mirror.url });
    expect(storage.requests).toEqual(['GET /blob?signature=s3cret']);
  });

  it('is not looked for where redirects lead in a circle', async () => {
    const mirror = await server((request, response) => {
      response.writeHead(302, { location: request.url ?? '' }).end();
    });
    await expect(ensure({ released: { helm: helm() }, mirror: mirror.url })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('redirects more than 5 times'),
    });
    nothingIsLeft();
  });
});

describe('a download that is not what it should be', () => {
  it('with a wrong checksum is deleted, not unpacked and not run, and both sums are told', async () => {
    const released = helm();
    const other = release('helm', '3.18.6', trace).file.fill(0, 4, 5);
    const mirror = await server((_, response) => response.end(Buffer.concat([other, Buffer.from('more')])));
    const found = sha256(Buffer.concat([other, Buffer.from('more')]));
    await expect(ensure({ released: { helm: released }, mirror: mirror.url })).rejects.toMatchObject({
      code: 'failed',
      message: `helm 3.18.6 from ${mirror.url}/${officialHost}/helm/3.18.6 has the sha256 ${found}, and ${sha256(released.file)} is expected; it was deleted, not unpacked and not run`,
      hint: expect.stringContaining('Compare both with what the publisher tells'),
    });
    expect(mirror.requests).toHaveLength(1);
    expect(wasRun()).toBe(false);
    nothingIsLeft();
  });

  it('as the renderer stops everything: helm does not take its place', async () => {
    const mirror = await server((_, response) => response.end('something else'));
    const released = { 'k8s-deploy-renderer': release('k8s-deploy-renderer', '3.18.6', trace), helm: helm() };
    await standIn(join(root, 'bin'), 'helm', 'echo v3.18.6');
    await expect(
      ensure({ released, need: ['k8s-deploy-renderer'], mirror: mirror.url }),
    ).rejects.toMatchObject({ code: 'failed' });
    expect(wasRun()).toBe(false);
    nothingIsLeft();
  });

  it('with another version inside is deleted', async () => {
    const released = { ...helm('3.17.0'), version: '3.18.6' };
    const mirror = await server((_, response) => response.end(released.file));
    await expect(ensure({ released: { helm: released }, mirror: mirror.url })).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringMatching(/^helm 3\.18\.6 from .* says that it is 3\.17\.0; it was deleted$/),
    });
    nothingIsLeft();
  });

  it('cut off behind a right length is tried again, then refused', async () => {
    const { file, ...released } = helm();
    const mirror = await server((_, response) => {
      response.writeHead(200, { 'content-length': file.length });
      response.write(file.subarray(0, file.length - 10), () => response.destroy());
    });
    await expect(
      ensure({ released: { helm: { file, ...released } }, mirror: mirror.url }),
    ).rejects.toMatchObject({ code: 'unreachable' });
    expect(mirror.requests).toHaveLength(4);
    expect(wasRun()).toBe(false);
    nothingIsLeft();
  });

  it('cut off without a sign of it has a wrong checksum', async () => {
    const released = helm();
    const mirror = await server((_, response) => response.end(released.file.subarray(0, 100)));
    await expect(ensure({ released: { helm: released }, mirror: mirror.url })).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('is expected'),
    });
    nothingIsLeft();
  });

  it.each([
    ['declares', true],
    ['sends', false],
  ])('that %s more bytes than there may be is not read further', async (_, declares) => {
    const mirror = await server((_request, response) => {
      if (declares) response.setHeader('content-length', 5000);
      response.write('x'.repeat(5000), () => response.end());
    });
    await expect(
      ensure({ released: { helm: helm() }, mirror: mirror.url, limits: { ...quick, bytes: 1000 } }),
    ).rejects.toMatchObject({ code: 'configuration', message: expect.stringContaining('is larger than') });
    nothingIsLeft();
  });

  const evil = [
    ['a path that leaves it', { path: '../../outside', content: 'evil' }, 'leaves the folder'],
    ['an absolute path', { path: '/tmp/outside', content: 'evil' }, 'leaves the folder'],
    [
      'a link in the place of the program',
      { path: 'helm', content: '/bin/sh', type: 'SymbolicLink' },
      'is no file',
    ],
    ['no program', { path: 'other', content: 'x' }, 'does not hold'],
  ] as const;
  it.each(evil)('with %s is refused', async (what, entry, message) => {
    const good = { path: 'helm', content: program('helm', '3.18.6', trace) };
    const file = archive(what === 'no program' ? [entry] : [entry, good]);
    const mirror = await server((_, response) => response.end(file));
    await expect(
      ensure({ released: { helm: { version: '3.18.6', file } }, mirror: mirror.url }),
    ).rejects.toMatchObject({ code: 'failed', message: expect.stringContaining(message) });
    expect(existsSync(join(root, 'outside'))).toBe(false);
    expect(wasRun()).toBe(false);
    nothingIsLeft();
  });
});

describe('a server that does not answer well', () => {
  it.each([404, 403])('%i is not asked again', async (status) => {
    const mirror = await server((_, response) => response.writeHead(status).end());
    await expect(ensure({ released: { helm: helm() }, mirror: mirror.url })).rejects.toMatchObject({
      code: 'configuration',
      message: `${mirror.url}/${officialHost}/helm/3.18.6 answers with status ${status}`,
      hint: expect.stringContaining('mirror'),
    });
    expect(mirror.requests).toHaveLength(1);
    nothingIsLeft();
  });

  it.each([429, 500, 502, 503, 504])('%i is asked again', async (status) => {
    const released = helm();
    const progress: string[] = [];
    const mirror: Server = await server((_, response) => {
      if (mirror.requests.length > 1) response.end(released.file);
      else response.writeHead(status, { 'retry-after': '0' }).end();
    });
    await ensure({ released: { helm: released }, mirror: mirror.url, progress });
    expect(mirror.requests).toHaveLength(2);
    expect(progress[1]).toContain(`trying helm 3.18.6 again: `);
  });

  it('is not waited for longer than it is worth', async () => {
    const mirror = await server((_, response) => response.writeHead(429, { 'retry-after': '3600' }).end());
    await expect(ensure({ released: { helm: helm() }, mirror: mirror.url })).rejects.toMatchObject({
      code: 'unreachable',
    });
    expect(mirror.requests).toHaveLength(1);
  });

  it('that closes the connection in the middle is asked again', async () => {
    const released = helm();
    const mirror: Server = await server((_, response) => {
      if (mirror.requests.length > 1) return void response.end(released.file);
      response.writeHead(200, { 'content-length': released.file.length });
      response.write(released.file.subarray(0, 50), () => response.socket?.resetAndDestroy());
    });
    expect((await ensure({ released: { helm: released }, mirror: mirror.url })).folders).toEqual([
      keptHelm(),
    ]);
    expect(mirror.requests).toHaveLength(2);
  });

  it('that falls silent is asked again', async () => {
    const released = helm();
    const mirror: Server = await server((_, response) => {
      if (mirror.requests.length > 1) response.end(released.file);
      else response.write(released.file.subarray(0, 50));
    });
    await ensure({ released: { helm: released }, mirror: mirror.url, limits: { ...quick, silentMs: 2000 } });
    expect(mirror.requests).toHaveLength(2);
  });

  it('that always falls silent is given up', async () => {
    const mirror = await server(() => undefined);
    await expect(
      ensure({ released: { helm: helm() }, mirror: mirror.url, limits: { ...quick, silentMs: 50 } }),
    ).rejects.toMatchObject({ code: 'unreachable', message: expect.stringContaining('no byte came') });
    expect(mirror.requests).toHaveLength(4);
    nothingIsLeft();
  });

  it('that drips is given up when the time is over', async () => {
    const timers: NodeJS.Timeout[] = [];
    const mirror = await server((_, response) => {
      timers.push(setInterval(() => response.write('x'), 20));
    });
    await expect(
      ensure({ released: { helm: helm() }, mirror: mirror.url, limits: { ...quick, totalMs: 400 } }),
    ).rejects.toMatchObject({ code: 'timeout', message: expect.stringContaining('took longer than') });
    timers.forEach((timer) => clearInterval(timer));
    nothingIsLeft();
  });

  it('is not waited for when the run is cancelled', async () => {
    const cancelling = new AbortController();
    const mirror = await server((_, response) => {
      response.write('x', () => cancelling.abort());
    });
    await expect(
      ensure({ released: { helm: helm() }, mirror: mirror.url, request: { signal: cancelling.signal } }),
    ).rejects.toMatchObject({ code: 'cancelled', message: 'cancelled while helm 3.18.6 was downloaded' });
    nothingIsLeft();
  });

  it('that is not there is told with its address', async () => {
    const gone = await serve(() => undefined);
    await gone.close();
    await expect(ensure({ released: { helm: helm() }, mirror: gone.url })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/cannot be downloaded: the connection failed \(ECONNREFUSED\)$/),
    });
  });

  it.each(['not an address', 'ftp://mirror.example', 'https://mirror.example/?key=1'])(
    'with the address %o is a mistake that is told before anything is asked',
    async (mirror) => {
      await expect(ensure({ released: { helm: helm() }, mirror })).rejects.toMatchObject({
        code: 'configuration',
        message: expect.stringContaining('tools-mirror is not an address'),
      });
    },
  );
});

describe('a server on HTTPS', () => {
  it('that is not trusted is told with the way to trust it', async () => {
    const mirror = await server((_, response) => response.end('x'), true);
    await expect(ensure({ released: { helm: helm() }, mirror: mirror.url })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining(
        'from an authority that is not trusted here (DEPTH_ZERO_SELF_SIGNED_CERT)',
      ),
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    expect(mirror.requests).toEqual([]);
  });

  describe('that is trusted', () => {
    const before = tls.getCACertificates('default');
    beforeEach(() => tls.setDefaultCACertificates([...before, certificate]));
    afterEach(() => tls.setDefaultCACertificates(before));

    it('is downloaded from', async () => {
      const released = helm();
      const mirror = await server((_, response) => response.end(released.file), true);
      await ensure({ released: { helm: released }, mirror: mirror.url });
      expect(mirror.requests).toHaveLength(1);
    });

    it('is not followed to plain HTTP', async () => {
      const released = helm();
      const plain = await server((_, response) => response.end(released.file));
      const mirror = await server(
        (_, response) => response.writeHead(302, { location: plain.url }).end(),
        true,
      );
      await expect(ensure({ released: { helm: released }, mirror: mirror.url })).rejects.toMatchObject({
        code: 'configuration',
        message: expect.stringMatching(/ redirects to plain HTTP on 127\.0\.0\.1:\d+$/),
      });
      expect(plain.requests).toEqual([]);
    });
  });
});

describe('a proxy', () => {
  it('is asked for what is on plain HTTP, by its whole address', async () => {
    const released = helm();
    const mirror = await server((_, response) => response.end(released.file));
    const proxy = await proxyTo(mirror.url);
    servers.push(proxy);
    environment['HTTP_PROXY'] = proxy.url;
    await ensure({ released: { helm: released }, mirror: 'http://mirror.example.test/tools' });
    expect(proxy.requests).toEqual([`GET http://mirror.example.test/tools/${officialHost}/helm/3.18.6`]);
  });

  it('is asked for a connection to what is on HTTPS', async () => {
    const proxy = await proxyTo('http://127.0.0.1:1');
    servers.push(proxy);
    environment['HTTPS_PROXY'] = proxy.url;
    await expect(ensure({ released: { helm: helm() } })).rejects.toMatchObject({ code: 'unreachable' });
    expect(proxy.requests[0]).toBe(`CONNECT ${officialHost}:443`);
  });

  it('is passed by for the hosts of NO_PROXY, and for this machine', async () => {
    const released = helm();
    const mirror = await server((_, response) => response.end(released.file));
    const proxy = await proxyTo(mirror.url);
    servers.push(proxy);
    environment['HTTP_PROXY'] = proxy.url;
    await ensure({ released: { helm: released }, mirror: mirror.url });
    expect(proxy.requests).toEqual([]);
    expect(mirror.requests).toHaveLength(1);
  });
});

describe('a tool that is there', () => {
  const nobody = 'http://127.0.0.1:1';

  it('on PATH is used, if its version fits', async () => {
    await standIn(join(root, 'bin'), 'helm', 'echo v3.16.2+gabc');
    expect(await ensure({ released: { helm: helm() }, mirror: nobody })).toEqual({ folders: [], notes: [] });
  });

  it.each(['4.0.1', '2.17.0'])(
    'on PATH as version %s is not what deploys: another one goes in front',
    async (version) => {
      await standIn(join(root, 'bin'), 'helm', `echo v${version}`);
      const released = helm();
      const mirror = await server((_, response) => response.end(released.file));
      expect((await ensure({ released: { helm: released }, mirror: mirror.url })).folders).toEqual([
        keptHelm(),
      ]);
    },
  );

  it('on PATH has to be exactly the version that is asked for', async () => {
    await standIn(join(root, 'bin'), 'pulumi', 'echo v3.260.1');
    const released = { pulumi: release('pulumi', '3.259.0') };
    const asked = async (version: string): Promise<ReadyTools> =>
      await ensure({
        released,
        need: ['pulumi'],
        mirror: nobody,
        request: { versions: { pulumi: version } },
      });
    expect((await asked('v3.260.1')).folders).toEqual([]);
    await expect(asked('3.250.0')).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(
        /^pulumi 3\.250\.0 is not on PATH, and cannot be downloaded: this build knows no checksum of that version for \S+, only of 3\.259\.0$/,
      ),
      hint: expect.stringContaining('Put Pulumi 3.250.0 on PATH in a step before'),
    });
  });

  it.each(['../../../etc', '3.x', 'latest'])('is not looked for as version %o', async (version) => {
    await expect(
      ensure({ released: {}, mirror: nobody, request: { versions: { helm: version } } }),
    ).rejects.toMatchObject({
      code: 'configuration',
      message: `helm-version: expected a version such as 3.18.6, found "${version}"`,
    });
  });

  it('in the tool cache is used without a request, also offline', async () => {
    const released = helm();
    const mirror = await server((_, response) => response.end(released.file));
    await ensure({ released: { helm: released }, mirror: mirror.url });
    const { folders } = await ensure({ released: { helm: released }, mirror: nobody });
    expect(folders).toEqual([keptHelm()]);
    expect(mirror.requests).toHaveLength(1);
  });

  it('in the tool cache by another action is used', async () => {
    await standIn(join(keptHelm(), 'bin'), 'helm', 'echo v3.18.6');
    writeFileSync(`${keptHelm()}.complete`, '');
    expect((await ensure({ released: { helm: helm() }, mirror: nobody })).folders).toEqual([
      join(keptHelm(), 'bin'),
    ]);
  });

  it('in the tool cache without its mark may be half of it: another place is taken', async () => {
    await standIn(keptHelm(), 'helm', 'echo half');
    const released = helm();
    const mirror = await server((_, response) => response.end(released.file));
    const { folders } = await ensure({ released: { helm: released }, mirror: mirror.url });
    expect(folders).toEqual([join(root, 'cache', 'tools', 'helm', '3.18.6', process.arch)]);
    expect(readFileSync(join(keptHelm(), 'helm'), 'utf8')).toContain('half');
  });

  it('that another action begins to copy at the same moment is kept elsewhere, and not marked as whole', async () => {
    const released = helm();
    const mirror = await server((_, response) => {
      mkdirSync(keptHelm(), { recursive: true });
      writeFileSync(join(keptHelm(), 'helm'), 'half', { mode: 0o755 });
      response.end(released.file);
    });
    const { folders } = await ensure({ released: { helm: released }, mirror: mirror.url });
    expect(folders).toEqual([join(root, 'cache', 'tools', 'helm', '3.18.6', process.arch)]);
    expect(existsSync(`${keptHelm()}.complete`)).toBe(false);
  });

  it('in our cache without its program is downloaded again', async () => {
    delete environment['RUNNER_TOOL_CACHE'];
    const folder = join(root, 'cache', 'tools', 'helm', '3.18.6', process.arch);
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}.complete`, '');
    const released = helm();
    const mirror = await server((_, response) => response.end(released.file));
    expect((await ensure({ released: { helm: released }, mirror: mirror.url })).folders).toEqual([folder]);
  });

  it('as a plugin that Pulumi has downloaded itself is used', async () => {
    const folder = join(root, 'pulumi', 'plugins', 'resource-kubernetes-v4.25.0');
    await standIn(folder, 'pulumi-resource-kubernetes', 'exit 1');
    const scene: Scene = {
      released: { 'pulumi-resource-kubernetes': { version: '4.25.0', file: Buffer.alloc(0) } },
      need: ['pulumi-resource-kubernetes'],
      mirror: nobody,
      limits: { ...quick, retryAfterMs: [] },
    };
    expect((await ensure(scene)).folders).toEqual([folder]);
    writeFileSync(`${folder}.partial`, ''); // Pulumi is at it
    await expect(ensure(scene)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('twice at once is kept once, and both find it', async () => {
    const released = helm();
    const waiting: http.ServerResponse[] = [];
    const mirror = await server((_, response) => {
      waiting.push(response);
      if (waiting.length === 2) waiting.forEach((each) => each.end(released.file));
    });
    const scene = { released: { helm: released }, mirror: mirror.url };
    const [one, other] = await Promise.all([ensure(scene), ensure(scene)]);
    expect(one).toEqual(other);
    expect(left(join(root, 'runner-tools'))).toHaveLength(2);
    nothingIsStaged();
  });
});

const nothingIsStaged = (): void =>
  expect(readdirSync(join(root, 'runner-tools', 'helm', '3.18.6')).toSorted()).toEqual([
    process.arch,
    `${process.arch}.complete`,
  ]);

describe('a machine that keeps nothing', () => {
  it('is told with what it says', async () => {
    delete environment['RUNNER_TOOL_CACHE'];
    environment['K8S_DEPLOY_CACHE'] = join(root, 'a-file');
    writeFileSync(join(root, 'a-file'), '');
    await expect(ensure({ released: { helm: helm() } })).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringMatching(/^helm 3\.18\.6 cannot be kept on this machine: .*(ENOTDIR|EEXIST)/),
      hint: expect.stringContaining('K8S_DEPLOY_CACHE'),
    });
  });

  it('in its tool cache, keeps in our own', async () => {
    environment['RUNNER_TOOL_CACHE'] = join(root, 'a-file');
    writeFileSync(join(root, 'a-file'), '');
    const released = helm();
    const mirror = await server((_, response) => response.end(released.file));
    const { folders } = await ensure({ released: { helm: released }, mirror: mirror.url });
    expect(folders).toEqual([join(root, 'cache', 'tools', 'helm', '3.18.6', process.arch)]);
  });
});

describe('a tool of which no checksum is known', () => {
  it('is never downloaded: the failure says so, and what to do', async () => {
    const mirror = await server((_, response) => response.end('never'));
    await expect(
      ensure({ released: {}, need: ['pulumi', 'pulumi-resource-kubernetes'], mirror: mirror.url }),
    ).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(
        /^pulumi 3\.18\.6 is not on PATH, and cannot be downloaded: this build knows no checksum of that version for \S+, only of none; pulumi-resource-kubernetes /,
      ),
      hint: expect.stringMatching(
        /^Put Pulumi 3\.18\.6 on PATH .*\. Run `pulumi plugin install resource kubernetes 3\.18\.6`/,
      ),
    });
    expect(mirror.requests).toEqual([]);
  });
});

describe('without the renderer', () => {
  const need = ['k8s-deploy-renderer'] as const;

  it('helm on PATH takes its place, and that is said once', async () => {
    await standIn(join(root, 'bin'), 'helm', 'echo v3.18.6');
    const mirror = await server((_, response) => response.writeHead(404).end());
    const released = { 'k8s-deploy-renderer': release('k8s-deploy-renderer', '3.18.6') };
    const { folders, notes } = await ensure({ released, need, mirror: mirror.url });
    expect(folders).toEqual([]);
    expect(notes).toEqual([
      `charts are rendered with helm, which is slower and sees less: ${mirror.url}/${officialHost}/k8s-deploy-renderer/3.18.6 answers with status 404`,
    ]);
  });

  it('helm is downloaded where it is missing as well', async () => {
    const released = helm();
    const mirror = await server((_, response) => response.end(released.file));
    const { folders, notes } = await ensure({ released: { helm: released }, need, mirror: mirror.url });
    expect(folders).toEqual([keptHelm()]);
    expect(notes).toHaveLength(1);
    expect(mirror.requests).toHaveLength(1);
  });

  it('and without helm nothing can be rendered: both reasons are told', async () => {
    await expect(ensure({ released: {}, need })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/^k8s-deploy-renderer .*; helm 3\.18\.6 is not on PATH/),
    });
  });

  it('of another protocol on PATH it counts as missing', async () => {
    await standIn(join(root, 'bin'), 'k8s-deploy-renderer', `echo '{"protocol":1,"helm":"v3.18.6"}'`);
    await standIn(join(root, 'bin'), 'helm', 'echo v3.18.6');
    expect((await ensure({ released: {}, need })).notes).toHaveLength(1);
  });
});

describe('several tools', () => {
  it('are downloaded side by side, and are told in the order in which they were asked for', async () => {
    const released = { pulumi: release('pulumi', '3.259.0'), helm: helm() };
    const waiting: [http.IncomingMessage, http.ServerResponse][] = [];
    const mirror = await server((request, response) => {
      waiting.push([request, response]);
      if (waiting.length < 2) return; // one alone would never be answered
      for (const [asked, answer] of waiting)
        answer.end((asked.url?.includes('pulumi') ? released.pulumi : released.helm).file);
    });
    const { folders } = await ensure({ released, need: ['pulumi', 'helm'], mirror: mirror.url });
    expect(folders.map((folder) => folder.slice(root.length))).toEqual([
      `/runner-tools/pulumi/3.259.0/${process.arch}`,
      `/runner-tools/helm/3.18.6/${process.arch}`,
    ]);
  });

  it('are given up together when one of them is wrong', async () => {
    const released = { pulumi: release('pulumi', '3.259.0'), helm: helm() };
    const waiting: http.ServerResponse[] = [];
    const mirror = await server((request, response) => {
      if (request.url?.includes('pulumi'))
        waiting.push(response); // never answered
      else response.end('wrong');
    });
    await expect(ensure({ released, need: ['pulumi', 'helm'], mirror: mirror.url })).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringMatching(
        /^helm 3\.18\.6 from \S+ has the sha256 \S+, and \S+ is expected; it was deleted, not unpacked and not run$/,
      ),
    });
    nothingIsLeft();
  });
});
