/** The command line: commands, options, help, signals, and what becomes of a failure. */
import { Command, CommanderError } from 'commander';
import { failureJson, failureLines } from '../report/failure.ts';
import { guarded } from '../github/workflow-commands.ts';
import { openRedactor } from '../redaction/redactor.ts';
import { learnEnvironment } from '../redaction/environment.ts';
import { marks } from '../report/marks.ts';
import { terminal as openTerminal } from '../report/terminal.ts';
import { exitCodes } from '../stack/failure.ts';
import { changing } from './cli/changing.ts';
import { checking } from './cli/checking.ts';
import { local } from './cli/local.ts';
import type { Finish } from './cli/options.ts';
import { planning } from './cli/planning.ts';
import { state } from './cli/state.ts';
import { watching } from './cli/watching.ts';
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
  // What nobody caught would be printed by Node.js itself, past the redactor.
  const crash = (error: unknown): void => {
    for (const line of failureLines(failureOf(error, signal), terminal)) terminal.note(line);
    owner.exit(exitCodes.failed);
  };
  owner.on('uncaughtException', crash);
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

function commands(io: Io, finish: Finish): Command {
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
  for (const add of [planning, changing, state, watching, checking, local]) add(root, io, finish);
  return root;
}
