/** LF-20, LF-30 and LF-31: the server may run tasks where it looks for them, and their agents find it. */
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { accountOf, variableOf, variablesOf, type Workload } from '../../rules/workload.ts';
import { bindingFlaws, binds, grantsIn, missingAccount, verbsMissing } from '../../rules/account.ts';
import { usualTaskNamespace } from '../tasks.ts';
import { ofKind, rule, textOf, valueOf, type ControlPlane } from './control-plane.ts';

const value = ['taskNamespace'];

/** Roles and bindings that are about task pods; the chart has no others. */
const accessIn = ({ subject }: ControlPlane): { roles: RenderedObject[]; bindings: RenderedObject[] } => ({
  roles: ofKind(subject, 'Role'),
  bindings: ofKind(subject, 'RoleBinding'),
});

const place = rule(
  {
    id: 'LF-20',
    title: 'Tasks run in the namespace that the server looks at, which exists, with the rights given there',
    why: 'The server starts tasks in "leoflow" whatever taskNamespace says; the value only moves its rights, so elsewhere every task is forbidden. The chart never creates the namespace. The option tasks.namespace declares it; leave it at leoflow unless your server is built for another.',
    severity: 'error',
  },
  function* (plane) {
    const { subject, servers, taskNamespace } = plane;
    const { roles, bindings } = accessIn(plane);
    for (const object of [...roles, ...bindings]) {
      const namespace = object.namespace ?? subject.release.namespace;
      if (namespace === taskNamespace) continue;
      const message = `${object.kind} ${object.name} is in namespace ${namespace}, and the value taskNamespace is ${taskNamespace}, so the server may not run tasks there`;
      yield {
        object,
        path: ['metadata', 'namespace'],
        value,
        message,
        hint: 'Write namespace: {{ .Values.taskNamespace }}.',
      };
    }
    const isTold = (server: Workload): boolean =>
      variablesOf(server.container).some(
        ({ name, value: text }) => name.endsWith('NAMESPACE') && text === taskNamespace,
      );
    if (taskNamespace !== usualTaskNamespace && !servers.some(isTold)) {
      const message = `tasks are to run in namespace ${taskNamespace}, and the server starts them in ${usualTaskNamespace}, where it has no rights`;
      const hint = `Leave the option tasks.namespace at ${usualTaskNamespace}, or waive this if your server is built for ${taskNamespace}.`;
      yield { object: roles[0] ?? servers[0]?.object, path: ['metadata', 'namespace'], value, message, hint };
    }
    yield* absent(plane);
  },
);

function* absent({ subject, taskNamespace }: ControlPlane): Iterable<Verdict> {
  const { around, release } = subject;
  if (taskNamespace === release.namespace || around.find('Namespace', null, taskNamespace) !== undefined)
    return;
  if (around.all('Namespace').length === 0) {
    yield { notChecked: `whether namespace ${taskNamespace} exists, where the tasks run` };
    return;
  }
  const message = `tasks are to run in namespace ${taskNamespace}, which nothing provides, so the install fails`;
  yield {
    value,
    message,
    hint: 'Use the option tasks.namespace, which declares it, or list the Namespace under external.',
  };
}

const identities = rule(
  {
    id: 'LF-31',
    title: 'Only the server may run pods, and what tasks use is in their namespace',
    why: 'With serviceAccount.create: false and no name the rights go to "default": everything in the namespace may then create pods. A Secret or a service account for tasks in another namespace is not found by their pods, which do not start.',
    severity: 'error',
  },
  function* (plane) {
    const { subject, servers, taskNamespace } = plane;
    for (const object of accessIn(plane).bindings) {
      for (const { namespace } of servers) {
        if (!binds(object.manifest, { namespace, name: 'default' })) continue;
        const message = `RoleBinding ${object.name} lets everything that runs as ${namespace}/default create pods in ${taskNamespace}`;
        const hint = 'Name the account in the option serviceAccount.name, or leave create: false out.';
        yield {
          object,
          path: ['subjects'],
          value: ['serviceAccount', 'name'],
          message,
          hint,
          severity: 'warning',
        };
      }
    }
    const own = new Set(servers.map(accountOf));
    for (const object of ofKind(subject, 'ServiceAccount')) {
      const namespace = object.namespace ?? subject.release.namespace;
      if (own.has(object.name) || namespace === taskNamespace) continue;
      const message = `ServiceAccount ${object.name} is in namespace ${namespace}, and the tasks that are to use it run in ${taskNamespace}`;
      yield {
        object,
        path: ['metadata', 'namespace'],
        value,
        message,
        hint: 'Write namespace: {{ .Values.taskNamespace }}.',
      };
    }
    yield* taskAccount(plane);
    for (const server of servers) yield* taskSecret(plane, server);
  },
);

