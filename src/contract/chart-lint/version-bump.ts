/** A chart that changes has another version: registries and Pulumi's own provider take the same version for the same chart. */
import { execFileSync } from 'node:child_process';
import { relative, resolve } from 'node:path';
import semver from 'semver';
import { textAt, type Data } from '../../kubernetes/data.ts';
import { parseYaml } from '../../stack/yaml.ts';
import { Failure } from '../../stack/failure.ts';
import { quoted } from '../../stack/problem.ts';
import type { Finding } from '../finding.ts';
import { lintFinding, placeIn, type ChartFolder } from './chart-folder.ts';

/** What does not change what is installed. */
const harmless =
  /(^|\/)(README\.md(\.gotmpl)?|CHANGELOG\.md|\.helmignore|tests?\/.*|ci\/.*|__snapshot__\/.*)$/i;

/** `base`: a commit or branch of the repository in which the chart lies. */
export function versionFindings(chart: ChartFolder, base: string): Finding[] {
  const git = repository(chart.path, base);
  const root = git('rev-parse', '--show-toplevel').trim();
  const folder = relative(root, resolve(git('rev-parse', '--show-prefix').trim() === '' ? root : chart.path));
  const common = git('merge-base', '--end-of-options', base, 'HEAD').trim();
  const changed = git('diff', '--name-only', '-z', '--relative', common, '--', '.')
    .split('\0')
    .filter((file) => file !== '' && !harmless.test(file));
  const document = chart.yaml('Chart.yaml');
  if (changed.length === 0 || document === null) return [];
  const before = versionAt(git, common, folder);
  const now = textAt(document.value as Data, 'version') ?? '';
  if (before === null || isLater(now, before)) return [];
  const more = changed.length > 1 ? ` and ${changed.length - 1} more` : '';
  return [
    lintFinding(chart, {
      rule: 'chart/version-bump',
      severity: 'error',
      path: ['version'],
      message: `${changed[0] ?? ''}${more} changed since ${base}, and the version is still ${now}${now === before ? '' : ` (it was ${before})`}`,
      hint: 'Raise the version: who has this one pinned would get another chart, or none of the change.',
      source: placeIn(document, ['version']),
    }),
  ];
}

function isLater(now: string, before: string): boolean {
  if (semver.valid(now) === null || semver.valid(before) === null) return now !== before;
  return semver.gt(now, before);
}

type Git = (...args: string[]) => string;

function repository(directory: string, base: string): Git {
  return (...args) => {
    try {
      return execFileSync('git', args, {
        cwd: directory,
        encoding: 'utf8',
        stdio: 'pipe',
        maxBuffer: 2 ** 26,
      });
    } catch (cause) {
      throw new Failure(
        'configuration',
        `cannot compare ${directory} with ${quoted(base)}: git ${args[0] ?? ''} failed`,
        {
          cause,
          hint: 'name a commit or branch that the checkout has; in a workflow, check out with fetch-depth: 0',
        },
      );
    }
  };
}

/** Null for a chart that was not there. */
function versionAt(git: Git, commit: string, folder: string): string | null {
  const file = `${folder === '' ? '' : `${folder}/`}Chart.yaml`;
  if (git('ls-tree', '--full-tree', '--name-only', commit, '--', file).trim() === '') return null;
  const document = parseYaml(git('show', `${commit}:${file}`), { file });
  return textAt(document.value as Data, 'version') ?? null;
}
