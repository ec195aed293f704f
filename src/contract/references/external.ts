/** What the stack file or a contract says is there already: `external:`. */
import type { Provided } from '../../systems/rule.ts';
import { isClusterScoped } from '../../kubernetes/scope.ts';

export interface ExternalEntry {
  readonly kind: string;
  /** All of them, if it is absent. */
  readonly namespace?: string | undefined;
  readonly name: string;
  /** Of a Secret or ConfigMap; unknown if absent. */
  readonly keys?: readonly string[] | undefined;
}

/** In their order, so that messages name `external[0]`. */
export const externalProvided = (entries: readonly ExternalEntry[]): Provided[] =>
  entries.map(({ kind, namespace = null, name, keys }, index) => ({
    kind,
    namespace: isClusterScoped(kind) ? null : namespace,
    name,
    keys: keys === undefined ? null : new Set(keys),
    by: `external[${index}]`,
    release: null,
    object: null,
  }));
