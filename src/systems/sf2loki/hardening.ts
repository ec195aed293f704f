/** The security contexts of the chart, which its values can take away (SF-26). */
import type { Value, Values } from '../../stack/desired.ts';
import type { Fault } from '../system.ts';
import { leavesIn, valueAt, type ValuePath } from '../value-path.ts';

/** What each key must not be; `null` removes the chart's own, which is as bad where the chart has one. */
const weak: readonly { readonly path: ValuePath; readonly values: readonly Value[] }[] = [
  { path: ['podSecurityContext'], values: [null] },
  { path: ['podSecurityContext', 'runAsNonRoot'], values: [false, null] },
  { path: ['podSecurityContext', 'runAsUser'], values: [0] },
  { path: ['podSecurityContext', 'runAsGroup'], values: [0] },
  { path: ['podSecurityContext', 'seccompProfile'], values: [null] },
  { path: ['podSecurityContext', 'seccompProfile', 'type'], values: ['Unconfined', null] },
  { path: ['securityContext'], values: [null] },
  { path: ['securityContext', 'runAsNonRoot'], values: [false] },
  { path: ['securityContext', 'runAsUser'], values: [0] },
  { path: ['securityContext', 'runAsGroup'], values: [0] },
  { path: ['securityContext', 'privileged'], values: [true] },
  { path: ['securityContext', 'allowPrivilegeEscalation'], values: [true, null] },
  { path: ['securityContext', 'readOnlyRootFilesystem'], values: [false, null] },
  { path: ['securityContext', 'capabilities'], values: [null] },
];

const why = 'SF-26: the pods run without root and with a read-only file system, and need no more: remove it';

export function hardening(values: Values): Fault[] {
  const weakened = weak.flatMap(({ path, values: bad }) => {
    const value = valueAt(values, path);
    return value !== undefined && bad.includes(value) ? [path] : [];
  });
  const capabilities = ['securityContext', 'capabilities'];
  const added = leavesIn(valueAt(values, [...capabilities, 'add']), [...capabilities, 'add']);
  const dropped = valueAt(values, [...capabilities, 'drop']);
  const keeps = dropped !== undefined && !(Array.isArray(dropped) && dropped.includes('ALL'));
  return [...weakened, ...added.map(({ path }) => path), ...(keeps ? [[...capabilities, 'drop']] : [])].map(
    (path) => ({ path, message: why }),
  );
}
