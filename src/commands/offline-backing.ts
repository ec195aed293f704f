/** What becomes of the resources that Pulumi keeps itself, told from two versions of the stack alone, and named as the live tier names it. */
import { backingObjects } from '../contract/references/backing-objects.ts';
import type { Data } from '../kubernetes/data.ts';
import { backingDifferences } from '../plan/backing-differences.ts';
import { diffData } from '../plan/diff/index.ts';
import type { BackingChange, FieldChange } from '../plan/plan.ts';
import type { Backing, BucketBacking, SecretValue } from '../stack/desired.ts';

/** In the order of the new version; what goes stands last. */
export function offlineBacking(before: readonly Backing[], after: readonly Backing[]): BackingChange[] {
  const was = new Map(before.map((backing) => [backing.id, backing]));
  const is = new Map(after.map((backing) => [backing.id, backing]));
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((id) => changesOf(was.get(id), is.get(id)));
}

/** Where a secret comes from and what is made of it; where it is asked for decides nothing. */
export const originOf = ({ source, shape, transforms }: SecretValue): string =>
  JSON.stringify([source, shape, transforms]);

function changesOf(was: Backing | undefined, is: Backing | undefined): BackingChange[] {
  const backing = is ?? was;
  if (backing === undefined) return [];
  const name = 'namespace' in backing ? `${backing.namespace}/${backing.name}` : null;
  return (backing.kind === 'bucket' ? bucketChange(backing, was, is) : objectChanges(was, is)).map(
    (change, index): BackingChange => ({
      ...change,
      name: name ?? change.name,
      // A RoleBinding is a second one, and no release refers to it.
      id: index === 0 ? backing.id : `${change.kind.toLowerCase()}/${name ?? change.name}`,
    }),
  );
}

function objectChanges(was: Backing | undefined, is: Backing | undefined): BackingChange[] {
  const objectsOf = (one: Backing | undefined): ReturnType<typeof backingObjects> =>
    one === undefined ? [] : backingObjects({ backing: [one] });
  return backingDifferences(objectsOf(was), objectsOf(is)).map((change) => {
    if (was === undefined || is === undefined) return change;
    const fields = [...change.fields, ...otherOrigins(was, is, change.fields)];
    if (fields.length === 0) return change;
    return isAutoNamed(is)
      ? { ...change, operation: 'replace', order: 'create-first', fields }
      : { ...change, operation: 'update', fields };
  });
}

/** Both have the same placeholder, and very likely not the same value. */
function otherOrigins(was: Backing, is: Backing, told: readonly FieldChange[]): FieldChange[] {
  if (was.kind !== 'secret' || is.kind !== 'secret') return [];
  return Object.entries(is.data).flatMap(([key, now]): FieldChange[] => {
    const before = was.data[key];
    if (typeof now === 'string' || before === undefined || typeof before === 'string') return [];
    if (originOf(before) === originOf(now) || told.some(({ place }) => place[1] === key)) return [];
    const place = ['stringData', key];
    return [{ place, change: 'changed', secret: true, before: null, after: null, lines: null }];
  });
}

export const isAutoNamed = (backing: Backing): boolean =>
  backing.kind === 'caBundle' || (backing.kind === 'secret' && backing.autoName);

/** It is no object of the cluster, and stays when the stack has it no more. */
function bucketChange(
  { id, bucket }: BucketBacking,
  was: Backing | undefined,
  is: Backing | undefined,
): BackingChange[] {
  const change = { id, kind: 'StateBucket', name: bucket, order: null, fields: [] };
  if (was === undefined) return [{ ...change, operation: 'create' }];
  if (is === undefined) return [{ ...change, operation: 'forget' }];
  const { fields } = diffData(settings(was), settings(is), { kind: change.kind, apiVersion: '' });
  return [{ ...change, operation: fields.length === 0 ? 'same' : 'update', fields }];
}

const settings = ({ id: _id, kind: _kind, ...rest }: Backing): Data => rest as Data;
