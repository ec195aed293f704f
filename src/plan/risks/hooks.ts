/** Hooks that run again with an upgrade. */
import { objectKey, objectText } from '../../kubernetes/object-id.ts';
import type { HookRun } from '../plan.ts';
import { told, type ReleaseJudge, type Told } from './judge.ts';
import { kindOf } from './scene.ts';
import { listText, unique } from './wording.ts';

export const hookReruns: ReleaseJudge = function* ({ plan, action }) {
  if (action !== 'upgrade') return;
  // What runs before and after is one object, and one line.
  for (const runs of Map.groupBy(plan.hooks, ({ object }) => objectKey(object)).values()) {
    const [run] = runs;
    if (run === undefined || run.change === 'created') continue;
    yield rerun(run, unique(runs.map(({ event }) => event)));
  }
};

const programs = new Set(['batch/Job', 'Pod']);

function rerun({ object, change, deletePolicies }: HookRun, events: readonly string[]): Told {
  const kind = kindOf(object);
  const when = listText(events);
  const how = change === 'changed' ? ', changed since it ran last' : '';
  if (programs.has(kind)) {
    return told('hook-rerun', 'notice', {
      object,
      message: `${objectText(object)} runs again (${when})${how}: the upgrade waits for it and fails with it`,
      hint: 'What it does must bear being done twice.',
    });
  }
  const isRemade = deletePolicies.includes('before-hook-creation');
  if (kind === 'PersistentVolumeClaim' && isRemade) {
    return told('hook-rerun', 'warning', {
      object,
      message: `${objectText(object)} is a hook (${when}) that is deleted and made anew: unless its volume’s reclaim policy is Retain, the data goes with it`,
      hint: 'Make it an ordinary object of the chart, with helm.sh/resource-policy: keep.',
    });
  }
  return told('hook-rerun', 'notice', {
    object,
    message: `${objectText(object)} is a hook (${when}) and is ${isRemade ? 'deleted and made' : 'made'} again${how}`,
  });
}
