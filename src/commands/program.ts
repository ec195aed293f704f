/** The command line: commands, options, help, and what becomes of a failure. */
import { Command, CommanderError } from 'commander';
import { failureJson } from '../report/failure.ts';
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
import { openIo, type Process } from './open-io.ts';
import type { Io } from './session.ts';
import { tellFailure } from './told-failure.ts';

const exitCodeHelp = `
Exit codes: 0 success, ${Object.entries(exitCodes)
  .map(([name, code]) => `${code} ${name}`)
  .join(', ')}.`;

/** Runs the command that `args` name and returns the exit code. */
export async function program(args: readonly string[], owner: Process): Promise<number> {
  const { io, release } = openIo(owner);
  try {
    return await runCommand(args, io);
  } finally {
    release();
  }
}

/** The same with what is open already. */
export async function runCommand(args: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  try {
    refuseDisclosure(args, io.environment);
    await commands(io, (code) => {
      exitCode = code;
    }).parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.configuration;
    const failure = failureOf(error, io.signal);
    tellFailure(failure, io);
    if (args.includes('--json')) io.terminal.out(JSON.stringify(failureJson(failure), null, 2));
    return failure.exitCode;
  }
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
    const { requireOwnCheckout } = await import('./own-checkout.ts');
    await requireOwnCheckout(cwd, io.environment, io.step?.vetted ?? null);
  });

  // Each command's modules are loaded when it runs: Pulumi's SDK alone takes half a second.
  for (const add of [planning, changing, state, watching, checking, local]) add(root, io, finish);
  return root;
}
