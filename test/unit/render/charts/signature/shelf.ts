/** What a registry holds of a chart and its signatures, as uploads: for a stand-in on loopback, and for the real program. */
import type { RequestListener } from 'node:http';
import { digestOf } from '../../../../../src/render/charts/cache.ts';
import { manifestOf } from '../stage.ts';
import type { Bundle, SimpleSignature } from './forms.ts';

export interface Upload {
  readonly kind: 'blob' | 'manifest';
  /** Tag or digest of a manifest. */
  readonly reference: string;
  readonly content: Buffer;
  readonly mediaType: string;
}

const imageType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';
const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const emptyConfig = Buffer.from('{}');

export const manifestBytes = (archive: Buffer): Buffer => {
  const config = describe(emptyConfig, 'application/vnd.cncf.helm.config.v1+json');
  return Buffer.from(JSON.stringify({ ...manifestOf(archive), mediaType: imageType, config }));
};

const blob = (content: Buffer): Upload => ({
  kind: 'blob',
  reference: digestOf(content),
  content,
  mediaType: 'application/octet-stream',
});
const manifest = (reference: string, value: object, mediaType = imageType): Upload => ({
  kind: 'manifest',
  reference,
  content: Buffer.from(JSON.stringify(value)),
  mediaType,
});
const describe = (content: Buffer, mediaType: string) => ({
  mediaType,
  digest: digestOf(content),
  size: content.length,
});

export const chartUploads = (archive: Buffer, tag: string): Upload[] => [
  blob(archive),
  blob(emptyConfig),
  { kind: 'manifest', reference: tag, content: manifestBytes(archive), mediaType: imageType },
];

/** All at once under one tag, as cosign 2 keeps them. */
export function simpleUploads(manifestDigest: string, signatures: readonly SimpleSignature[]): Upload[] {
  const config = Buffer.from('{"architecture":"","os":"","rootfs":{"type":"layers","diff_ids":[]}}');
  const layers = signatures.map(({ payload, annotations }) => ({
    ...describe(payload, 'application/vnd.dev.cosign.simplesigning.v1+json'),
    annotations,
  }));
  const image = {
    schemaVersion: 2,
    mediaType: imageType,
    config: describe(config, 'application/vnd.oci.image.config.v1+json'),
    layers,
  };
  return [
    blob(config),
    ...signatures.map(({ payload }) => blob(payload)),
    manifest(`${manifestDigest.replace(':', '-')}.sig`, image),
  ];
}

/** Each one an image that refers to the chart; `index` is the tag of registries that don't know referrers. */
export function bundleUploads(
  subject: { readonly digest: string; readonly size: number },
  bundles: readonly Bundle[],
): { readonly uploads: Upload[]; readonly index: Upload } {
  const images = bundles.map((bundle) => {
    const content = Buffer.from(JSON.stringify(bundle));
    const image = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: imageType,
        artifactType: bundleType,
        config: describe(emptyConfig, 'application/vnd.oci.empty.v1+json'),
        layers: [describe(content, bundleType)],
        subject: { ...subject, mediaType: imageType },
      }),
    );
    return { content, image };
  });
  return {
    uploads: [
      blob(emptyConfig),
      ...images.flatMap(({ content, image }): Upload[] => [
        blob(content),
        { kind: 'manifest', reference: digestOf(image), content: image, mediaType: imageType },
      ]),
    ],
    index: manifest(
      subject.digest.replace(':', '-'),
      {
        schemaVersion: 2,
        mediaType: indexType,
        manifests: images.map(({ image }) => ({ ...describe(image, imageType), artifactType: bundleType })),
      },
      indexType,
    ),
  };
}

/** The read side of a registry; with `referrers` one of OCI 1.1, which answers the question itself. */
export function holding(uploads: () => readonly Upload[], referrers: Upload | null = null): RequestListener {
  return (request, response) => {
    const [, kind, name] = /^\/v2\/.+?\/(manifests|blobs|referrers)\/([^?]+)/.exec(request.url ?? '') ?? [];
    const found =
      kind === 'referrers'
        ? referrers
        : uploads().findLast(
            (upload) =>
              `${upload.kind}s` === kind && (upload.reference === name || digestOf(upload.content) === name),
          );
    if (found === null || found === undefined) response.writeHead(404).end('{"errors":[]}');
    else response.writeHead(200, { 'content-type': found.mediaType }).end(found.content);
  };
}

/** Puts everything into a real registry. `put` sends to a path below `/v2/REPOSITORY/`, or to an address that the registry gave. */
export async function pushAll(
  uploads: readonly Upload[],
  put: (
    path: string | URL,
    method: 'POST' | 'PUT',
    upload: Upload | null,
  ) => Promise<{ readonly location: URL | null }>,
): Promise<void> {
  for (const upload of uploads) {
    if (upload.kind === 'manifest') {
      await put(`manifests/${upload.reference}`, 'PUT', upload);
      continue;
    }
    const { location } = await put('blobs/uploads/', 'POST', null);
    if (location === null) throw new Error('the registry opens no upload');
    location.searchParams.set('digest', upload.reference);
    await put(location, 'PUT', upload);
  }
}
