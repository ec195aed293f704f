/** A release of sf2loki as a recipe makes it, rendered by the fixture chart, with what the stack gives it around. */
import { key, recipeOf } from '../unit/systems/recipes.ts';
import { pair, type Options } from '../unit/systems/sf2loki-releases.ts';
import { sf2loki } from '../../src/systems/sf2loki/index.ts';
import { rules } from '../../src/systems/sf2loki/rules/index.ts';
import { mergeValues } from '../../src/stack/merge.ts';
import type { Backing, Value } from '../../src/stack/desired.ts';
import { at, isMap, type Data, type DataMap, type DataPath } from '../../src/kubernetes/data.ts';
import type { Provided, Rule, Subject } from '../../src/systems/rule.ts';
import { renderedObject } from '../setup/rendered.ts';
import { filled, placeholderName } from './filled.ts';
import { subjectOf, violations, type SubjectOptions } from './subject.ts';

/** Nothing can be said against it, not even a notice. */
export const exemplary: Options = {
  ...pair,
  image: { digest: `sha256:${'a'.repeat(64)}` },
  networkPolicy: Object.fromEntries(
    ['salesforce', 'pubsub', 'loki', 'state', 'apiServer'].map((name) => [name, { cidr: '10.0.0.0/8' }]),
  ),
};

export const fullname = `${key}-sf2loki`;
export const namespace = 'observability';

/** The release of these options; `values` go over those of the recipe, as `values:` of the stack file would. */
export function released(
  options: Options,
  values: DataMap = {},
  given: SubjectOptions = {},
): Promise<Subject> {
  const made = recipeOf(sf2loki, options);
  const own = filled(made.values) as Value;
  return subjectOf('sf2loki', mergeValues(own, values) as DataMap, {
    release: key,
    namespace,
    ...given,
    provided: [...made.backing.flatMap(providedBy), ...(given.provided ?? [])],
  });
}

function providedBy(backing: Backing): Provided[] {
  if (backing.kind !== 'secret' && backing.kind !== 'serviceAccount') return [];
  const isSecret = backing.kind === 'secret';
  const kind = isSecret ? 'Secret' : 'ServiceAccount';
  const name = isSecret && backing.autoName ? placeholderName(backing.id) : backing.name;
  const stringData = isSecret ? Object.fromEntries(Object.keys(backing.data).map((each) => [each, 'x'])) : {};
  return [
    {
      kind,
      namespace: backing.namespace,
      name,
      keys: isSecret ? new Set(Object.keys(stringData)) : null,
      by: `backing ${backing.id}`,
      release: null,
      object: renderedObject({ apiVersion: 'v1', kind, metadata: { name }, stringData }),
    },
  ];
}

/** A Secret that somebody else makes; its keys are not known unless given. */
export const foreignSecret = (name: string, keys: readonly string[] | null = null): Provided => ({
  kind: 'Secret',
  namespace,
  name,
  keys: keys === null ? null : new Set(keys),
  by: 'external[0]',
  release: null,
  object: null,
});

/** A release in which a rule finds this, and nothing else. */
export interface Judged extends Omit<SubjectOptions, 'options'> {
  readonly rule: string;
  readonly what: string;
  /** `exemplary` unless given. */
  readonly options?: Options;
  readonly values?: DataMap;
  /** As `said`. */
  readonly found: readonly string[];
}

export const judgedSubject = ({ options, values, ...given }: Judged): Promise<Subject> =>
  released(options ?? exemplary, values, given);

export function ruleOf(id: string): Rule {
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}

/** What a rule finds, as `severity: message`. */
export const said = (rule: Rule, subject: Subject): string[] =>
  violations(rule, subject).map(({ severity, message }) => `${severity ?? rule.severity}: ${message}`);

/** An edit of every object of a kind: what stands at a path becomes something else; `undefined` removes it. */
export const setting =
  (kind: string, path: DataPath, value: Data | undefined) =>
  (manifest: DataMap): DataMap =>
    manifest['kind'] === kind ? (set(manifest, path, value) as DataMap) : manifest;

function set(data: Data | undefined, [step, ...rest]: DataPath, value: Data | undefined): Data | undefined {
  if (step === undefined) return value;
  const inner = set(at(data, step), rest, value);
  if (Array.isArray(data)) {
    const items: readonly Data[] = data;
    return items.flatMap((item, index) => (index === step ? (inner ?? []) : [item]));
  }
  const others = Object.entries(isMap(data) ? data : {}).filter(([each]) => each !== step);
  return Object.fromEntries(inner === undefined ? others : [...others, [String(step), inner]]);
}

/** Where the container of sf2loki is in the Deployment. */
export const containerPath: DataPath = ['spec', 'template', 'spec', 'containers', 0];
