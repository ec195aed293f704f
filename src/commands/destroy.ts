import { createInterface } from 'node:readline/promises';
import { readReleases } from '../cluster/release-records.ts';
import { deploymentJson } from '../report/json.ts';
import { progressView } from '../report/progress.ts';
import { closingLine } from '../report/summary.ts';
import type { DesiredStack } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import { type Io, openSession, type StackOptions } from './session.ts';
import { learnReleases } from './written-secrets.ts';

export interface DestroyOptions extends StackOptions {
  readonly yes: boolean;
}

/** Removes every resource of the stack from the cluster. State buckets stay. */
export async function destroy(options: DestroyOptions, io: Io): Promise<number> {
  const { terminal } = io;
  const view = progressView(terminal, { planning: false });
  try {
    const session = openSession(options, io, (progress) => view.show(progress));
    await confirm(session.stack, options, io);
    await session.requireCluster();
    const { releases } = await readReleases(session.connection(), session.stack.releases);
    learnReleases(releases.values(), io.redactor); // the stack file may have other values by now
    session.close();
    const result = await session.deployment.destroy();
    view.stop();
    if (options.json) {
      terminal.out(JSON.stringify(deploymentJson(session.stack, new Map(), result), null, 2));
    } else {
      terminal.out(terminal.style('bold', closingLine('Destroyed', session.stack.stack, result)));
      for (const bucket of bucketsOf(session.stack))
        terminal.out(`  kept: bucket ${bucket} and what is in it`);
    }
    return 0;
  } finally {
    view.stop();
  }
}

const bucketsOf = (stack: DesiredStack): string[] =>
  stack.backing.flatMap((backing) => (backing.kind === 'bucket' ? [backing.bucket] : []));

async function confirm(
  stack: DesiredStack,
  { yes }: DestroyOptions,
  { terminal, signal }: Io,
): Promise<void> {
  if (yes) return;
  const name = `${stack.project}/${stack.stack}`;
  if (!process.stdin.isTTY) {
    throw new Failure('configuration', `destroy removes everything of ${name} and was not confirmed`, {
      hint: 'add --yes where nobody can be asked',
    });
  }
  terminal.note(
    `This removes the releases of ${name} (${stack.releases.map((release) => release.name).join(', ')}) and their backing resources; buckets stay.`,
  );
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`Type the stack's name (${stack.stack}) to go on: `, { signal });
    if (answer.trim() !== stack.stack) throw new Failure('cancelled', 'not confirmed: nothing was changed');
  } finally {
    prompt.close();
  }
}
