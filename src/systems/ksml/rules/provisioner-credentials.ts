/** Pairs of credentials in the environment: a user name and its password, a certificate and its key. */
import type { Verdict, Violation } from '../../rule.ts';
import { secretKeyOf } from '../../rules/secret-key.ts';
import { nameOf, variableOf } from '../../rules/workload.ts';
import type { Provisioner, ProvisionerRender } from './provisioner-render.ts';

type Place = Omit<Violation, 'message'>;

/** A secret that stands in the pod as text. */
export function* plainSecret(one: Provisioner, name: string, place: Place): Iterable<Verdict> {
  const variable = variableOf(one.container, name);
  if (variable?.value === undefined || variable.value === '') return;
  const message = `${nameOf(one)}: ${name} stands in the pod as text, so everybody who may read pods has it`;
  yield { ...place, path: [...variable.path, 'value'], message };
}

/** Two halves of a pair that are read from one key: one of them is not what it should be. */
export function* sameKey(
  one: Provisioner,
  names: readonly [string, string],
  { subject, place }: { readonly subject: ProvisionerRender['subject']; readonly place: Place },
): Iterable<Verdict> {
  const keys = names.map((name) => {
    const variable = variableOf(one.container, name);
    const key = variable === undefined ? null : secretKeyOf(variable, one, subject);
    return key === null ? null : `key ${key.key} of Secret ${key.name}`;
  });
  if (keys[0] === null || keys[0] !== keys[1]) return;
  const path = variableOf(one.container, names[1])?.path;
  yield { ...place, path, message: `${nameOf(one)}: ${names.join(' and ')} are both read from ${keys[0]}` };
}
