/** `recover` and `backend …`: the state that Pulumi keeps. */
import type { Command } from 'commander';
import type { Io } from '../session.ts';
import { backend } from './backend.ts';
import { type Finish, repeated, stackCommand } from './options.ts';

export function state(root: Command, io: Io, finish: Finish): void {
  backend(root, io, finish);
  stackCommand(root, 'recover', 'settle what a run has left behind that was cancelled, killed or lost')
    .option('--dry-run', 'only show what was found and what would be done', false)
    .addOption(
      repeated(
        '--created <resource>',
        'its creation was broken off, and it was created: take it over; KIND/NAME or URN, may be repeated',
      ),
    )
    .addOption(
      repeated(
        '--not-created <resource>',
        'its creation was broken off, and it was not created: forget it; KIND/NAME or URN, may be repeated',
      ),
    )
    .action(async (options) => finish(await (await import('../recover.ts')).recover(options, io)));
}
