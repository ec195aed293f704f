/** What Helm's own record of a release says, where that stands in the way. From `pkg/action/{install,upgrade,uninstall}.go` of Helm 3.18. */
import { told, type ReleaseJudge, type Told } from './judge.ts';
import type { ReleaseScene } from './scene.ts';
import { releaseText } from './wording.ts';

export const releaseState: ReleaseJudge = function* (release) {
  const { plan, action } = release;
  const { record } = plan;
  // A new one of this name is `adopt`; a replaced one has another name or namespace.
  if (record === null || action === 'install') return;
  const text = `${releaseText(plan)}: its revision ${record.revision} `;
  switch (record.status) {
    case 'pending-install':
    case 'pending-upgrade':
    case 'pending-rollback':
      yield pending(release, `${text}is ${record.status} since ${record.updated}`);
      break;
    case 'failed':
      yield failed(release, text);
      break;
    case 'uninstalling':
    case 'uninstalled':
      if (action !== 'upgrade') break;
      yield told('release-state', 'error', {
        message: `${text}is ${record.status}: Helm finds nothing to upgrade ("has no deployed releases") and fails`,
        hint: `Remove what is left of it, here and in the state, so that it is installed anew: helm uninstall ${plan.name} --namespace ${plan.namespace}, and pulumi state delete.`,
      });
      break;
    case 'unknown':
      yield told('release-state', 'warning', { message: `${text}is in a state that Helm calls unknown` });
      break;
    case 'deployed':
    case 'superseded':
  }
};

function pending({ plan, action }: ReleaseScene, text: string): Told {
  const revision = plan.record?.appliedRevision ?? null;
  const { name, namespace } = plan;
  const command =
    revision === null
      ? `helm uninstall ${name} --namespace ${namespace} (no revision of it ever succeeded)`
      : `helm rollback ${name} ${revision} --namespace ${namespace}`;
  const hint = `If nobody deploys it at the moment, somebody was cut off: ${command}.`;
  return action === 'upgrade'
    ? told('release-state', 'error', {
        message: `${text}: Helm refuses to upgrade it ("another operation is in progress")`,
        hint,
      })
    : told('release-state', 'warning', {
        message: `${text}: somebody deploys it at this moment, or was cut off`,
        hint,
      });
}

function failed({ plan, action }: ReleaseScene, text: string): Told {
  const applied = plan.record?.appliedRevision ?? null;
  const isKnown = applied !== null && applied !== plan.record?.revision;
  const against = isKnown
    ? `; Helm compares with the last deployed one, revision ${applied}: what only the failed revision brought may stay, objects and single fields`
    : '; Helm compares with that one';
  return told('release-state', 'warning', {
    message: `${text}failed${action === 'upgrade' ? against : ', and nothing is planned that would mend it'}`,
    ...(action === 'upgrade' && isKnown
      ? {
          hint: `If this upgrade wants anything else than the failed revision did, go back first, which takes that away: helm rollback ${plan.name} ${applied} --namespace ${plan.namespace}. Or look for what is not in this plan, and remove it by hand.`,
        }
      : {}),
  });
}

/**
 * Helm never installs over a record, not even one of an uninstalled release whose history was kept: that takes `--replace`, which is not used.
 */
export const adopt: ReleaseJudge = function* ({ plan, action }) {
  const { record, name, namespace } = plan;
  if (plan.operation === 'import') {
    yield told('adopt', 'warning', {
      message: `${releaseText(plan)} is in namespace ${namespace} already (revision ${record?.revision ?? '?'}, ${record?.status ?? 'unknown'}), installed by somebody else: this stack takes it over, and Helm upgrades it to what the stack file says`,
      hint: 'What only the release has, of values and of objects, goes: see the changes. Whoever has deployed it until now must no longer do so.',
    });
    return;
  }
  if (record === null || action !== 'install') return;
  if (record.status === 'uninstalled') {
    yield told('adopt', 'error', {
      message: `${releaseText(plan)} was uninstalled from namespace ${namespace} and its history kept (revision ${record.revision}): Helm does not use the name again, and the install fails`,
      hint: `Remove the history: helm uninstall ${name} --namespace ${namespace}.`,
    });
    return;
  }
  // Helm compares with a failed revision only where none was ever deployed.
  const { appliedRevision, revision, status } = record;
  const isUnfinished = status !== 'deployed' && (appliedRevision === null || appliedRevision === revision);
  yield told('adopt', 'error', {
    message: `Helm has a release ${name} in namespace ${namespace} already (revision ${record.revision}, ${record.status}), and this stack does not know it: the install fails ("cannot re-use a name that is still in use")`,
    hint: isUnfinished
      ? `No revision of it ever succeeded: if a run of this stack was cut off there, remove what it left: helm uninstall ${name} --namespace ${namespace}. To keep it, set adopt: true on the release in deploy.yaml.`
      : `If it is another one, choose another name. If it is this one, set adopt: true on the release in deploy.yaml: then it is taken over, and the preview shows what that changes.`,
  });
};
