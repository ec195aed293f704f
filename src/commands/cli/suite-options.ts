/** What `check` and `migrate` are told about helm-unittest suites. */
import type { Command } from 'commander';
import { repeated } from './options.ts';

/** Which suites, and how they are run. */
export const suiteChoice = (command: Command): Command =>
  command
    .addOption(
      repeated(
        '--suites <glob>',
        'helm-unittest suites to run, relative to the folder of each chart (default: tests/*_test.yaml); may be repeated',
      ),
    )
    .option('--chart-tests-path <folder>', 'below each chart: templates that are rendered to suites')
    .addOption(repeated('--suite-values <file>', 'values for all suites, below their own; may be repeated'))
    .option('--no-subchart-suites', 'leave out the suites of subcharts')
    .option(
      '--allow-post-renderer',
      'run the programs that suites name as their postRenderer; only for suites that you trust',
      false,
    )
    .option('--skip-schema-validation', 'suites: do not ask values.schema.json', false);

export const suiteOptions = (command: Command): Command =>
  suiteChoice(command)
    .option('--no-suites', 'run no helm-unittest suites')
    .option(
      '--compat',
      'judge suites as helm-unittest 1.1.2 does, its defects included; also writes snapshots where CI is set',
      false,
    )
    .option(
      '--cached',
      'suites: take over what passed before and depends on nothing that has changed since; not where CI is set',
      false,
    )
    .option('--cached-in-ci', 'the same, also where CI is set', false);
