/** Where the task pods run, and what they get. */
import { z } from 'zod';
import type { Backing, SecretBacking, Value } from '../../stack/desired.ts';
import { annotations, dataKey, dnsLabel, dnsSubdomain, secretSource } from '../../stack/fields.ts';
import { nameOf } from '../../stack/values.ts';
import { given } from '../given.ts';
import { secret, type RecipeContext } from '../system.ts';
import type { Wiring } from './agent-tls.ts';
import { namespaceBacking, secretBacking } from '../resources.ts';

/** Where the server looks, whatever the chart's RBAC says (LF-20). */
export const usualTaskNamespace = 'leoflow';

export const tasks = z.strictObject({
  namespace: dnsLabel
    .default(usualTaskNamespace)
    .describe(
      'Created if need be; the server’s rights on pods are given there. The server looks in "leoflow" only. Default: leoflow.',
    ),
  secret: z
    .strictObject({
      existingSecret: dnsSubdomain
        .optional()
        .describe('Secret in the task namespace that somebody else makes.'),
      files: z
        .record(dataKey, secretSource)
        .optional()
        .describe('File name → secret source. Either this or existingSecret.'),
      mountPath: z
        .string()
        .startsWith('/', 'expected a path that starts with "/"')
        .optional()
        .describe('Folder of the files. Default: /etc/leoflow/secrets.'),
    })
    .optional()
    .describe('Secret files of every task pod. Default: none.'),
  serviceAccount: z
    .strictObject({
      name: dnsSubdomain.optional().describe('Default: leoflow-task.'),
      annotations: annotations.optional().describe('Cloud identity of the tasks. Default: none.'),
    })
    .optional()
    .describe('Service account for task pods, created in the task namespace. Default: none.'),
});

type Tasks = z.output<typeof tasks>;

export function taskWiring(options: Tasks, namespace: string, context: RecipeContext): Wiring {
  const { secret: files, serviceAccount } = options;
  const place: Backing[] = options.namespace === namespace ? [] : [namespaceBacking(options.namespace)];
  const made = files?.files === undefined ? null : taskSecret(files.files, options.namespace, context);
  const name: Value | undefined = made === null ? files?.existingSecret : nameOf(made);
  return {
    values: given({
      taskNamespace: options.namespace,
      taskSecret: files === undefined ? undefined : { name, mountPath: files.mountPath },
      taskServiceAccount: serviceAccount === undefined ? undefined : { create: true, ...serviceAccount },
    }),
    backing: [...place, ...(made === null ? [] : [made])],
  };
}

function taskSecret(
  files: NonNullable<NonNullable<Tasks['secret']>['files']>,
  namespace: string,
  context: RecipeContext,
): SecretBacking {
  return secretBacking(
    { namespace, name: `${context.releaseName}-task-secret` },
    Object.fromEntries(
      Object.entries(files).map(([file, source]) => [
        file,
        secret(source, context.path('tasks', 'secret', 'files', file)),
      ]),
    ),
  );
}
