/** The OCI manifest of a chart: which of its layers is the archive. Pure. */
import { archiveLimits } from './archive.ts';
import { ChartProblem } from './problem.ts';
import { isRecord } from './record.ts';

export interface ArchiveLayer {
  readonly digest: string;
  readonly size: number | null; // bytes
}

/** Media types of Helm: https://helm.sh/docs/topics/registries/#helm-chart-manifest */
const archiveType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
/** Of Helm before 3.0; Helm still takes it. */
const legacyArchiveType = 'application/tar+gzip';

export function parseManifest(body: Buffer): ArchiveLayer {
  const manifest = parseObject(body);
  const layers = Array.isArray(manifest['layers']) ? (manifest['layers'] as unknown[]).filter(isRecord) : [];
  const layer =
    layers.find(({ mediaType }) => mediaType === archiveType) ??
    layers.find(({ mediaType }) => mediaType === legacyArchiveType);
  if (layer === undefined) throw notAChart(manifest);
  const { digest, size } = layer;
  if (typeof digest !== 'string' || !/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw new ChartProblem(
      'failed',
      'its manifest names the archive by no sha256 digest',
      'Push the chart again',
    );
  }
  if (typeof size === 'number' && size > archiveLimits.compressedBytes) {
    throw new ChartProblem(
      'configuration',
      `its archive of ${size} bytes is larger than a chart may be (${archiveLimits.compressedBytes})`,
      'Check that it is a chart; files that no template needs belong into .helmignore',
    );
  }
  return { digest, size: typeof size === 'number' ? size : null };
}

function notAChart(manifest: Record<string, unknown>): ChartProblem {
  const config = isRecord(manifest['config']) ? manifest['config']['mediaType'] : undefined;
  const type = config ?? manifest['artifactType'] ?? manifest['mediaType'];
  const described = typeof type === 'string' ? ` but ${type}` : '';
  return new ChartProblem(
    'configuration',
    `what lies there is not a Helm chart${described}`,
    'Check the path and the version; images and charts may share a repository',
  );
}

function parseObject(body: Buffer): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    if (isRecord(parsed)) return parsed;
  } catch {
    // said below
  }
  throw new ChartProblem(
    'failed',
    'its manifest is not a JSON object',
    'Check that the host is an OCI registry',
  );
}
