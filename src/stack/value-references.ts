/**
 * Maps with one key that stand for something in Helm values: `{nameOf: KEY}` and `{resourceVersionOf: KEY}` for a declared
 * backing resource. Works on unchecked data.
 */
import type { FieldPath } from './desired.ts';
import { childOf, entriesOf } from './expectation.ts';
import { suggestion } from './nearest.ts';
import { quoted } from './problem.ts';

export interface ReferenceProblem {
  readonly path: FieldPath;
  readonly message: string;
}

/** The kinds under `backing:` that each reference may lead to. */
const kindsOf: Readonly<Record<string, readonly string[]>> = {
  nameOf: ['secrets', 'caBundles', 'externalSecrets', 'serviceAccounts'],
  resourceVersionOf: ['secrets'],
};

const sources: ReadonlySet<string> = new Set(['fromConfig', 'fromEnv', 'fromFile']);

const secretSourceProblem =
  'Helm values take no secret source: declare the secret under backing.secrets, and name its Secret here with {nameOf: KEY}';

/** References in Helm values, of the stack file or of a value file, that lead nowhere, and secrets that Helm would not get. */
export function valueProblems(values: unknown, document: unknown): ReferenceProblem[] {
  const visit = (value: unknown, path: FieldPath): ReferenceProblem[] => {
    const children = Array.isArray(value) ? [...value.entries()] : entriesOf(value);
    const [only] = children;
    if (children.length === 1 && only !== undefined) {
      const [key, named] = only;
      const kinds = Object.hasOwn(kindsOf, key) ? kindsOf[key] : undefined;
      if (kinds !== undefined) {
        const message = nameProblem(named, kinds, document);
        return message === null ? [] : [{ path: [...path, key], message }];
      }
      if (sources.has(String(key)) && typeof named === 'string')
        return [{ path, message: secretSourceProblem }];
    }
    return children.flatMap(([step, child]) => visit(child, [...path, step]));
  };
  return visit(values, []);
}

function nameProblem(name: unknown, kinds: readonly string[], document: unknown): string | null {
  const declared = kinds.map((kind) => ({
    place: `backing.${kind}`,
    keys: Object.keys(childOf(childOf(document, 'backing'), kind) ?? {}),
  }));
  const places = declared.map(({ place }) => place).join(', ');
  if (typeof name !== 'string') return `expected a key of ${places}`;
  const owners = declared.filter(({ keys }) => keys.includes(name)).map(({ place }) => place);
  if (owners.length === 0) {
    const known = declared.flatMap(({ keys }) => keys);
    return `no ${quoted(name)} in ${places}${suggestion(name, known)}`;
  }
  if (owners.length === 1) return null;
  return `${quoted(name)} is in ${owners.join(' and in ')}; give one of them another key`;
}
