/** Publishes a chart folder to an OCI registry on loopback, as `helm package` and `helm push` would, without Helm. */
import { inspectArchive } from '../../src/render/charts/archive.ts';
import { digestOf } from '../../src/render/charts/cache.ts';
import { packageFolder } from '../../src/render/charts/local.ts';
import { toTag } from '../../src/render/charts/versions.ts';

export interface PushTarget {
  readonly registry: string; // HOST:PORT, plain HTTP
  readonly repository: string; // ghcr.io/rknightion/charts/sf2loki
  /** The chart's version by default. */
  readonly tag?: string;
  readonly authorization?: string;
}

export interface PushedChart {
  readonly name: string;
  readonly version: string;
  readonly tag: string;
  readonly digest: string; // of the archive
  readonly manifestDigest: string;
}

export async function pushFolder(folder: string, target: PushTarget): Promise<PushedChart> {
  return await pushArchive(await packageFolder(folder), target);
}

async function pushArchive(archive: Buffer, target: PushTarget): Promise<PushedChart> {
  const { name, version, appVersion } = await inspectArchive(archive);
  const config = Buffer.from(
    JSON.stringify({ apiVersion: 'v2', name, version, ...(appVersion !== null && { appVersion }) }),
  );
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: await pushBlob(config, 'application/vnd.cncf.helm.config.v1+json', target),
      layers: [await pushBlob(archive, 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', target)],
    }),
  );
  const tag = target.tag ?? toTag(version);
  await send(`manifests/${tag}`, 'PUT', target, manifest, 'application/vnd.oci.image.manifest.v1+json');
  return { name, version, tag, digest: digestOf(archive), manifestDigest: digestOf(manifest) };
}

async function pushBlob(
  content: Buffer,
  mediaType: string,
  target: PushTarget,
): Promise<{ mediaType: string; digest: string; size: number }> {
  const digest = digestOf(content);
  const session = await send('blobs/uploads/', 'POST', target);
  const location = new URL(session.headers.get('location') ?? '', session.url);
  location.searchParams.set('digest', digest);
  await send(location, 'PUT', target, content, 'application/octet-stream');
  return { mediaType, digest, size: content.length };
}

async function send(
  path: string | URL,
  method: 'POST' | 'PUT',
  { registry, repository, authorization }: PushTarget,
  content?: Buffer,
  type?: string,
): Promise<Response> {
  const response = await fetch(new URL(path, `http://${registry}/v2/${repository}/`), {
    method,
    headers: {
      ...(type !== undefined && { 'content-type': type }),
      ...(authorization !== undefined && { authorization }),
    },
    body: content === undefined ? null : new Uint8Array(content),
  });
  if (!response.ok) {
    throw new Error(`${method} ${response.url}: ${response.status} ${await response.text()}`);
  }
  return response;
}
