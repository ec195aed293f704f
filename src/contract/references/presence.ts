/** Whether an object of a release is there at some time of its life. */
import type { RenderedObject } from '../../kubernetes/rendered.ts';

export interface Absence {
  /** What follows the object's name: `is made after it`. */
  readonly because: string;
  readonly hint: string;
}

/** What has happened before each event, in the life of one install or one upgrade; `null` is the release's own objects. */
const before = new Map<string | null, readonly (string | null)[]>(
  Object.entries({
    'pre-install': [],
    'post-install': ['pre-install', null],
    'pre-upgrade': ['pre-install', null, 'post-install'],
    'post-upgrade': ['pre-install', null, 'post-install', 'pre-upgrade'],
    'pre-rollback': ['pre-install', null, 'post-install', 'pre-upgrade', 'post-upgrade'],
    'post-rollback': ['pre-install', null, 'post-install', 'pre-upgrade', 'post-upgrade', 'pre-rollback'],
    'pre-delete': ['pre-install', null, 'post-install'],
    'post-delete': ['pre-install', 'post-install', 'pre-delete'],
  }),
);
const beforeObjects = ['pre-install'];

/**
 * Why `provider` is not there when the hooks of `event` run, or, for null, when the release's own objects start; null if it is. `isEarlier`
 * tells of a hook of the same event.
 */
export function presence(
  provider: RenderedObject,
  event: string | null,
  isEarlier: (provider: RenderedObject) => boolean,
): Absence | null {
  const { hook } = provider;
  const past = event === null ? beforeObjects : before.get(event);
  if (past === undefined) return null; // Helm knows no such event
  if (hook === null) {
    if (event === null || past.includes(null)) return null;
    return event === 'post-delete'
      ? { because: 'is deleted by then, with the release', hint: 'Run the hook as pre-delete.' }
      : {
          because: `is no hook, so Helm makes it after the ${event} hooks`,
          hint: 'Make it a hook of the same event with a lower weight, keep it outside the chart, or run the hook as post-install.',
        };
  }
  const stays = !hook.deletePolicies.includes('hook-succeeded');
  const made = hook.events.filter((each) => past.includes(each));
  if (made.length > 0 && stays) return null;
  if (event !== null && hook.events.includes(event)) {
    return isEarlier(provider)
      ? null
      : {
          because: `is a hook of weight ${hook.weight} that Helm makes after it: hooks run by weight, then by name`,
          hint: 'Give what is needed first a lower helm.sh/hook-weight.',
        };
  }
  if (made.length > 0) {
    return {
      because: `is a hook that Helm deletes again (hook-succeeded) as soon as the ${made.join(' and ')} hooks are done`,
      hint: 'Leave hook-succeeded out of its helm.sh/hook-delete-policy.',
    };
  }
  return {
    because: `is a hook of ${hook.events.join(' and ')} only, and is not there ${event === null ? 'when the workloads start' : `at ${event}`}`,
    hint: `Add ${event ?? 'pre-install'} to its helm.sh/hook.`,
  };
}
