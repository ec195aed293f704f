/** Chart.yaml: https://helm.sh/docs/topics/charts/#the-chartyaml-file */
import semver from 'semver';
import { at, isMap, listAt, textAt, type Data, type DataPath } from '../../kubernetes/data.ts';
import { suggestion } from '../../stack/nearest.ts';
import type { Finding } from '../finding.ts';
import type { ChartFolder } from './chart-folder.ts';
import { lintFinding, placeIn } from './chart-folder.ts';

const keys = [
  'apiVersion',
  'name',
  'version',
  'kubeVersion',
  'description',
  'type',
  'keywords',
  'home',
  'sources',
  'dependencies',
  'maintainers',
  'icon',
  'appVersion',
  'deprecated',
  'annotations',
];

interface Fault {
  readonly path: DataPath;
  readonly message: string;
  readonly hint: string;
  readonly severity?: 'warning';
  readonly part?: 'key';
}

export function metadataFindings(chart: ChartFolder): Finding[] {
  const document = chart.yaml('Chart.yaml');
  if (document === null) return [];
  return [...faults(document.value as Data, chart.name)].map(({ path, message, hint, severity, part }) =>
    lintFinding(chart, {
      rule: 'chart/metadata',
      severity: severity ?? 'error',
      path,
      message,
      hint,
      source: placeIn(document, path, part),
    }),
  );
}

function* faults(chart: Data, folder: string): Iterable<Fault> {
  const apiVersion = at(chart, 'apiVersion');
  if (apiVersion !== 'v1' && apiVersion !== 'v2') {
    yield { path: ['apiVersion'], message: 'apiVersion is neither v2 nor v1', hint: 'Set apiVersion: v2.' };
  }
  const name = textAt(chart, 'name') ?? '';
  if (name !== folder) {
    const message = `the chart is called "${name}" and its folder "${folder}"`;
    yield { path: ['name'], message, hint: 'Helm’s own lint wants them equal: rename one of them.' };
  }
  yield* versions(chart);
  const type = at(chart, 'type') ?? 'application';
  if (type !== 'application' && type !== 'library') {
    const message = `type is ${JSON.stringify(type)}`;
    yield { path: ['type'], message, hint: 'It is application or library.' };
  }
  for (const key of Object.keys(isMap(chart) ? chart : {}).filter((each) => !keys.includes(each))) {
    const message = `Helm knows no key "${key}"${suggestion(key, keys)}`;
    const hint = 'Remove it, or put it under annotations.';
    yield { path: [key], message, hint, severity: 'warning', part: 'key' };
  }
  for (const [index, dependency] of listAt(chart, 'dependencies').entries()) {
    if (textAt(dependency, 'version') !== undefined) continue;
    const message = `dependency ${textAt(dependency, 'name') ?? index} has no version`;
    yield { path: ['dependencies', index], message, hint: 'Without one, any version may come in.' };
  }
}

function* versions(chart: Data): Iterable<Fault> {
  const version = at(chart, 'version');
  if (typeof version === 'number') {
    const message = `version ${version} is a number: YAML may drop its last zero, and labels get what is left`;
    yield { path: ['version'], message, hint: `Write version: "${version}.0".` };
  } else if (semver.parse(textAt(chart, 'version')) === null) {
    const message = `version ${JSON.stringify(version ?? null)} is no semantic version`;
    yield { path: ['version'], message, hint: 'Write MAJOR.MINOR.PATCH.' };
  }
  const appVersion = at(chart, 'appVersion');
  if (typeof appVersion === 'number') {
    const message = `appVersion ${appVersion} is a number: YAML may change how it is written, and image tags get what is left`;
    yield { path: ['appVersion'], message, hint: 'Put it in quotes.' };
  }
  const range = textAt(chart, 'kubeVersion');
  if (range !== undefined && semver.validRange(range.replaceAll(',', ' ')) === null) {
    const message = `kubeVersion "${range}" is no range of versions`;
    yield { path: ['kubeVersion'], message, hint: 'Write it like ">=1.25.0-0".' };
  }
}
