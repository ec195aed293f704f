/** One goes and a new one comes: releases, and objects under another name. */
import { objectKey, objectText } from '../../kubernetes/object-id.ts';
import { told, type ReleaseJudge, type StackJudge } from './judge.ts';
import { kindOf, type ReleaseScene } from './scene.ts';
import { listText, objectsText, plural, releaseText } from './wording.ts';

/** Others find these by name, or they run. */
const weighty = new Set([
  'Service',
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'networking.k8s.io/Ingress',
  'apiextensions.k8s.io/CustomResourceDefinition',
]);

export const replaces: ReleaseJudge = function* (release) {
  if (release.action === 'reinstall') yield* replacedRelease(release);
  for (const { how, id, before } of release.arriving) {
    // Of volume claims, what that means for the data is told.
    if (how !== 'renamed' || before === null || kindOf(id) === 'PersistentVolumeClaim') continue;
    yield told('replace', weighty.has(kindOf(id)) ? 'warning' : 'notice', {
      object: id,
      message: `${objectText(before.id)} is replaced by ${id.name}: the new one comes first, then the old one is deleted${renamed(kindOf(id))}`,
    });
  }
};

function renamed(kind: string): string {
  switch (kind) {
    case 'Service':
      return ', and whoever uses the old name finds nothing';
    case 'apps/StatefulSet':
      return '; the new one starts with empty volumes';
    case 'apps/Deployment':
    case 'apps/DaemonSet':
      return '; in between both run';
    default:
      return '';
  }
}

function* replacedRelease({ plan, step, before, after }: ReleaseScene): ReturnType<ReleaseJudge> {
  const keys = step?.replaceKeys ?? [];
  const why =
    keys.length === 0 ? '' : `, since ${listText(keys)} ${keys.length === 1 ? 'changes' : 'change'}`;
  const deleteFirst = step?.order === 'delete-first';
  yield told('replace', 'warning', {
    message: deleteFirst
      ? `${releaseText(plan)} is replaced${why}: the old one is uninstalled first, so nothing runs until the new one is ready`
      : `${releaseText(plan)} is replaced${why}: the new one is installed first and both run for a time, then the old one is uninstalled; data in volumes stays with the old one`,
    hint: 'Name and namespace of a release cannot be changed: to keep its data, deploy the new one beside the old one, move the data, then remove the old one.',
  });
  if (deleteFirst) return;
  const old = new Set(before.map(({ id }) => objectKey(id)));
  const shared = after.map(({ id }) => id).filter((id) => old.has(objectKey(id)));
  if (shared.length === 0) return;
  yield told('replace', 'error', {
    message: `${objectsText(shared)} ${shared.length === 1 ? 'belongs' : 'belong'} to the old ${releaseText(plan)} until that is uninstalled, and the new one comes first: Helm refuses to take over ${plural(shared.length, 'object')} of another release, and the install fails`,
    hint: 'Deploy twice: first without the release, then with it under its new name or namespace.',
  });
}

/** With another cluster everything is another resource. */
export const replacedProviders: StackJudge = function* ({ facts }) {
  for (const { kind, name, operation, replaceKeys } of facts.steps) {
    if (kind !== 'Provider' || operation !== 'replace') continue;
    const why = replaceKeys.length === 0 ? '' : ` (${listText(replaceKeys)})`;
    yield told('replace', 'warning', {
      message: `the connection to the cluster, ${name}, is replaced${why}, and with it every resource of the stack: Pulumi takes it for another cluster`,
      hint: 'If it is the same cluster, leave cluster.identifier in the stack file as it was.',
    });
  }
};
