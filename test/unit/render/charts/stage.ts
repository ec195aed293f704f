/** What the tests of chart sources have in common: folders that go away, small charts, and real HTTP servers. */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { pullCharts, type PulledChart, type PullOptions } from '../../../../src/render/charts.ts';
import { digestOf } from '../../../../src/render/charts/cache.ts';
import { packageFiles } from '../../../../src/render/charts/package.ts';
import type { ChartReference } from '../../../../src/stack/desired.ts';
import { Failure } from '../../../../src/stack/failure.ts';
import { certificate, privateKey } from './certificate.ts';

// Whoever runs the tests may be logged in somewhere.
process.env['HELM_REGISTRY_CONFIG'] = join(tmpdir(), 'k8s-deploy-no-such-folder', 'config.json');
process.env['DOCKER_CONFIG'] = join(tmpdir(), 'k8s-deploy-no-such-folder');

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'k8s-deploy-charts-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

export const chartFiles = (name: string, version: string): Record<string, string> => ({
  'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\nappVersion: "7"\n`,
  'values.yaml': 'replicas: 1\n',
  'templates/configmap.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`,
});

export function chartArchive(name: string, version: string): Buffer {
  const files = Object.entries(chartFiles(name, version));
  return packageFiles(
    name,
    files.map(([path, text]) => ({ path, content: Buffer.from(text) })),
  );
}

export const reference = (ref: string, more: Partial<ChartReference> = {}): ChartReference => ({
  ref,
  version: null,
  digest: null,
  username: null,
  password: null,
  plainHttp: false,
  ca: null,
  verify: null,
  path: ['releases', 'web', 'chart'],
  ...more,
});

export const secretFrom = (name: string) =>
  ({ source: { fromEnv: name }, transforms: [], shape: 'text', path: [] }) as const;

export type Pull = Partial<PullOptions> & { readonly directory: string };

/** Pulls one chart with a cache of its own inside the stack directory, unless told otherwise. */
export async function pull(chart: ChartReference, options: Pull): Promise<PulledChart> {
  const charts = await pullCharts([{ key: 'web', chart }], {
    cacheDirectory: join(options.directory, 'cache'),
    reveal: (secret) => Promise.resolve(`revealed ${JSON.stringify(secret.source)}`),
    mirrors: [],
    ...options,
  });
  const pulled = charts.get('web');
  if (pulled === undefined) throw new Error('the chart was neither pulled nor refused');
  return pulled;
}

/** The `Failure` that `work` ends with. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof Failure) return outcome;
  throw outcome ?? new Error('it succeeded');
}

export interface StandIn {
  readonly host: string; // 127.0.0.1:PORT
  /** `METHOD /path`, in order. */
  readonly asked: string[];
  /** `Authorization` of each request. */
  readonly shown: (string | null)[];
}

/** A real server on loopback that answers as `handler` says. */
export async function serve(handler: RequestListener): Promise<StandIn> {
  const asked: string[] = [];
  const shown: (string | null)[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    shown.push(request.headers.authorization ?? null);
    handler(request, response);
  });
  return { host: await listen(server), asked, shown };
}

/** The same over TLS, with the certificate of `certificate.ts`. */
export async function serveSecurely(handler: RequestListener): Promise<string> {
  return await listen(createSecureServer({ cert: certificate, key: privateKey }, handler));
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function') {
      server.closeAllConnections();
    }
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export interface Published {
  readonly repository: string;
  readonly tag: string;
  readonly archive: Buffer;
}

/** The read side of a registry: manifests, tags and blobs of what is published. */
export function registryAnswers(published: readonly Published[]): RequestListener {
  return (request: IncomingMessage, response) => {
    const [, repository, kind, name] =
      /^\/v2\/(.+?)\/(manifests|blobs|tags)\/([^?]+)/.exec(request.url ?? '') ?? [];
    const here = published.filter((chart) => chart.repository === repository);
    const found = here.find((chart) => name === chart.tag || name === digestOf(chart.archive));
    if (here.length === 0 || (kind !== 'tags' && found === undefined)) {
      response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    } else if (kind === 'tags' || found === undefined) {
      response.end(JSON.stringify({ name: repository, tags: here.map(({ tag }) => tag) }));
    } else if (kind === 'blobs') {
      response.end(found.archive);
    } else {
      response.end(JSON.stringify(manifestOf(found.archive)));
    }
  };
}

export const manifestOf = (archive: Buffer) => ({
  schemaVersion: 2,
  config: { mediaType: 'application/vnd.cncf.helm.config.v1+json' },
  layers: [
    {
      mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
      digest: digestOf(archive),
      size: archive.length,
    },
  ],
});
