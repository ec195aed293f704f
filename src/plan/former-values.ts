/** Values of a former revision, with today's credentials in them: names of Secrets, and secrets, that Pulumi fills in. Pure. */
import { isMap, type Data, type DataMap } from '../kubernetes/data.ts';
import type { Backing, Value, Values } from '../stack/desired.ts';
import { isBackingRef, isSecretInValue, isValuesMap } from '../stack/values.ts';

/**
 * A rollback of a release is none of its credentials: what Pulumi fills in at a place now, it fills in there again, and what is the name of an auto-named resource of
 * `backing` as it was at some time, becomes a reference to it.
 */
export function formerValues(recorded: DataMap, current: Values, backing: readonly Backing[]): Values {
  const names = new Map(
    backing.flatMap((each) =>
      isAutoNamed(each) ? [[each.name, { $backing: each.id, field: 'name' } as const]] : [],
    ),
  );
  const visit = (was: Data, is: Value | undefined): Value => {
    if (is !== undefined && typeof was === 'string' && (isBackingRef(is) || isSecretInValue(is))) return is;
    if (typeof was === 'string') {
      const [, prefix = ''] = /^(.+)-[0-9a-f]{8}$/.exec(was) ?? [];
      return names.get(prefix) ?? was;
    }
    if (Array.isArray(was)) {
      const items: readonly Value[] = Array.isArray(is) ? is : [];
      return was.map((item: Data, index) => visit(item, items[index]));
    }
    if (!isMap(was)) return was;
    const now: Values = is !== undefined && isValuesMap(is) ? is : {};
    return Object.fromEntries(
      Object.entries(was).map(([key, item]) => [
        key,
        visit(item, Object.hasOwn(now, key) ? now[key] : undefined),
      ]),
    );
  };
  return visit(recorded, current) as Values;
}

const isAutoNamed = (backing: Backing): backing is Extract<Backing, { kind: 'secret' | 'caBundle' }> =>
  (backing.kind === 'secret' && backing.autoName) || backing.kind === 'caBundle';
