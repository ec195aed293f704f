/** Definitions of a chart's `crds/` folder, which Helm leaves alone on an upgrade. */
import type { ObjectId } from '../../kubernetes/object-id.ts';
import { told, type ReleaseJudge } from './judge.ts';
import { kindOf } from './scene.ts';
import { objectsText, plural } from './wording.ts';

export const outdatedCrds: ReleaseJudge = function* ({ plan, action, after }) {
  if (action === 'none' || action === 'uninstall') return;
  for (const { name, state, fields } of plan.crds) {
    const object: ObjectId = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      namespace: null,
      name,
    };
    const apply = `Apply it yourself before: helm show crds ${plan.chart?.name ?? 'CHART'} | kubectl apply --server-side -f -`;
    if (state === 'outdated') {
      yield told('crd-outdated', 'warning', {
        object,
        message: `CustomResourceDefinition ${name} in the cluster is not the chart’s${fields.length === 0 ? '' : ` (${plural(fields.length, 'difference')})`}, and Helm never upgrades it: fields that only the new one has are dropped or refused`,
        hint: apply,
      });
    } else if (state === 'missing') {
      const users = after.map(({ id }) => id).filter((id) => isOf(id, name));
      yield told('crd-outdated', users.length > 0 ? 'error' : 'warning', {
        object,
        message: `CustomResourceDefinition ${name} is not in the cluster, and Helm creates it with a first install only${users.length === 0 ? '' : `: without it ${objectsText(users)} cannot be made, and the deployment fails`}`,
        hint: apply,
      });
    }
  }
};

/** `widgets.example.com` is the plural of a kind, and its group. */
function isOf(id: ObjectId, name: string): boolean {
  const dot = name.indexOf('.');
  const [several, group] = [name.slice(0, dot), name.slice(dot + 1)];
  if (kindOf(id) !== `${group}/${id.kind}`) return false;
  const kind = id.kind.toLowerCase();
  return [kind, `${kind}s`, `${kind}es`, kind.replace(/y$/, 'ies')].includes(several);
}
