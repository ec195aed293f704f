/** What every command runs with: the terminal, what keeps secrets in, and the wish to end. */
import { guarded } from '../github/workflow-commands.ts';
import { learnEnvironment } from '../redaction/environment.ts';
import { openRedactor, type Redactor } from '../redaction/redactor.ts';
import { marks } from '../report/marks.ts';
import { terminal as openTerminal } from '../report/terminal.ts';
import { exitCodes } from '../stack/failure.ts';
import { failureOf } from './failure-of.ts';
import { interruption, type Signalled } from './interruption.ts';
import type { Io } from './session.ts';
import { tellFailure } from './told-failure.ts';

export type Process = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env'> & Signalled;

export interface OpenIo {
  readonly io: Io;
  /** Gives the signals back. */
  readonly release: () => void;
}

/** `mask`: of the Action, which tells the runner of every secret that becomes known. */
export function openIo(owner: Process, mask: ((secret: unknown) => void) | null = null): OpenIo {
  const environment = owner.env;
  const open = openRedactor((warning) =>
    terminal.note(`${terminal.style('yellow', marks.warning)} ${warning}`),
  );
  const redactor = mask === null ? open : masking(open, mask);
  const inWorkflow = environment['GITHUB_ACTIONS'] === 'true';
  const terminal = openTerminal(
    owner.stdout,
    mask === null ? owner.stderr : owner.stdout, // a runner reads two streams in no set order
    environment,
    redactor,
    {
      ...(inWorkflow ? { note: inert } : {}),
      ...(mask === null ? {} : { out: inert }), // a command line may be asked for annotations
    },
  );
  learnEnvironment(environment, redactor);
  // `k8s-deploy up | head`: who reads has gone, but what was begun is carried through.
  for (const stream of [owner.stdout, owner.stderr]) stream.on('error', ignoreClosedPipe);
  const { signal, force, release } = interruption(owner);
  const io: Io = { terminal, redactor, environment, signal, force };
  // What nobody caught would be printed by Node.js itself, past the redactor.
  owner.on('uncaughtException', (error: unknown) => {
    tellFailure(failureOf(error, signal), io);
    owner.exit(exitCodes.failed);
  });
  return { io, release };
}

const inert = (text: string): string => guarded(text.split('\n')).join('\n');

const masking = (redactor: Redactor, mask: (secret: unknown) => void): Redactor => ({
  ...redactor,
  learn(secret, from) {
    mask(secret);
    redactor.learn(secret, from);
  },
});

/** EIO: the terminal is gone. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}
