/** What becomes of the resources that Pulumi keeps itself, told from two versions of the stack alone. Buckets are no objects, and not among them. */
import { groupOf } from '../kubernetes/object-id.ts';
import type { Provided } from '../systems/rule.ts';
import { diffData } from './diff/index.ts';
import type { BackingChange } from './plan.ts';

/** `before` and `after`: as Pulumi would make them, secrets and generated names with placeholders. */
export function backingDifferences(before: readonly Provided[], after: readonly Provided[]): BackingChange[] {
  const was = new Map(before.map((one) => [keyOf(one), one]));
  const is = new Map(after.map((one) => [keyOf(one), one]));
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((key) => changeOf(was.get(key), is.get(key)));
}

const keyOf = ({ kind, namespace, name, object }: Provided): string =>
  JSON.stringify([groupOf(object?.apiVersion ?? ''), kind, namespace, name]);

function changeOf(was: Provided | undefined, is: Provided | undefined): BackingChange[] {
  const one = is ?? was;
  if (one === undefined || one.object === null) return [];
  const { kind, apiVersion } = one.object;
  const name = one.namespace === null ? one.name : `${one.namespace}/${one.name}`;
  const place = { id: `${kind.toLowerCase()}/${name}`, kind, name, order: null };
  if (was === undefined) return [{ ...place, operation: 'create', fields: [] }];
  if (is === undefined) return [{ ...place, operation: 'delete', fields: [] }];
  const { fields } = diffData(was.object?.manifest ?? null, one.object.manifest, { kind, apiVersion });
  return [{ ...place, operation: fields.length === 0 ? 'same' : 'update', fields }];
}
