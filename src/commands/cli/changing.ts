/** `destroy`, `restart` and `rollback`. */
import { type Command, Option } from 'commander';
import type { Io } from '../session.ts';
import {
  clusterCommand,
  durationSeconds,
  type Finish,
  freeStackCommand,
  planningCommand,
  stackCommand,
  wholeNumber,
} from './options.ts';

export function changing(root: Command, io: Io, finish: Finish): void {
  clusterCommand(
    root,
    'restart [releases...]',
    'make the pods of releases anew, and wait until they are ready',
  )
    .option('--reason <text>', 'why; it stays on the pods as an annotation')
    .option('--rotated', 'only what runs with a Secret or ConfigMap that was written since', false)
    .addOption(
      new Option('--timeout <duration>', 'how long to wait (default: the timeout of the release)').argParser(
        durationSeconds,
      ),
    )
    .option('--no-wait', 'do not wait until the pods are ready')
    .action(async (releases: string[], options) =>
      finish(await (await import('../restart.ts')).restart(releases, options, io)),
    );
  freeStackCommand(
    planningCommand(
      stackCommand(root, 'rollback <release>', 'take a release back to what it was in a former revision'),
    ),
  )
    .addOption(
      new Option(
        '--to <revision>',
        "Helm's number of it (default: the last one that was whole before the newest)",
      ).argParser(wholeNumber),
    )
    .addOption(
      new Option('--timeout <duration>', 'how long to wait; instead of the timeout of the release').argParser(
        durationSeconds,
      ),
    )
    .option('--yes', 'do not ask', false)
    .action(async (release: string, options) =>
      finish(await (await import('../rollback.ts')).rollback(release, options, io)),
    );
  freeStackCommand(
    stackCommand(root, 'destroy', 'remove the stack from the cluster; says first what goes and what stays'),
  )
    .option('--yes', 'do not ask', false)
    .option(
      '--delete-namespaces',
      "also the stack's namespaces in which something stays: with volume claims, their data, and what others put there",
      false,
    )
    .action(async (options) => finish(await (await import('../destroy.ts')).destroy(options, io)));
}
