/** Writes the types of what a Pulumi program gives to `declare()`, from the schema of the stack file; with --check, fails if they differ. */
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { format, resolveConfig } from 'prettier';
import { stackFileJsonSchema } from '../src/stack/schema.ts';
import { systems } from '../src/systems/registry.ts';
import { generated } from './generated.ts';

const target = 'pulumi/package/options.ts';

// Zod numbers the copies of what it has no name for, and that is JSON alone.
const text = JSON.stringify(stackFileJsonSchema(systems)).replaceAll(/__schema\d+/g, 'json');
const { properties = {}, definitions = {} } = JSON.parse(text) as JSONSchema & { definitions?: object };
const { name, cluster, namespaces, registries, backing, releases, external } = properties;

/** `Sf2lokiOptions` of `sf2loki`, `KsmlApplicationOptions` of `ksml-application`. */
const typeName = (system: string): string =>
  `${system.replaceAll(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase())}Options`;

function optionsOf(choice: JSONSchema): [string, JSONSchema] {
  const { system, ...own } = choice.properties ?? {};
  const required = Array.isArray(choice.required) ? choice.required.filter((key) => key !== 'system') : [];
  const description = system?.description ?? 'Any chart, with values of your own.';
  const of = typeof system?.const === 'string' ? system.const : 'chart';
  return [typeName(of), { ...choice, properties: own, required, description }];
}

const entry = releases?.additionalProperties;
const choices = typeof entry === 'object' ? (entry.oneOf ?? []) : [];
const types = {
  ...definitions,
  ...Object.fromEntries(choices.map(optionsOf)),
  stackOptions: {
    type: 'object',
    description: 'Helm releases, and the resources behind them.',
    properties: {
      name: { ...name, description: 'Default: the name of the Pulumi project.' },
      cluster: { ...cluster, required: ['identifier'] },
      namespaces,
      registries,
      backing,
      external,
    },
    required: ['cluster'],
    additionalProperties: false,
  },
} as unknown as Record<string, JSONSchema>;

const compiled = await compile(
  {
    definitions: types,
    type: 'object',
    properties: Object.fromEntries(Object.keys(types).map((key) => [key, { $ref: `#/definitions/${key}` }])),
    additionalProperties: false,
  },
  'All',
  { bannerComment: '', format: false, ignoreMinAndMaxItems: true },
);
const banner = '/** Made by scripts/package-types.ts from the schema of the stack file. */\n';
const written =
  banner + compiled.replace(/export interface All \{[\s\S]*?\n\}\n/, '').replaceAll('Sf2Loki', 'Sf2loki');
const style = await resolveConfig(import.meta.filename);
generated(
  target,
  await format(written, { ...style, parser: 'typescript' }),
  'differs from the schema of the stack file; run node scripts/package-types.ts',
);
