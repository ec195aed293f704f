/** `destroy`, `restart` and `rollback`. */
import type { Command } from 'commander';
import type { Io } from '../session.ts';
import { type Finish, stackCommand } from './options.ts';

export function changing(root: Command, io: Io, finish: Finish): void {
  stackCommand(root, 'destroy', 'remove everything of the stack from the cluster; buckets stay')
    .option('--yes', 'do not ask', false)
    .action(async (options) => finish(await (await import('../destroy.ts')).destroy(options, io)));
}
