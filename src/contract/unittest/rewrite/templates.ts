/** Which templates an assertion is about, as helm-unittest decides it: the assertion's own, the test's, the suite's, or all. */
import type { DataMap } from '../../../kubernetes/data.ts';
import { textOf } from './cel-text.ts';
import { posix } from 'node:path';

export type Templates =
  /** As Helm names them: `web/templates/service.yaml`. Each must print something that fits. */
  | { readonly kind: 'files'; readonly files: readonly string[] }
  /** CEL, of `template`. */
  | { readonly kind: 'pattern'; readonly condition: string };

/** `route`: the chart, `parent/charts/child`. */
export function templatesOf(route: string, suite: DataMap, test: DataMap, assert: DataMap): Templates {
  const own = namesIn(assert['template']);
  const ofTest = namesIn(test['templates']);
  const [files = []] = [own, ofTest, namesIn(test['template'])].filter((names) => names.length > 0);
  if (files.length > 0) return { kind: 'files', files: files.map((name) => fileOf(route, name)) };
  const ofSuite = namesIn(suite['templates']);
  if (ofSuite.length > 0 && !ofSuite.some((name) => name.includes('*'))) {
    return { kind: 'files', files: ofSuite.map((name) => fileOf(route, name)) };
  }
  const wanted = ofSuite.length === 0 ? ['**'] : ofSuite;
  const excluded = namesIn(suite['excludeTemplates']).map((name) => `!${fits(route, name)}`);
  const chosen = wanted.map((name) => fits(route, name));
  const any = chosen.length === 1 ? chosen.join('') : `(${chosen.join(' || ')})`;
  return { kind: 'pattern', condition: [any, ...excluded].join(' && ') };
}

/** CEL, of `template`: that the object is from one of them. */
export const isFrom = (templates: Templates): string => {
  if (templates.kind === 'pattern') return templates.condition;
  const [first = '', ...others] = templates.files;
  return others.length === 0
    ? `template == ${textOf(first)}`
    : `template in [${templates.files.map(textOf).join(', ')}]`;
};

const namesIn = (names: DataMap[string] | undefined): string[] =>
  [names].flat().filter((name): name is string => typeof name === 'string' && name !== '');

/** `templates/` may be left out. */
const belowTemplates = (name: string): string =>
  /^(templates|charts|crds|\*\*)/.test(name) ? name : posix.join('templates', name);

const fileOf = (route: string, name: string): string => posix.join(route, belowTemplates(name));

function fits(route: string, name: string): string {
  const pattern = fileOf(route, name);
  if (!pattern.includes('*')) return `template.contains(${textOf(pattern)})`;
  if (pattern === `${route}/**`) return `template.startsWith(${textOf(`${route}/`)})`;
  const expression = pattern
    .replaceAll(/[.+[\]?()|{}^$]/g, String.raw`\$&`)
    .replaceAll('**', '\u0000')
    .replaceAll('*', String.raw`[0-9a-zA-Z_\-/\.]*`)
    .replaceAll('\u0000', String.raw`[0-9a-zA-Z_\-/\.]+`);
  return `template.matches(${textOf(expression)})`;
}
