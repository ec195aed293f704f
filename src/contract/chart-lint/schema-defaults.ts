/** values.schema.json against the chart's own defaults. */
import { Ajv, type AnySchema, type ErrorObject, type Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { at, isMap, textAt, type Data, type DataPath } from '../../kubernetes/data.ts';
import type { Finding } from '../finding.ts';
import { lintFinding, placeIn, type ChartFolder } from './chart-folder.ts';

const file = 'values.schema.json';

/** What only the user of a chart can give: that a default is missing or empty is no contradiction. */
const leftToUsers = new Set(['required', 'minItems', 'minLength', 'minProperties']);

export function schemaFindings(chart: ChartFolder): Finding[] {
  const text = chart.text(file);
  const values = chart.yaml('values.yaml');
  if (text === null || values === null) return [];
  const report = (rest: Pick<Finding, 'message' | 'hint' | 'source'> & { path?: DataPath }): Finding =>
    lintFinding(chart, { rule: 'chart/schema-defaults', severity: 'error', ...rest });

  let errors: readonly ErrorObject[];
  try {
    errors = validate(JSON.parse(text) as Data, values.value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = 'Helm refuses every render with it: correct the schema.';
    return [report({ message: `${file} is no valid JSON Schema: ${reason}`, hint, source: chart.at(file) })];
  }
  return errors
    .filter(({ keyword }) => !leftToUsers.has(keyword) && !summaries.has(keyword))
    .map((error) => {
      const path = pathOf(error, values.value as Data);
      return report({
        path,
        message: `the default of ${path.join('.') || 'the values'} ${error.message ?? 'is refused'}${extra(error)}, says ${file}`,
        hint: 'Correct the default or the schema: nobody can install the chart as it is.',
        source: placeIn(values, path),
      });
    });
}

/** They only say that one of the errors below them counts. */
const summaries = new Set(['if', 'anyOf', 'oneOf', 'allOf']);

function validate(schema: Data, values: unknown): readonly ErrorObject[] {
  const dialect = textAt(schema, '$schema') ?? '';
  const options: Options = { strict: false, allErrors: true, validateFormats: false, logger: false };
  const Dialect = dialect.includes('2020-12') ? Ajv2020 : dialect.includes('2019-09') ? Ajv2019 : Ajv;
  // Older drafts say nothing that draft 7 reads differently here, but their names are not registered.
  const isKnown = /2020-12|2019-09|draft-07/.test(dialect);
  const { $schema: _, $async: __, ...rest } = isMap(schema) ? schema : {};
  const check = new Dialect(options).compile({ ...rest, ...(isKnown && { $schema: dialect }) } as AnySchema);
  return check(values ?? {}) === true ? [] : (check.errors ?? []);
}

function pathOf({ instancePath, keyword, params }: ErrorObject, values: Data): DataPath {
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const path: (string | number)[] = [];
  for (const step of steps) path.push(Array.isArray(at(values, ...path)) ? Number(step) : step);
  const additional: unknown = params['additionalProperty'];
  return keyword === 'additionalProperties' && typeof additional === 'string' ? [...path, additional] : path;
}

function extra({ keyword, params }: ErrorObject): string {
  return keyword === 'enum' ? ` (${JSON.stringify(params['allowedValues'])})` : '';
}
