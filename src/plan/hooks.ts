/** Which hooks an `up` runs, in which order, and whether they are the ones that ran before. */
import { compareHooks } from '../kubernetes/hook-order.ts';
import { objectKey } from '../kubernetes/object-id.ts';
import { diffData } from './diff/index.ts';
import type { PlacedHook } from './placed.ts';
import type { HookRun, Noise, ReleaseOperation } from './plan.ts';

/** In Helm's order: before the objects, then after them. A replaced release is installed anew, and the old one uninstalled. */
const events: Readonly<Record<ReleaseOperation, readonly string[]>> = {
  create: ['pre-install', 'post-install'],
  update: ['pre-upgrade', 'post-upgrade'],
  replace: ['pre-install', 'post-install', 'pre-delete', 'post-delete'], // the new one comes first
  delete: ['pre-delete', 'post-delete'],
  forget: [],
  import: ['pre-upgrade', 'post-upgrade'], // taken over, and then brought to what is declared
  same: [],
};

/** `before` and `after`: hooks as they were applied last and as they would be; what is deleted runs those of before. */
export function hookRuns(
  operation: ReleaseOperation,
  before: readonly PlacedHook[],
  after: readonly PlacedHook[],
): HookRun[] {
  const known = new Map(before.map((hook) => [objectKey(hook.id), hook]));
  return events[operation].flatMap((event) =>
    (event.endsWith('-delete') ? before : after)
      .filter(({ rendered }) => rendered.hook?.events.includes(event))
      .toSorted((a, b) => compareHooks(a.rendered, b.rendered))
      .map((hook) => ({
        object: hook.id,
        event,
        weight: hook.rendered.hook?.weight ?? 0,
        deletePolicies: hook.rendered.hook?.deletePolicies ?? [],
        ...changeOf(hook, known.get(objectKey(hook.id))),
      })),
  );
}

/** What stands for content that is elsewhere. */
const telling: readonly Noise[] = ['checksum', 'generated-name'];

function changeOf(hook: PlacedHook, before: PlacedHook | undefined): Pick<HookRun, 'change' | 'fields'> {
  if (before === undefined) return { change: 'created', fields: [] };
  if (before.hash === hook.hash) return { change: 'unchanged', fields: [] };
  const { apiVersion, kind } = hook.id;
  const { fields, folded } = diffData(before.manifest, hook.manifest, { apiVersion, kind });
  const isOther = fields.length > 0 || folded.some(({ noise }) => telling.includes(noise));
  return { change: isOther ? 'changed' : 'unchanged', fields };
}