function* taskAccount(plane: ControlPlane): Iterable<Verdict> {
  const { subject, taskNamespace } = plane;
  const name = valueOf(plane, ['taskServiceAccount', 'name']);
  const isAsked = valueOf(plane, ['taskServiceAccount', 'create']) === true && typeof name === 'string';
  if (!isAsked || ofKind(subject, 'ServiceAccount').some((object) => object.name === name)) return;
  const message = `the release has no ServiceAccount ${name}, and the value taskServiceAccount.create is true: tasks that name it do not start`;
  const hint = `Render it in namespace ${taskNamespace}, by the name of taskServiceAccount.name.`;
  yield { value: ['taskServiceAccount', 'create'], message, hint };
}

function* taskSecret(
  { subject: { around }, taskNamespace }: ControlPlane,
  server: Workload,
): Iterable<Verdict> {
  const variable = 'LEOFLOW_EXECUTOR_TASK_SECRET_NAME';
  const name = textOf(server, variable);
  if (name === undefined || name === '' || around.find('Secret', taskNamespace, name) !== undefined) return;
  const elsewhere = around.all('Secret').find((secret) => secret.name === name)?.namespace;
  yield {
    object: server.object,
    path: variableOf(server.container, variable)?.path,
    value: ['taskSecret', 'name'],
    message: `tasks mount Secret ${taskNamespace}/${name}, which nothing provides${elsewhere === undefined ? '' : ` (there is one in ${elsewhere})`}, so they do not start`,
    hint: `Use the option tasks.secret, or make the Secret in namespace ${taskNamespace}.`,
  };
}

const rights = rule(
  {
    id: 'leoflow/access',
    title:
      'The server may create, get, list, watch and delete pods and read their logs, as the account that it runs as',
    why: 'Every task is a pod that the server creates, watches, reads and removes. Where a verb is missing tasks stay queued, hang or are never cleaned up, and the API shows no logs.',
    severity: 'error',
  },
  function* (plane) {
    const { roles, bindings } = accessIn(plane);
    for (const server of plane.servers) {
      yield* missingAccount(server, plane.subject, {
        value: ['serviceAccount'],
        hint: 'Use the option serviceAccount, and let the template make the account that it names.',
      });
      const account = { namespace: server.namespace, name: accountOf(server) };
      for (const binding of bindings) {
        yield* bindingFlaws(binding, account, plane.subject, {
          value: ['serviceAccount', 'name'],
          hint: 'Bind the account that the pods run as, with its namespace.',
        });
      }
      if (bindings.length === 0) {
        if (valueOf(plane, ['rbac', 'create']) === true) {
          yield {
            value: ['rbac', 'create'],
            message: `no RoleBinding gives ${account.namespace}/${account.name} rights on pods, so no task starts`,
            hint: 'Render Role and RoleBinding in the task namespace.',
          };
        } else
          yield {
            notChecked: `whether ${account.namespace}/${account.name} may run pods in ${plane.taskNamespace}: rbac.create is off`,
          };
      }
    }
    for (const role of roles) yield* weak(role);
  },
);

const needed = [
  { group: '', resource: 'pods', verbs: ['create', 'get', 'list', 'watch', 'delete'] },
  { group: '', resource: 'pods/log', verbs: ['get'] },
] as const;

function* weak(role: RenderedObject): Iterable<Verdict> {
  const grants = grantsIn(role.manifest);
  for (const asked of needed) {
    const missing = verbsMissing(grants, asked);
    if (missing.length === 0) continue;
    const message = `Role ${role.name} does not let the server ${missing.join(', ')} ${asked.resource}`;
    yield {
      object: role,
      path: ['rules'],
      value: ['rbac', 'create'],
      message,
      hint: `Add ${missing.join(', ')} to the verbs for ${asked.resource}.`,
    };
  }
  const tooMuch = grants.filter(({ groups, resources, verbs }) =>
    [groups, resources, verbs].some((list) => list.includes('*')),
  );
  if (tooMuch.length === 0) return;
  const message = `Role ${role.name} grants "*", and the server needs pods and pods/log only`;
  yield {
    object: role,
    path: ['rules'],
    message,
    hint: 'Name the resources and verbs.',
    severity: 'warning',
  };
}

export const taskRules: readonly Rule[] = [place, identities, rights];
