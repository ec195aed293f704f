/** The command line: commands, options, help, signals, and what becomes of a failure. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { failureJson, failureLines } from '../report/failure.ts';
import { guarded } from '../github/workflow-commands.ts';
import { openRedactor } from '../redaction/redactor.ts';
import { learnEnvironment } from '../redaction/environment.ts';
import { marks } from '../report/marks.ts';
import { terminal as openTerminal } from '../report/terminal.ts';
import { riskIds } from '../plan/plan.ts';
import { exitCodes } from '../stack/failure.ts';
import { refuseDisclosure } from './disclosure.ts';
import { failureOf } from './failure-of.ts';
import { interruption, type Signalled } from './interruption.ts';
import type { Io } from './session.ts';

const exitCodeHelp = `
Exit codes: 0 success, ${Object.entries(exitCodes)
  .map(([name, code]) => `${code} ${name}`)
  .join(', ')}.`;

type Process = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env'> & Signalled;

/** Runs the command that `args` name and returns the exit code. */
export async function program(args: readonly string[], owner: Process): Promise<number> {
  const redactor = openRedactor((warning) =>
    terminal.note(`${terminal.style('yellow', marks.warning)} ${warning}`),
  );
  const inWorkflow = owner.env['GITHUB_ACTIONS'] === 'true';
  const terminal = openTerminal(
    owner.stdout,
    owner.stderr,
    owner.env,
    redactor,
    inWorkflow ? (note) => guarded(note.split('\n')).join('\n') : undefined,
  );
  learnEnvironment(owner.env, redactor);
  // `k8s-deploy up | head`: who reads has gone, but what was begun is carried through.
  for (const stream of [owner.stdout, owner.stderr]) stream.on('error', ignoreClosedPipe);
  const { signal, force, release } = interruption(owner);
  const io: Io = { terminal, redactor, environment: owner.env, signal, force };
  let exitCode = 0;
  try {
    refuseDisclosure(args, owner.env);
    await commands(io, (code) => {
      exitCode = code;
    }).parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.configuration;
    const failure = failureOf(error, signal);
    for (const line of failureLines(failure, terminal)) terminal.note(line);
    if (args.includes('--json')) terminal.out(JSON.stringify(failureJson(failure), null, 2));
    return failure.exitCode;
  } finally {
    release();
  }
}

/** EIO: the terminal is gone. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}

function commands(io: Io, finish: (code: number) => void): Command {
  const root = new Command('k8s-deploy')
    .description(
      'Keeps Helm releases running on Kubernetes: one stack file, checked, previewed and applied by Pulumi.',
    )
    .exitOverride()
    .showHelpAfterError('(see --help)')
    .configureOutput({
      writeOut: (text) => io.terminal.out(text.trimEnd()),
      writeErr: (text) => io.terminal.note(text.trimEnd()),
    })
    .addHelpText('after', exitCodeHelp);

  root.hook('preAction', async (_root, command) => {
    const { cwd } = command.opts<{ cwd?: string }>();
    if (io.environment['GITHUB_ACTIONS'] !== 'true' || cwd === undefined) return;
    await (await import('./own-checkout.ts')).requireOwnCheckout(cwd, io.environment);
  });

  // Each command's modules are loaded when it runs: Pulumi's SDK alone takes half a second.
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
    .action(async (options) => finish(await (await import('./preview.ts')).preview(options, io)));
  planningCommand(stackCommand(root, 'up', 'apply the stack file'))
    .option('--expect-digest <digest>', 'apply nothing but the plan with this digest, as preview printed it')
    .addOption(
      new Option(
        '--approved-in <place>',
        'apply nothing but the plan that our comment in the merged pull request shows',
      ).choices(['pull-request']),
    )
    .action(async (options) => finish(await (await import('./up.ts')).up(options, io)));
  stackCommand(root, 'destroy', 'remove everything of the stack from the cluster; buckets stay')
    .option('--yes', 'do not ask', false)
    .action(async (options) => finish(await (await import('./destroy.ts')).destroy(options, io)));
  stackCommand(root, 'outputs', 'print the outputs of the last up').action(async (options) =>
    finish(await (await import('./outputs.ts')).outputs(options, io)),
  );

  stackCommand(
    root,
    'check [paths...]',
    'render every case and say what would break; needs no cluster and no secrets',
  )
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
      'only cases whose release, name, RELEASE/CASE or "STACK: RELEASE/CASE" fits; * for any characters',
    )
    .option('--shard <number/count>', 'only every COUNT-th case, from the NUMBER-th')
    .option('--update', 'write snapshots instead of comparing them', false)
    .option('--coverage', 'say which templates, branches and values no case reached', false)
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
    .option('--watch', 'check again whenever a file changes', false)
    .action(async (paths: string[], options) =>
      finish(await (await import('./check.ts')).check(paths, options, io)),
    );
  root
    .command('explain [rule]')
    .description('say what a rule asks for and why; without one, list all')
    .option('--json', 'print JSON', false)
    .action(async (rule: string | undefined, options: { json: boolean }) =>
      finish((await import('./explain.ts')).explain(rule, options, io)),
    );

  const local = root.command('local').description('a real control plane on this machine, without containers');
  for (const [action, description] of [
    ['up', 'start it, or what of it is not running'],
    ['down', 'stop it'],
    ['status', 'say what runs where'],
    ['kubeconfig', 'print the path of its kubeconfig'],
  ] as const) {
    local
      .command(action)
      .description(description)
      .option('--directory <folder>', 'where it keeps its data and logs')
      .option('--json', 'print JSON', false)
      .action(async (options: { directory?: string; json: boolean }) => {
        const { local: run } = await import('./local.ts');
        finish(
          await run(
            action,
            { ...options, signal: io.signal },
            {
              print: (line) => io.terminal.out(line),
              progress: (line) => io.terminal.note(line),
            },
          ),
        );
      });
  }
  return root;
}

function stackCommand(root: Command, name: string, description: string): Command {
  return root
    .command(name)
    .description(description)
    .option('-s, --stack <name>', 'stack to work on; may be left out if there is only one')
    .option('-C, --cwd <folder>', 'stack directory: where deploy.yaml and Pulumi.yaml are', '.')
    .option('--json', 'print the result as JSON', false)
    .addOption(
      repeated(
        '--chart-mirror <from=to>',
        'pull charts whose reference starts with FROM from TO instead; may be repeated (K8S_DEPLOY_CHART_MIRRORS)',
      ),
    );
}

/** What speaks against a plan. */
const planningCommand = (command: Command): Command =>
  command
    .addOption(
      new Option('--max-deletes <number>', 'refuse to delete more objects and resources').argParser(
        wholeNumber,
      ),
    )
    .addOption(
      new Option('--max-replaces <number>', 'refuse to replace more objects and resources').argParser(
        wholeNumber,
      ),
    )
    .addOption(repeated('--deny <risk>', `refuse a plan with such a risk: ${riskIds.join(', ')}`))
    .option('--no-check', 'leave the contract gate out');

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number from 0');
}

const commentCharacters = (text: string): number => {
  const count = wholeNumber(text);
  if (count >= 1_000 && count <= 262_144) return count;
  throw new InvalidArgumentError('expected 1000 to 262144');
};

function positiveSeconds(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (seconds > 0 && seconds <= 3600) return seconds;
  throw new InvalidArgumentError('expected seconds, more than 0 and at most 3600');
}

const repeated = (flags: string, description: string): Option =>
  new Option(flags, description)
    .argParser((value: string, before: readonly string[]) => [...before, value])
    .default([], 'none');
