/** That the migration runs, when it must, and can run again. */
import { listAt, numberAt, textAt, type Data } from '../../../kubernetes/data.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { nameOf, variableOf, type Workload } from '../../rules/workload.ts';
import { rule, shown, type ControlPlane } from './control-plane.ts';
import { database } from './credential.ts';

export const migrationJob: Rule = rule(
  {
    id: 'leoflow/migration',
    title:
      'The migration runs before each install and upgrade, on the address that it reads, and can run again',
    why: 'Without its hook the server meets a schema that it does not know. A Job of the last release that is still there keeps Helm from making the next one. The arguments are those of golang-migrate: -path, -database with the variable, up.',
    severity: 'error',
  },
  function* (plane) {
    for (const migration of plane.migrations) {
      yield* unhooked(migration);
      yield* misrun(plane, migration);
    }
  },
);

function* unhooked({ object }: Workload): Iterable<Verdict> {
  const annotation = (name: string): string[] => ['metadata', 'annotations', `helm.sh/${name}`];
  const missed = ['pre-install', 'pre-upgrade'].filter(
    (event) => object.hook?.events.includes(event) !== true,
  );
  if (missed.length > 0) {
    const message = `Job ${object.name} does not run at ${missed.join(' and ')}, so the server starts on a database that is not migrated`;
    yield { object, path: annotation('hook'), message, hint: 'Write helm.sh/hook: pre-install,pre-upgrade.' };
  }
  if (object.hook === null) return;
  const policies = object.hook.deletePolicies;
  const hint = 'Write helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded.';
  if (!policies.includes('before-hook-creation')) {
    const message = `Job ${object.name} is not deleted before it is made again (${policies.join(', ')}), so after a failure every upgrade fails`;
    yield { object, path: annotation('hook-delete-policy'), message, hint };
  } else if (!policies.includes('hook-succeeded')) {
    const message = `Job ${object.name} stays after it has succeeded, and its pod with it`;
    yield { object, path: annotation('hook-delete-policy'), message, hint, severity: 'notice' };
  }
}

const attempts = 3;

function* misrun(plane: ControlPlane, { object, pod, container }: Workload): Iterable<Verdict> {
  const of = nameOf({ object, container });
  const restart = textAt(pod.spec, 'restartPolicy');
  if (restart !== 'Never') {
    const message = `${of}: restartPolicy is ${shown(restart)}, expected Never, which keeps the pods of failed attempts with their logs`;
    yield {
      object,
      path: [...pod.path, 'spec', 'restartPolicy'],
      message,
      hint: 'Write restartPolicy: Never.',
      severity: restart === 'OnFailure' ? 'warning' : 'error',
    };
  }
  const limit = numberAt(object.manifest, 'spec', 'backoffLimit');
  if (limit !== attempts) {
    const message = `Job ${object.name}: backoffLimit is ${shown(limit)}, expected ${attempts}: a database that is just starting needs more than one attempt, and a broken migration should fail soon`;
    yield {
      object,
      path: ['spec', 'backoffLimit'],
      message,
      hint: `Write backoffLimit: ${attempts}.`,
      severity: 'warning',
    };
  }
  const args = joined([...listAt(container.spec, 'command'), ...listAt(container.spec, 'args')]);
  const folder = textAt(plane.subject.values, 'migrations', 'path') ?? '/migrations';
  const expected = [`-path=${folder}`, `-database=$(${database.variable})`, 'up'];
  const missing = expected.filter((argument) => !args.includes(argument));
  const flaws = missing.map((argument) => `${argument} is not among its arguments`);
  if (missing.length === 0 && args.at(-1) !== 'up') flaws.push('"up" is not its last argument');
  if (
    variableOf(container, database.variable) === undefined &&
    listAt(container.spec, 'envFrom').length === 0
  ) {
    flaws.push(`it has no variable ${database.variable}`);
  }
  for (const flaw of flaws) {
    yield {
      object,
      path: [...container.path, 'args'],
      value: ['migrations', 'path'],
      message: `${of}: ${flaw}`,
      hint: `The arguments are ${expected.join(', ')}.`,
    };
  }
}

/** `-path DIR` and `--path=DIR` are the same as `-path=DIR`. */
const joined = (args: readonly Data[]): string[] =>
  args
    .map(String)
    .join('\n')
    .replaceAll(/^-?(-path|-database)\n/gm, '$1=')
    .replaceAll(/^--/gm, '-')
    .split('\n');
