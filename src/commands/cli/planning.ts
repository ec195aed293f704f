/** `preview`, `up` and `outputs`. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { exitCodes } from '../../stack/failure.ts';
import type { Io } from '../session.ts';
import { type Finish, planningCommand, repeated, stackCommand, wholeNumber } from './options.ts';

export function planning(root: Command, io: Io, finish: Finish): void {
  planningCommand(stackCommand(root, 'preview', 'show what up would change in the cluster; changes nothing'))
    .option(
      '--base <commit>',
      'compare with that branch or commit instead of the cluster: needs no cluster and no secrets',
    )
    .addOption(
      new Option('--format <format>', 'what is printed')
        .choices(['text', 'json', 'markdown', 'html'])
        .default('text'),
    )
    .addOption(repeated('--report <format=file>', 'also write json, markdown or html'))
    .option('--verbose', 'also print objects that come or go as a whole, and what is unchanged', false)
    .option('--expect-no-changes', `exit with ${exitCodes.changes} if there are changes`, false)
    .option(
      '--comment',
      'post it on the pull request of this workflow run, and to the summary of the job',
      false,
    )
    .addOption(
      new Option('--comment-limit <characters>', 'for the comment (default: 65000)').argParser(
        commentCharacters,
      ),
    )
    .action(async (options) => finish(await (await import('../preview.ts')).preview(options, io)));
  planningCommand(stackCommand(root, 'up', 'apply the stack file'))
    .option('--expect-digest <digest>', 'apply nothing but the plan with this digest, as preview printed it')
    .addOption(
      new Option(
        '--approved-in <place>',
        'apply nothing but the plan that our comment in the merged pull request shows',
      ).choices(['pull-request']),
    )
    .action(async (options) => finish(await (await import('../up.ts')).up(options, io)));
  stackCommand(root, 'outputs', 'print the outputs of the last up').action(async (options) =>
    finish(await (await import('../outputs.ts')).outputs(options, io)),
  );
}

const commentCharacters = (text: string): number => {
  const count = wholeNumber(text);
  if (count >= 1_000 && count <= 262_144) return count;
  throw new InvalidArgumentError('expected 1000 to 262144');
};
