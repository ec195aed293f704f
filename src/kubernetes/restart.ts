/** How the pods of a workload are made anew without a change of what it is: by an annotation on its pod template, as `kubectl rollout restart` does. */
import { at, textAt, type DataMap } from './data.ts';
import { groupOf, type ObjectId } from './object-id.ts';

export const restartAnnotations = {
  at: 'k8s-deploy/restarted-at',
  reason: 'k8s-deploy/restart-reason',
} as const;

/** Characters: it stands in the pod template, which every revision of the workload keeps. */
const longestReason = 500;

const kinds: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** Whether its controller replaces pods when their template changes. */
export const isRestartable = ({ apiVersion, kind }: ObjectId): boolean =>
  groupOf(apiVersion) === 'apps' && kinds.has(kind);

/** Why a changed template would replace no pod; null if it would. `live`: the workload as it is in the cluster. */
export function whyNotRestarted(live: DataMap): string | null {
  if (at(live, 'spec', 'paused') === true) {
    return 'it is paused, so that a restart would begin only when somebody resumes it';
  }
  const strategy = textAt(live, 'spec', 'updateStrategy', 'type');
  return strategy === 'OnDelete'
    ? 'its update strategy is OnDelete: a pod is made anew when somebody deletes it, and not before'
    : null;
}

/** A merge patch. Helm's upgrades leave in place what neither the old nor the new manifest has. */
export const restartPatch = (time: Date, reason: string): DataMap => ({
  spec: {
    template: {
      metadata: {
        annotations: { [restartAnnotations.at]: time.toISOString(), [restartAnnotations.reason]: reason },
      },
    },
  },
});

/** Why a text will not do as a reason; null if it will. */
export function reasonProblem(reason: string): string | null {
  if (reason.trim() === '') return 'it is empty';
  if (/\p{Cc}/u.test(reason)) return 'it has control characters or line breaks';
  return reason.length > longestReason ? `it has more than ${longestReason} characters` : null;
}
