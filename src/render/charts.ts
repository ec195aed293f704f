/**
 * The charts of a stack, each pulled once, checked once and named by its content: what the renderer reads and what Pulumi
 * installs are the same bytes.
 */
import type { ChartReference, RegistryAccess, SecretValue, Values } from '../stack/desired.ts';
import { cacheFolder } from '../stack/cache-folder.ts';
import { Failure, type FailureCode } from '../stack/failure.ts';
import { droppedValues } from '../stack/removed-defaults.ts';
import { openCache } from './charts/cache.ts';
import { fetchChart, type Workshop } from './charts/fetch-chart.ts';
import { forgetUnused } from './charts/handover.ts';
import { ChartProblem } from './charts/problem.ts';
import type { PublicSource } from './charts/signature/trusted-root.ts';
import type { ChartVerifier } from './charts/signature/verifier.ts';
import { createTransport, type Transport } from './charts/transport.ts';
import { inheritedMirrors, withoutCredentials, type Mirror } from './mirrors.ts';

const limits = { atOnce: 8, timeoutSeconds: 25 } as const;

export interface PulledChart {
  readonly name: string;
  readonly version: string;
  readonly appVersion: string | null;
  readonly kubeVersion: string | null;
  /** `sha256:…` of the archive as it was published. */
  readonly digest: string;
  /** Absolute path of the archive in the cache. */
  readonly archive: string;
  /**
   * `./.k8s-deploy/charts/NAME-VERSION-DIGEST12.tgz`: what Pulumi installs, relative to the stack directory. The same archive,
   * or the one without the defaults that nulls in the release's values remove.
   */
  readonly path: string;
  /** Where it is from, mirrors applied, without credentials. */
  readonly origin: string;
  /** Whose signature was verified, for people; null where the stack file asks for none. */
  readonly signedBy: string | null;
}

export interface PullOptions {
  /** The stack directory, absolute. Local charts lie in it. */
  readonly directory: string;
  readonly reveal: (secret: SecretValue) => Promise<string>;
  readonly registries?: readonly RegistryAccess[];
  /** By default those of K8S_DEPLOY_CHART_MIRRORS. */
  readonly mirrors?: readonly Mirror[];
  /** By default K8S_DEPLOY_CACHE, else `k8s-deploy` in the user's cache folder. */
  readonly cacheDirectory?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (line: string) => void;
  /** For all charts together; 25 by default. */
  readonly timeoutSeconds?: number;
  /** Where the trusted root of the public Sigstore is taken from; by default where it is published. */
  readonly publicSigstore?: { readonly address: string; readonly root?: string };
}

interface Wanted {
  readonly key: string;
  readonly chart: ChartReference;
  /** Nulls and empty lists in them change defaults of the chart. */
  readonly values?: Values;
}

/**
 * Charts by release key. Throws one `Failure` that names everything that is wrong with any of them, a line for each;
 * charts that could be pulled are then in the cache.
 */
export async function pullCharts(
  releases: readonly Wanted[],
  options: PullOptions,
): Promise<ReadonlyMap<string, PulledChart>> {
  const groups = [...Map.groupBy(releases, identity).values()];
  const timeoutSeconds = options.timeoutSeconds ?? limits.timeoutSeconds;
  const signal = AbortSignal.any([
    AbortSignal.timeout(timeoutSeconds * 1000),
    ...(options.signal === undefined ? [] : [options.signal]),
  ]);
  const transports = new Map<string | null, Transport>();
  const cacheDirectory = options.cacheDirectory ?? cacheFolder();
  let verifier: Promise<ChartVerifier> | null = null;
  const shop: Workshop = {
    directory: options.directory,
    cache: openCache(cacheDirectory),
    mirrors: options.mirrors ?? inheritedMirrors(process.env),
    registries: options.registries ?? [],
    reveal: options.reveal,
    onProgress: options.onProgress ?? (() => undefined),
    signal,
    transport(ca) {
      const transport = transports.get(ca) ?? createTransport({ ca, signal, timeoutSeconds });
      transports.set(ca, transport);
      return transport;
    },
    verifier() {
      verifier ??= openVerifier({ cache: cacheDirectory, signal, timeoutSeconds, ...options.publicSigstore });
      return verifier;
    },
  };
  const pulled = new Map<ChartReference, PulledChart>();
  const problems: { code: FailureCode; line: string }[] = [];
  const queue = groups.values();
  const work = async (): Promise<void> => {
    for (const group of queue) {
      const [first] = group;
      if (first === undefined) continue;
      try {
        const chart = await fetchChart(first.chart, droppedValues(first.values ?? {}), shop);
        for (const wanted of group) pulled.set(wanted.chart, chart);
      } catch (error) {
        problems.push(problemOf(error, group));
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: limits.atOnce }, work));
  } finally {
    for (const transport of transports.values()) transport.close();
  }
  if (options.signal?.aborted === true) throw new Failure('cancelled', 'pulling the charts was cancelled');
  if (problems.length > 0) throw combine(problems);
  await forgetUnused(options.directory);
  return new Map(
    releases.flatMap(({ key, chart }) => {
      const result = pulled.get(chart);
      return result === undefined ? [] : [[key, result] as const];
    }),
  );
}

async function openVerifier(source: PublicSource): Promise<ChartVerifier> {
  const { createVerifier } = await import('./charts/signature/verifier.ts');
  return createVerifier(source);
}

/** Two releases share a pull if the stack file asks for the same thing in the same way. */
const identity = ({ chart, values = {} }: Wanted): string =>
  JSON.stringify([chart, droppedValues(values)], (key, value: unknown) =>
    key === 'path' ? undefined : value,
  );

function problemOf(error: unknown, group: readonly Wanted[]): { code: FailureCode; line: string } {
  if (!(error instanceof ChartProblem) && !(error instanceof Failure)) throw error;
  const places = group.map((wanted) => wanted.chart.path.join('.')).join(', ');
  const advice = error instanceof ChartProblem ? error.advice : error.hint;
  const sentences = [error.message, ...(advice === null ? [] : [advice])].map(endSentence).join(' ');
  const line = `${places}: cannot use ${nameOf(group)}: ${sentences}`;
  return { code: error.code, line };
}

const endSentence = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);

function nameOf([first]: readonly Wanted[]): string {
  const { ref = '', version = null } = first?.chart ?? {};
  return version === null ? withoutCredentials(ref) : `${withoutCredentials(ref)} ${version}`;
}

/** What the user can only repair by a change comes before what may pass by itself. */
const gravest: readonly FailureCode[] = [
  'findings',
  'failed',
  'configuration',
  'authentication',
  'unreachable',
];

function combine(problems: readonly { code: FailureCode; line: string }[]): Failure {
  const codes = problems.map(({ code }) => code);
  const code = gravest.find((candidate) => codes.includes(candidate)) ?? codes[0] ?? 'failed';
  return new Failure(
    code,
    problems
      .map(({ line }) => line)
      .toSorted()
      .join('\n'),
  );
}
