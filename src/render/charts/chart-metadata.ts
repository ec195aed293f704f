/** `Chart.yaml`, as far as a deployment needs it. Pure. */
import { parseHelmYaml, helmString } from './helm-yaml.ts';
import { ChartProblem } from './problem.ts';
import { chartName } from './reference.ts';
import { isVersion } from './versions.ts';
import { isRecord } from './record.ts';

const limits = { bytes: 1024 * 1024 } as const;

export interface ChartMetadata {
  readonly name: string;
  readonly version: string;
  readonly appVersion: string | null;
  readonly kubeVersion: string | null;
  /** Names of the charts that have to lie in `charts/`. */
  readonly dependencies: readonly string[];
}

/** `requirements` is the text of requirements.yaml, where charts of the first generation name their dependencies. */
export function parseChartMetadata(chartYaml: string, requirements: string | null): ChartMetadata {
  const chart = parseMap(chartYaml, 'Chart.yaml');
  const name = helmString(chart['name']);
  const version = helmString(chart['version']);
  if (name === null || name === '') throw invalid('Chart.yaml has no `name`');
  if (!chartName.test(name)) throw invalid(`Chart.yaml has the name ${JSON.stringify(name.slice(0, 80))}`);
  if (version === null || version === '') throw invalid('Chart.yaml has no `version`');
  if (!isVersion(version)) {
    throw invalid(`the version ${JSON.stringify(version.slice(0, 80))} of Chart.yaml is no semantic version`);
  }
  const listed = requirements === null ? chart : { ...chart, ...parseMap(requirements, 'requirements.yaml') };
  return {
    name,
    version,
    appVersion: helmString(chart['appVersion']),
    kubeVersion: helmString(chart['kubeVersion']),
    dependencies: dependencyNames(listed['dependencies']),
  };
}

/** Text of a `Chart.yaml` → the chart's name, or `null` where there is none: for charts inside `charts/`. */
export function nameIn(chartYaml: string): string | null {
  return helmString(parseMap(chartYaml, 'Chart.yaml')['name']);
}

function dependencyNames(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const names = value.map((entry: unknown) => (isRecord(entry) ? helmString(entry['name']) : null));
  return names.filter((name): name is string => name !== null && name !== '');
}

function parseMap(text: string, file: string): Record<string, unknown> {
  if (text.length > limits.bytes) throw invalid(`${file} is larger than 1 MiB`);
  let parsed: unknown;
  try {
    parsed = parseHelmYaml(text);
  } catch (error) {
    // Only the first line: the parser adds a drawing of the place.
    const [reason = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw invalid(`${file} is no valid YAML: ${reason.replace(/:$/, '')}`);
  }
  if (!isRecord(parsed)) throw invalid(`${file} is not a map`);
  return parsed;
}

const invalid = (message: string): ChartProblem =>
  new ChartProblem(
    'configuration',
    message,
    'Correct the chart; `helm lint` names what else is wrong with it',
  );
