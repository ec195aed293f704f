/**
 * Paths of assertions, in the part of the query language that rules can say as well: keys, indices, `[*]`, and filters that compare with `==`.
 * helm-unittest has them from a fork of vmware-labs/yaml-jsonpath.
 */
import type { Data } from '../../../kubernetes/data.ts';
import { goScalar } from './go-scalar.ts';

export type Step =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  /** Each item of a list that fits all of `where`. */
  | { readonly kind: 'each'; readonly where: readonly Condition[] };

export interface Condition {
  readonly keys: readonly string[];
  /** Undefined: it is there. */
  readonly value: Data | undefined;
}

/** Null: it asks for something that rules have no words for. */
export function stepsOf(path: string): Step[] | null {
  const steps: Step[] = [];
  let rest = path.replace(/^\$/, '');
  if (rest !== '' && !/^[.[]/.test(rest)) rest = `.${rest}`;
  while (rest !== '') {
    const found = nextStep(rest);
    if (found === null) return null;
    steps.push(found.step);
    rest = rest.slice(found.length);
  }
  return steps;
}

const forms: readonly {
  readonly form: RegExp;
  readonly step: (text: string) => Step | null;
}[] = [
  { form: /^(?:\.\*|\[\*\])()/, step: () => ({ kind: 'each', where: [] }) },
  { form: /^\.([^.[\]\\~*'"\s(){}?@&|]+)/, step: (key) => ({ kind: 'key', key }) },
  { form: /^\['([^'\\]*)'\]/, step: (key) => ({ kind: 'key', key }) },
  { form: /^\["([^"\\]*)"\]/, step: (key) => ({ kind: 'key', key }) },
  { form: /^\[(\d{1,6})\]/, step: (index) => ({ kind: 'index', index: Number(index) }) },
  { form: /^\[\?\(((?:[^()'"]|'[^']*'|"[^"]*")*)\)\]/, step: filter },
];

function nextStep(rest: string): { step: Step; length: number } | null {
  for (const { form, step } of forms) {
    const [whole, text] = form.exec(rest) ?? [];
    if (whole === undefined) continue;
    const made = step(text ?? '');
    return made === null ? null : { step: made, length: whole.length };
  }
  return null;
}

const conditionForm =
  /^\s*@((?:\.[\w-]+|\['[^'\\]+'\]|\["[^"\\]+"\])+)\s*(?:==\s*('[^'\\]*'|"[^"\\]*"|-?\d+(?:\.\d+)?|true|false)\s*)?$/;

function filter(text: string): Step | null {
  const where = text.split('&&').map((part): Condition | null => {
    const [, path, value] = conditionForm.exec(part) ?? [];
    if (path === undefined) return null;
    const keys = [...path.matchAll(/\.([\w-]+)|\[['"]([^'"]+)['"]\]/g)].map(
      ([, word, quoted]) => word ?? quoted ?? '',
    );
    return { keys, value: value === undefined ? undefined : constant(value) };
  });
  return where.includes(null) ? null : { kind: 'each', where: where.filter((one) => one !== null) };
}

const constant = (text: string): Data => (/^['"]/.test(text) ? text.slice(1, -1) : goScalar(text));
