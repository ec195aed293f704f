/** Tables of fields, in the Markdown of GitHub. */
import { type Field, pathText } from './fields.ts';
import { sections } from './type-text.ts';

/** Where a field is: `#sf2loki-state-bucket`. */
export const anchorOf = (section: string, field: Field): string =>
  [section, pathText(field.path)]
    .filter((part) => part !== '')
    .join('-')
    .toLowerCase()
    .replaceAll('[]', '')
    .replaceAll(/[^a-z0-9]+/g, '-');

export interface Row {
  readonly field: Field;
  readonly anchor: string;
  readonly example: string | null;
}

/** `page` has the sections of the types that have one; '': this page. */
export function table(rows: readonly Row[], page = ''): string {
  const lines = rows.map(({ field, anchor, example }) => {
    const { text, fallback } = parted(field);
    const name = `<a id="${anchor}"></a>\`${pathText(field.path)}\`${field.required ? ' **required**' : ''}`;
    return `| ${[name, linked(field.type, page), fallback, cell(text), example === null ? '' : codeCell(example)].join(' | ')} |`;
  });
  return ['| Field | Type | Default | What | Example |', '|---|---|---|---|---|', ...lines].join('\n');
}

export function folded(summary: string, rows: readonly Row[]): string {
  return `<details>\n<summary>${summary}</summary>\n\n${table(rows)}\n\n</details>`;
}

/** What a description says of the default belongs into the column for it. */
function parted({ description, schema, hasFields }: Field): {
  readonly text: string;
  readonly fallback: string;
} {
  const said = /(?:^|\s)Default: (.+?)\.?$/s.exec(description);
  if (said !== null) {
    const [, words = ''] = said;
    const value = schema.default === undefined || !isPlain(schema.default) ? null : schema.default;
    const fallback = value === null ? cell(words) : codeCell(shown(value));
    return { text: description.slice(0, said.index).trim(), fallback };
  }
  const value = schema.default;
  const fallback = value === undefined || hasFields ? '' : isPlain(value) ? codeCell(shown(value)) : 'none';
  return { text: description, fallback };
}

/** As GitHub makes it of a heading. */
export const headingAnchor = (heading: string): string => heading.toLowerCase().replaceAll(' ', '-');

const isPlain = (value: unknown): boolean =>
  typeof value !== 'object' || (Array.isArray(value) && value.length > 0);

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Types by name lead to what they are. */
function linked(type: string, page: string): string {
  const names = Object.values(sections).filter((name) => type.includes(name));
  const [longest] = names.toSorted((one, other) => other.length - one.length);
  if (longest === undefined) return type;
  return type.replace(longest, `[${longest}](${page}#${headingAnchor(longest)})`);
}

const cell = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[\\*_<>[\]]/g, String.raw`\$&`)))
    .join('')
    .replaceAll('|', String.raw`\|`)
    .replaceAll('\n', ' ');

const codeCell = (text: string): string => {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text.replaceAll('|', String.raw`\|`)}${fence}`;
};
