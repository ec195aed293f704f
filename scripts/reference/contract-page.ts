/** docs/contract-reference.md. */
import { contractFiles } from './corpus.ts';
import { exampleOf } from './examples.ts';
import { type Field, fieldsOf } from './fields.ts';
import type { JsonSchema } from './json-schema.ts';
import { anchorOf, type Row, table } from './table.ts';

const opening = `<!-- Written by scripts/contract-reference.ts from the schema: change the schema or the examples, then run it. -->
# Contract files, field by field

What a contract file may have. What it is for, how values are laid over each other, and what patterns mean: [contract files](contract-files.md); expressions: [rules in CEL](rules.md).
A key that is not here is an error, at its line and with the nearest valid name. In paths, \`NAME\` stands for a name of yours and \`[]\` for each item of a list.
A field without a default may be left out, unless it is **required**. Either \`release\` or \`chart\` has to be there.`;

/** Fields with a section of their own, in the order of the page. */
const headings: Readonly<Record<string, string>> = {
  cases: 'Values, and what is expected of them.',
  rules: 'What must hold for what the chart renders. [The language](rules.md)',
  snapshots: 'Objects whose text is kept beside the file. [How](contract-files.md#snapshots)',
  waivers: 'Findings that are accepted until a day. [How](contract-files.md#waivers)',
  coverage: 'How much of the chart the cases must reach, in percent: under it is a finding.',
  external:
    'Something that another party makes. References to it are then no findings. The same fields stand in `external` of a case.',
};

export function contractReference(root: JsonSchema): string {
  const definitions = root.definitions ?? {};
  const documents = contractFiles();
  const rowsOf = (fields: readonly Field[], prefix = ''): Row[] =>
    fields.map((field) => ({
      field,
      anchor: anchorOf(prefix, field),
      example: exampleOf(field, documents, []),
    }));

  const all = fieldsOf(root, definitions);
  const top = all.filter(({ path }) => path.length === 1);
  const sections = Object.entries(headings).map(([key, note]) => {
    const inner = all.filter(({ path: [step, ...rest] }) => rest.length > 0 && isKey(step, key));
    return [
      `## ${key}`,
      note,
      table(rowsOf(inner.length > 0 ? inner : itemsOf(root, key)), 'stack-file.md'),
    ].join('\n\n');
  });
  const contents = [
    '- [The whole file](#the-whole-file)',
    ...Object.keys(headings).map((key) => `- [${key}](#${key})`),
  ].join('\n');
  return `${[opening, contents, '## The whole file', table(rowsOf(top, 'file'), 'stack-file.md'), ...sections].join('\n\n')}\n`;
}

/** Of a list whose items are a definition. */
function itemsOf(root: JsonSchema, key: string): Field[] {
  const definitions = root.definitions ?? {};
  const item = definitions[key];
  return item === undefined ? [] : fieldsOf(item, definitions, [{ key }, 'any-item']);
}

const isKey = (step: Field['path'][number] | undefined, key: string): boolean =>
  typeof step === 'object' && step.key === key;
