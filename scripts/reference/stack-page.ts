/** docs/stack-file.md. */
import { stackFiles } from './corpus.ts';
import { exampleOf } from './examples.ts';
import { type Definitions, type Field, fieldsOf, type Step } from './fields.ts';
import { type JsonSchema, variantsOf } from './json-schema.ts';
import { anchorOf, folded, headingAnchor, type Row, table } from './table.ts';
import { sections } from './type-text.ts';

const opening = `<!-- Written by scripts/stack-reference.ts from the schema: change the schema or the examples, then run it. -->
# The stack file, field by field

\`deploy.yaml\` stands in the stack directory, beside \`Pulumi.yaml\`. Every field that it may have is here, with its default. A key that is not here is an
error, at its line and with the nearest valid name. Editors know all of this by the first line of the file:

\`\`\`yaml
# yaml-language-server: $schema=path/to/schemas/deploy.schema.json
\`\`\`

In paths, \`NAME\` stands for a name of yours and \`[]\` for each item of a list. A field without a default may be left out, unless it is **required**: then it has to be there when what it belongs to is.
How a whole file looks: [the four systems together](../examples/data-platform/deploy.yaml), and [each alone](../examples).`;

/** Pages of the systems, which say what is derived from the options and why. */
const pages: Readonly<Record<string, string>> = {
  sf2loki: 'systems/sf2loki.md',
  leoflow: 'systems/leoflow.md',
  'ksml-provisioner': 'systems/ksml.md',
  'ksml-application': 'systems/ksml.md',
  'logstream-worker-group': 'systems/logstream.md',
};

/** What is said of a section before its table. */
const notes: Readonly<Record<string, string>> = {
  namespaces: 'By the name of the namespace. One that a release uses is made without being named here.',
  registries: 'By host, or host and path: `ghcr.io/team`. What `chart` of a release says wins over this.',
  backing:
    'By a name of yours, to which values of releases refer: `{ nameOf: KEY }` becomes the name of the object, `{ resourceVersionOf: KEY }` what changes with its content. A bucket goes by its own name.',
};

export function stackReference(root: JsonSchema): string {
  const definitions = root.definitions ?? {};
  const documents = stackFiles();
  const releases = entriesOf(root.properties?.['releases']);
  const [plain, ...known] = variantsOf(releases);
  if (plain === undefined) throw new Error('the schema has no releases');
  const parts = Object.entries(root.properties ?? {}).filter(([key]) => key in notes || key === 'cluster');
  const common = Object.keys(sections).filter((name) => name in definitions && name !== 'values');

  const rowsOf = (section: string, fields: readonly Field[], parents: readonly Step[]): Row[] =>
    fields.map((field) => ({
      field,
      anchor: anchorOf(section, field),
      example: exampleOf(field, documents, parents),
    }));

  const top = fieldsOf(root, definitions).filter(({ path }) => path.length === 1);
  const contents = [
    '- [The whole file](#the-whole-file)',
    `- ${parts.map(([key]) => `[${key}](#${key})`).join(' · ')}`,
    '- [Every release](#every-release)',
    ...known.map((variant) => `- [${nameOf(variant)}](#${nameOf(variant)})`),
    `- Parts that stand in several places: ${common.map((name) => `[${sections[name]}](#${slug(name)})`).join(' · ')}`,
  ].join('\n');

  return `${[
    opening,
    contents,
    '## The whole file',
    table(rowsOf('file', top, [])),
    ...parts.flatMap(([key, part]) => [
      `## ${key}`,
      ...(notes[key] === undefined ? [] : [notes[key]]),
      table(rowsOf('', fieldsOf(part, definitions, [{ key }]), [])),
    ]),
    '## Every release',
    'A release without `system` has these fields only; a system has them besides its own.',
    table(rowsOf('releases', fieldsOf(plain, definitions), inReleases)),
    ...known.flatMap((variant) => systemSection(variant, plain, definitions, rowsOf)),
    '## Parts that stand in several places',
    ...common.flatMap((name) => partSection(name, definitions, rowsOf)),
    '### any YAML map',
    'Keys and values as they come. In `values` of a release, maps merge with what lies below, lists replace, `null` removes.',
  ].join('\n\n')}\n`;
}

type RowsOf = (section: string, fields: readonly Field[], parents: readonly Step[]) => Row[];

const inReleases: readonly Step[] = [{ key: 'releases' }, 'any-key'];

/** An option with more fields than this is folded. */
const foldedFrom = 6;

function systemSection(
  variant: JsonSchema,
  plain: JsonSchema,
  definitions: Definitions,
  rowsOf: RowsOf,
): string[] {
  const name = nameOf(variant);
  const own = Object.fromEntries(
    Object.entries(variant.properties ?? {}).filter(
      ([key, part]) => JSON.stringify(part) !== JSON.stringify(plain.properties?.[key]),
    ),
  );
  const rows = rowsOf(name, fieldsOf({ ...variant, properties: own }, definitions), inReleases);
  const groups = [...Map.groupBy(rows, ({ field }) => firstKey(field)).entries()];
  const large = groups.filter(([, { length }]) => length > foldedFrom);
  const open = groups.flatMap(([, [head, ...rest]]) =>
    head === undefined ? [] : rest.length >= foldedFrom ? [head] : [head, ...rest],
  );
  const page = pages[name];
  return [
    `## ${name}`,
    `\`system: ${name}\`: ${variant.properties?.['system']?.description ?? ''}${page === undefined ? '' : ` [What is derived from it, and why](${page})`}`,
    table(open),
    ...large.map(([key, [, ...rest]]) =>
      folded(`Inside of <code>${key}</code>: ${rest.length} fields`, rest),
    ),
  ];
}

