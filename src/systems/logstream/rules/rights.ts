/** LS-16, LS-17 and LS-22: what workers may do in the cluster. */
import { at, listAt, textAt } from '../../../kubernetes/data.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { bindingFlaws, grantsIn, missingAccount, verbsMissing } from '../../rules/account.ts';
import { accountOf } from '../../rules/workload.ts';
import { rule, type WorkerGroup } from './worker-group.ts';
import { said } from '../../rules/said.ts';

const of = ({ subject: { objects } }: WorkerGroup, kind: string): RenderedObject[] =>
  objects.filter((object) => object.kind === kind && object.hook === null);

const grants = rule(
  {
    id: 'LS-16',
    title: 'The ClusterRole grants what the values list, in API groups that exist',
    why: 'The core API group is called "" and not "core", as the chart has it: the rule grants nothing, and workers cannot read the pods that they enrich events with. The recipe sets rbac.apiGroups: [""]; or turn the role off by the option clusterRole: false.',
    severity: 'error',
  },
  function* (group) {
    const { values } = group.subject;
    const hint = 'Remove rbac.apiGroups and rbac.verbs from the values, or set rbac.apiGroups: [""].';
    for (const object of of(group, 'ClusterRole')) {
      for (const [index, entry] of listAt(object.manifest, 'rules').entries()) {
        if (!listAt(entry, 'apiGroups').includes('core')) continue;
        yield {
          object,
          path: ['rules', index, 'apiGroups'],
          value: ['rbac', 'apiGroups'],
          message: `ClusterRole ${object.name} has a rule for the API group "core", which does not exist; that of ${listAt(entry, 'resources').map(said).join(', ')} is ""`,
          hint,
        };
      }
      const verbs = listAt(values, 'rbac', 'verbs').map(said);
      for (const resource of listAt(values, 'rbac', 'resources').map(said)) {
        const groups = listAt(values, 'rbac', 'apiGroups').map(said);
        const lacking = groups.flatMap((name) =>
          verbsMissing(grantsIn(object.manifest), { group: name, resource, verbs }),
        );
        if (lacking.length === 0) continue;
        const message = `ClusterRole ${object.name} does not grant ${[...new Set(lacking)].join(', ')} on ${resource}, which the values list`;
        yield {
          object,
          path: ['rules'],
          value: ['rbac', 'verbs'],
          message,
          hint: 'Let the template write rbac.apiGroups, rbac.resources and rbac.verbs.',
        };
      }
    }
  },
);

const account = rule(
  {
    id: 'LS-17',
    title: 'The rights go to the service account of the workers, and to no other',
    why: 'With serviceAccount.create=false and no name, the chart binds its ClusterRole to "default": every pod of the namespace may then read the pods of the whole cluster. A binding to another name or namespace gives the workers nothing. Set serviceAccount.name, or the option clusterRole: false.',
    severity: 'error',
  },
  function* (group) {
    const { subject, workers } = group;
    const help = {
      value: ['serviceAccount', 'name'],
      hint: 'Leave serviceAccount.create true, or set serviceAccount.name.',
    };
    for (const worker of workers) yield* missingAccount(worker, subject, help);
    for (const object of of(group, 'ClusterRoleBinding')) {
      const subjects = listAt(object.manifest, 'subjects');
      const open = subjects.findIndex((one) => ['default', ''].includes(textAt(one, 'name') ?? ''));
      if (open !== -1) {
        const message = `ClusterRoleBinding ${object.name} binds the service account "default", so every pod of the namespace gets the workers' rights`;
        yield { object, path: ['subjects', open, 'name'], ...help, message };
      } else {
        for (const worker of workers) {
          const name = accountOf(worker);
          yield* bindingFlaws(object, { namespace: worker.namespace, name }, subject, help);
        }
      }
    }
    yield* unbound(group);
  },
);

/** A ClusterRole of the release that no binding hands out. */
function* unbound(group: WorkerGroup): Iterable<Verdict> {
  const bound = of(group, 'ClusterRoleBinding').map(({ manifest }) => textAt(manifest, 'roleRef', 'name'));
  for (const object of of(group, 'ClusterRole')) {
    if (bound.includes(object.name)) continue;
    const message = `ClusterRole ${object.name} is bound by no ClusterRoleBinding of the release, so nobody has its rights`;
    yield {
      object,
      path: ['metadata', 'name'],
      value: ['rbac', 'create'],
      message,
      hint: 'Render the binding, or set the option clusterRole: false.',
    };
  }
}

const clusterWide = rule(
  {
    id: 'LS-22',
    title: 'Objects without a namespace have a name of their own, and whoever deploys may make them',
    why: 'ClusterRole and ClusterRoleBinding belong to no namespace: without it in their names, two releases overwrite each other’s. Making them needs cluster rights, and no more of them than the deployer has itself. Leave rbac.name out, or set the option clusterRole: false, if workers need not read pods.',
    severity: 'notice',
  },
  function* (group) {
    const { around, release, objects, values } = group.subject;
    for (const object of [...of(group, 'ClusterRole'), ...of(group, 'ClusterRoleBinding')]) {
      const { kind, name } = object;
      const place = { object, path: ['metadata', 'name'], value: ['rbac', 'name'] };
      const same = around.all(kind).filter((one) => one.name === name);
      const own = objects.filter((one) => one.kind === kind && one.name === name);
      if (same.length > own.length) {
        const makers = [...new Set(same.map(({ by }) => by))].join(', ');
        const message = `${kind} ${name} is made more than once in the cluster (${makers}), so one overwrites the other`;
        yield {
          ...place,
          message,
          hint: 'Leave rbac.name out: the chart puts release and namespace into the name.',
          severity: 'error',
        };
      } else if (!name.includes(release.namespace) && at(values, 'rbac', 'name') === undefined) {
        const message = `${kind} ${name} does not have the namespace ${release.namespace} in its name, so a release of that name elsewhere overwrites it`;
        yield {
          ...place,
          message,
          hint: 'Let the template add the namespace to the name.',
          severity: 'warning',
        };
      }
    }
    const [first] = of(group, 'ClusterRole');
    if (first === undefined) return;
    const message = `ClusterRole ${first.name} belongs to the cluster: whoever deploys needs the right to make it`;
    yield {
      object: first,
      value: ['rbac', 'create'],
      message,
      hint: 'Set the option clusterRole: false if the workers need not read pods.',
    };
  },
);

export const rightsRules: readonly Rule[] = [grants, account, clusterWide];
