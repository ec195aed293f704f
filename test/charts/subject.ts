/** A fixture chart rendered as rules see it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { providedBy, surroundings } from '../../src/contract/references/surroundings.ts';
import { isMap, mapAt, textAt, numberAt, type Data, type DataMap } from '../../src/kubernetes/data.ts';
import type { RenderedObject } from '../../src/kubernetes/rendered.ts';
import {
  isViolation,
  type Provided,
  type Rule,
  type Subject,
  type Violation,
} from '../../src/systems/rule.ts';
import { charts, template, type TemplateOptions } from './helm.ts';

export interface SubjectOptions extends TemplateOptions {
  /** Typed options, as the stack file gives them. */
  readonly options?: Data;
  /** What is there besides the release. */
  readonly provided?: readonly Provided[];
  /** Changes the objects after the render, as another chart would have rendered them. */
  readonly edit?: (manifest: DataMap) => DataMap;
}

export async function subjectOf(
  chart: string,
  values: DataMap = {},
  given: SubjectOptions = {},
): Promise<Subject> {
  const name = given.release ?? chart.replaceAll(/[^a-z0-9-]/g, '-');
  const namespace = given.namespace ?? 'default';
  const rendered = await template(chart, values, { ...given, release: name });
  const objects = rendered.items.map(({ template: source, object, duplicateKeys }): RenderedObject => {
    const data = object as unknown as DataMap;
    const manifest = given.edit?.(data) ?? data;
    return {
      manifest,
      apiVersion: textAt(manifest, 'apiVersion') ?? '',
      kind: textAt(manifest, 'kind') ?? '',
      name: textAt(manifest, 'metadata', 'name') ?? '',
      namespace: textAt(manifest, 'metadata', 'namespace') ?? null,
      template: `${chart}/${source}`,
      hook: hookOf(manifest),
      isCrd: false,
      hash: createHash('sha256').update(JSON.stringify(manifest)).digest('hex'),
      duplicateKeys: duplicateKeys.map((key) => [key]),
    };
  });
  const metadata = parse(readFileSync(`${charts}${chart}/Chart.yaml`, 'utf8')) as Data;
  const defaults = parse(readFileSync(`${charts}${chart}/values.yaml`, 'utf8')) as DataMap;
  return {
    release: {
      name,
      namespace,
      isUpgrade: given.upgrade ?? false,
      kubeVersion: given.kubeVersion ?? '1.33.0',
      apiVersions: given.apiVersions ?? [],
      options: given.options ?? null,
    },
    chart: {
      name: textAt(metadata, 'name') ?? '',
      version: String(textAt(metadata, 'version') ?? numberAt(metadata, 'version') ?? ''),
      appVersion: textAt(metadata, 'appVersion') ?? null,
    },
    values: merged(defaults, values),
    given: values,
    objects,
    around: surroundings([
      ...providedBy(objects, { by: `release ${name}`, release: name, namespace }),
      ...(given.provided ?? []),
    ]),
  };
}

/** What the rule finds; its verdicts that it cannot judge are left out. */
export const violations = (rule: Rule, subject: Subject): Violation[] =>
  [...rule.check(subject)].filter(isViolation);

/** What the rule says it cannot judge. */
export const unjudged = (rule: Rule, subject: Subject): string[] =>
  [...rule.check(subject)].flatMap((verdict) => (isViolation(verdict) ? [] : [verdict.notChecked]));

function hookOf(manifest: DataMap): RenderedObject['hook'] {
  const annotation = (name: string): string | undefined =>
    textAt(manifest, 'metadata', 'annotations', `helm.sh/${name}`);
  const list = (text: string): string[] => text.split(',').map((part) => part.trim());
  const events = annotation('hook');
  if (events === undefined) return null;
  return {
    events: list(events),
    weight: Number(annotation('hook-weight') ?? 0),
    deletePolicies: list(annotation('hook-delete-policy') ?? 'before-hook-creation'),
  };
}

/** As Helm: maps merge, lists replace, null removes. Fixture charts have no subcharts. */
function merged(below: DataMap, above: DataMap): DataMap {
  const result: Record<string, Data> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = mapAt(below, key);
    if (value === null) delete result[key];
    else result[key] = isMap(value) ? merged(under, value) : value;
  }
  return result;
}