function partSection(name: string, definitions: Definitions, rowsOf: RowsOf): string[] {
  const schema = definitions[name];
  if (schema === undefined) return [];
  const section = sections[name] ?? name;
  const fields = fieldsOf(schema, definitions).map((field) => ({
    ...field,
    required: field.required && variantsOf(schema).length === 0,
  }));
  const note = partNotes[name];
  return [
    `### ${section}`,
    ...(note === undefined ? [] : [note]),
    ...(fields.length === 0 ? [] : [table(rowsOf(slug(name), fields, placesOf[name] ?? ['any-key']))]),
  ];
}

const partNotes: Readonly<Record<string, string>> = {
  secretSource:
    'A secret is named by where it is, never written. One of these three, as a map: `{ fromConfig: leoflowJwt }`.',
  textOrSecret:
    'Text, or a [secret source](#secret-source): `svc@acme.example`, or `{ fromEnv: SF_CLIENT_ID }`. What is written as text is not secret.',
  textSource:
    'Text, or `{ fromFile: PATH }`, a file of the stack directory whose content is not secret: a certificate, a definition.',
  external: 'Something that another party makes. References to it are then no findings.',
};

const placesOf: Readonly<Record<string, readonly Step[]>> = {
  chart: [...inReleases, { key: 'chart' }],
  image: [...inReleases, { key: 'image' }],
  resources: [...inReleases, { key: 'resources' }],
  external: [{ key: 'external' }, 'any-item'],
  secretSource: [...inReleases, { key: 'auth' }, { key: 'jwtSecret' }],
  textSource: [...inReleases, { key: 'database' }, { key: 'ca' }],
};

const slug = (name: string): string => headingAnchor(sections[name] ?? name);

const entriesOf = (schema: JsonSchema | undefined): JsonSchema => {
  const entries = schema?.additionalProperties;
  if (typeof entries !== 'object') throw new Error('expected a map in the schema');
  return entries;
};

const nameOf = ({ properties }: JsonSchema): string => String(properties?.['system']?.const);

const firstKey = ({ path: [step] }: Field): string => (typeof step === 'object' ? step.key : '');
