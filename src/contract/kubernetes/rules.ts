/** What `explain` and reports know of the Kubernetes schemas' findings. */
import type { RuleFacts } from '../pack.ts';

const facts = {
  'schema/no-object': {
    title: 'Every manifest has an apiVersion, a kind and a name',
    why: 'Without them nothing says what the manifest is, and neither Helm nor the API server takes it. Look at the `if` and `range` around it: often they print half of an object.',
    severity: 'error',
  },
  'schema/unknown-kind': {
    title: 'The API server knows the kind',
    why: 'Helm asks the API server for the kind before it installs anything, and gives up if there is none in that group and version. For custom kinds, name the file of the CustomResourceDefinition under `crds:` of the contract.',
    severity: 'error',
  },
  'schema/unknown-field': {
    title: 'Every field is one of its kind',
    why: 'The API server refuses a field that it does not know under strict validation, and drops it without it: the setting has no effect. It is a slip of the pen, the wrong indentation, or a field of another Kubernetes version.',
    severity: 'error',
  },
  'schema/type': {
    title: 'Every field has a value of its type',
    why: 'The API server cannot read the object, so the release fails. YAML reads `yes`, `1` and `1.0` without quotes as no text: in a template, `| quote` what must be text, and leave quotes off what must be a number.',
    severity: 'error',
  },
  'schema/required': {
    title: 'Required fields are there',
    why: 'The API server refuses the object, so the release fails. A field that is null or empty counts as missing.',
    severity: 'error',
  },
  'schema/value': {
    title: 'Values are in the range of their field',
    why: 'The API server validates what a field may hold and refuses the rest, so the release fails.',
    severity: 'error',
  },
  'schema/duplicate-key': {
    title: 'No key stands twice in a map',
    why: 'Helm 3 takes the last and says nothing, strict validation refuses it, and people read the first. Usually a template and an included block both write it.',
    severity: 'error',
  },
  'schema/duplicate-item': {
    title: 'Items of a list that are told apart by name have different names',
    why: 'The API server refuses some of these and keeps one of the others, and the merge on upgrade takes them for the same item: what is applied then is not what the chart says.',
    severity: 'error',
  },
  'api/removed': {
    title: 'The API is served by the Kubernetes version that is asked for',
    why: 'A cluster of that version does not know the kind in that group and version: installing fails, and so does upgrading a release whose last manifest still has it.',
    severity: 'error',
  },
  'api/deprecated': {
    title: 'The API is not about to be removed',
    why: 'It works in the Kubernetes version that is asked for, and stops with a later one. Move to the replacement before the cluster is upgraded.',
    severity: 'warning',
  },
} as const satisfies Record<string, Omit<RuleFacts, 'id'>>;

export type SchemaRuleId = keyof typeof facts;

export const schemaRules: readonly (RuleFacts & { readonly id: SchemaRuleId })[] = (
  Object.keys(facts) as SchemaRuleId[]
).map((id) => ({ id, ...facts[id] }));
