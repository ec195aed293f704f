/** `backend init` and `backend restore`: where Pulumi keeps what it knows. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Io } from '../session.ts';
import { type Finish, repeated, wholeNumber } from './options.ts';

const features: readonly string[] = ['versioning', 'encryption', 'blockPublicAccess', 'lifecycle', 'tags'];

export function backend(root: Command, io: Io, finish: Finish): void {
  const group = root.command('backend').description('the place where the states of stacks are kept');
  group
    .command('init <url>')
    .description(
      'make the bucket (s3://BUCKET?region=…) or the folder (file:///FOLDER) for states, outside of every stack',
    )
    .option('-C, --cwd <folder>', 'stack directory, whose own buckets are refused', '.')
    .option('--kms-key <key>', 'encrypt with this key of KMS (default: the key of the store, AES256)')
    .addOption(
      new Option('--keep-days <days>', 'keep states that were written over; 0: for ever')
        .argParser(wholeNumber)
        .default(90),
    )
    .addOption(
      repeated(
        '--require <feature>',
        `fail if the store does not implement it: ${features.join(', ')}`,
      ).argParser((value: string, before: readonly string[]) => [...before, feature(value)]),
    )
    .option('--json', 'print the result as JSON', false)
    .action(async (url: string, options) =>
      finish(await (await import('../backend-init.ts')).backendInit(url, options, io)),
    );
  group
    .command('restore')
    .description('put back a state that is damaged, lost, or older than the last one seen')
    .option('-s, --stack <name>', 'stack to work on; may be left out if there is only one')
    .option('-C, --cwd <folder>', 'stack directory: where deploy.yaml and Pulumi.yaml are', '.')
    .option('--from <file>', 'of the store or of this machine (default: the newest whole copy of the store)')
    .option('--accept', 'take the state that is there for right', false)
    .option('--json', 'print the result as JSON', false)
    .action(async (options) =>
      finish(await (await import('../backend-restore.ts')).backendRestore(options, io)),
    );
}

function feature(value: string): string {
  if (features.includes(value)) return value;
  throw new InvalidArgumentError(`expected one of ${features.join(', ')}`);
}
