/** `check` and `explain`. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { exitCodes } from '../../stack/failure.ts';
import type { Io } from '../session.ts';
import { kubeVersionPattern } from '../../stack/name-forms.ts';
import { type Finish, positiveSeconds, repeated, stackCommand } from './options.ts';
import { suiteChoice, suiteOptions } from './suite-options.ts';

export function checking(root: Command, io: Io, finish: Finish): void {
  const command = stackCommand(
    root,
    'check [paths...]',
    'render every case and say what would break; needs no cluster and no secrets',
  );
  command
    .addOption(
      new Option(
        '--fail-on <severity>',
        `exit with ${exitCodes.findings} on findings of this severity or above`,
      )
        .choices(['error', 'warning', 'notice'])
        .default('error'),
    )
    .option(
      '--filter <pattern>',
      'only cases whose release, name, RELEASE/CASE or "STACK: RELEASE/CASE" fits, and tests of suites whose chart, suite, name, CHART/TEST or SUITE/TEST does; * for any characters',
    )
    .option('--shard <number/count>', 'only every COUNT-th case and file with suites, from the NUMBER-th')
    .option('--update', 'write snapshots instead of comparing them', false)
    .option('--coverage', 'say which templates, branches and values no case reached', false)
    .addOption(
      repeated(
        '--kube-version <version>',
        'for this version of Kubernetes, in the place of those of stacks and contracts, and without comparing snapshots; may be repeated',
      ).argParser((value: string, before: readonly string[]) => [...before, kubernetesVersion(value)]),
    )
    .option('--base <commit>', 'charts that changed since then must have a new version')
    .addOption(
      repeated(
        '--report <format=file>',
        'also write json, junit, sarif, markdown or github (annotations; without a file to stdout)',
      ),
    )
    .option('--verbose', 'list cases, waived findings, and what could not be checked', false)
    .addOption(
      new Option('--engine <name>', 'what renders: auto takes our renderer if it is there, else helm')
        .choices(['auto', 'renderer', 'helm'])
        .default('auto'),
    )
    .option('--verify-engine', 'render everything with helm too, and compare', false)
    .addOption(
      new Option(
        '--timeout <seconds>',
        'for one render: a template that takes longer is given up (default: 30)',
      ).argParser(positiveSeconds),
    )
    .option(
      '--leader <url>',
      'also compare the Sources of worker groups with those of their LogStream leader; asks it as CRIBL_API_TOKEN, or CRIBL_USERNAME and CRIBL_PASSWORD, say',
    )
    .option('--leader-ca <file>', "PEM certificates of the leader's authority")
    .option('--watch', 'check again whenever a file changes', false);
  suiteOptions(command).action(async (paths: string[], options) =>
    finish(await (await import('../check.ts')).check(paths, options, io)),
  );
  suiteChoice(
    root
      .command('migrate <charts...>')
      .description('say where helm-unittest and check judge the suites of charts differently')
      .option('-C, --cwd <folder>', 'nothing outside of it is read or written by a contract', '.')
      .option('--contract <file>', 'write the suites as a contract file')
      .option('--suite <glob>', 'write only those that fit, relative to the chart')
      .option('--force', 'overwrite the contract file', false)
      .option('--json', 'print the result as JSON', false)
      .addOption(new Option('--timeout <seconds>', 'for one test (default: 30)').argParser(positiveSeconds)),
  ).action(async (charts: string[], options) =>
    finish(await (await import('../migrate.ts')).migrate(charts, options, io)),
  );
  root
    .command('explain [rule]')
    .description('say what a rule asks for and why; without one, list all')
    .option('--json', 'print JSON', false)
    .action(async (rule: string | undefined, options: { json: boolean }) =>
      finish((await import('../explain.ts')).explain(rule, options, io)),
    );
}

function kubernetesVersion(text: string): string {
  if (kubeVersionPattern.test(text)) return text;
  throw new InvalidArgumentError('expected a Kubernetes version such as 1.33 or 1.33.4');
}
