/** Variables that are read from a Secret: whether there is such a key, and what it holds. */
import { Buffer } from 'node:buffer';
import { at, textAt } from '../../kubernetes/data.ts';
import { suggestion } from '../../stack/nearest.ts';
import type { Provided, Subject, Verdict, Violation } from '../rule.ts';
import { nameOf, type Variable, type Workload } from './workload.ts';

interface SecretKey {
  readonly name: string;
  readonly key: string;
  /** `undefined` if nobody here provides the Secret. */
  readonly secret: Provided | undefined;
}

/** `null` for a variable that is not read from a Secret. */
export function secretKeyOf(
  { from }: Variable,
  { namespace }: Workload,
  { around }: Subject,
): SecretKey | null {
  const reference = at(from, 'secretKeyRef');
  if (reference === undefined) return null;
  const name = textAt(reference, 'name') ?? '';
  return { name, key: textAt(reference, 'key') ?? '', secret: around.find('Secret', namespace, name) };
}

/** The text under the key; `null` if it isn't known here. */
export function secretText({ secret, key }: SecretKey): string | null {
  const manifest = secret?.object?.manifest;
  const text = textAt(manifest, 'stringData', key);
  if (text !== undefined) return text;
  const encoded = textAt(manifest, 'data', key);
  return encoded === undefined ? null : Buffer.from(encoded, 'base64').toString('utf8');
}

/** Nothing if the variable is read from a key that is there, or from no Secret. */
export function* missingKey(
  variable: Variable,
  workload: Workload,
  subject: Subject,
  help: Pick<Violation, 'hint' | 'value'>,
): Iterable<Verdict> {
  const reference = secretKeyOf(variable, workload, subject);
  if (reference === null) return;
  const { name, key, secret } = reference;
  const { object, namespace } = workload;
  const place = { object, path: [...variable.path, 'valueFrom', 'secretKeyRef'], ...help };
  const what = `${nameOf(workload)}: ${variable.name} is read from`;
  if (secret === undefined) {
    const others = subject.around.all('Secret', namespace).map((one) => one.name);
    const message = `${what} Secret ${name}, which nothing provides in namespace ${namespace}, so the container does not start${suggestion(name, others)}`;
    yield { ...place, message };
  } else if (secret.keys === null) {
    yield {
      notChecked: `the keys of Secret ${namespace}/${name} (${secret.by}), which ${variable.name} is read from`,
    };
  } else if (!secret.keys.has(key)) {
    const has = [...secret.keys].toSorted().join(', ') || 'none';
    const message = `${what} key ${key} of Secret ${name}, which has the keys ${has}, so the container does not start`;
    yield { ...place, message };
  } else if (at(variable.from, 'secretKeyRef', 'optional') === true) {
    const message = `${what} Secret ${name} as optional: without that key the container starts, and fails later`;
    yield { ...place, message, severity: 'warning' };
  }
}
