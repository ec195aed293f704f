/** Why a Pulumi command failed, in our closed set of codes. Structure first: exit codes, locks, our own passphrase check. */
import type { DesiredRelease } from '../stack/desired.ts';
import { Failure, type FailureCode } from '../stack/failure.ts';
import type { Backend } from './backend.ts';
import { cancelled, type DeployOperation } from './cancelled.ts';
import { type LockHolder, lockHolders } from './locks.ts';
import { opens, passphraseOf } from './passphrase.ts';
import { PulumiExit, pulumiExit } from './pulumi-command.ts';
import { silent } from './silent.ts';
import { inert, type Progress } from './steps.ts';
import { storeFailure } from './store-failure.ts';

export interface FailureContext {
  readonly operation: DeployOperation;
  readonly releases: readonly Pick<DesiredRelease, 'key' | 'name' | 'namespace'>[];
  readonly backend: Backend;
  readonly project: string;
  readonly stack: string;
  /** `encryptionsalt` of Pulumi.<stack>.yaml, if there is one. */
  readonly encryptionSalt: string | null;
  readonly environment: NodeJS.ProcessEnv;
  /** What the engine said before it ended. */
  readonly progress: readonly Progress[];
  readonly cancelled: boolean;
}

/** A `Failure` for whatever a Pulumi command threw. */
export async function explain(error: unknown, context: FailureContext): Promise<Failure> {
  if (error instanceof Failure) return error;
  if (!context.cancelled && isSilent(error)) {
    const locked = isKilled(error) && (await isLockedBy(error, context));
    return silent({ ...context, locked, seconds: error.silentSeconds }, error);
  }
  if (context.cancelled || (error instanceof PulumiExit && error.exitCode === pulumiExit.cancelled)) {
    return cancelled({ ...context, locked: isKilled(error) && (await isLockedBy(error, context)) }, error);
  }
  if (isKilled(error)) return await killed(error, context);
  if (!(error instanceof PulumiExit)) {
    return new Failure('failed', error instanceof Error ? error.message : String(error), { cause: error });
  }
  const { stack } = context;
  switch (error.exitCode) {
    case pulumiExit.timeout:
      return new Failure('timeout', said(error, context), { cause: error });
    case pulumiExit.authentication:
      return new Failure('authentication', said(error, context), { cause: error });
    case pulumiExit.noSuchStack:
      return new Failure('configuration', `the backend has no stack "${stack}"`, {
        hint: `run \`k8s-deploy up --stack ${stack}\` first`,
        cause: error,
      });
    case null: // not started: only on a wish to end, which is told above
    case pulumiExit.configuration:
    case pulumiExit.policy:
    default:
      // Once a step has run, neither the passphrase nor a lock was in the way.
      if (context.progress.some(({ at }) => at === 'started')) return plain(error, context);
      return (await wrongPassphrase(context)) ?? (await storeProblem(context)) ?? plain(error, context);
  }
}

export const isKilled = (error: unknown): error is PulumiExit =>
  error instanceof PulumiExit && error.signal !== null;

const isSilent = (error: unknown): error is PulumiExit & { readonly silentSeconds: number } =>
  error instanceof PulumiExit && error.silentSeconds !== null;

/** By somebody else: the kernel for want of memory, or a person. */
async function killed(error: PulumiExit, context: FailureContext): Promise<Failure> {
  const { stack } = context;
  const free = (await isLockedBy(error, context))
    ? `the stack is left locked: free it with \`k8s-deploy recover --stack ${stack}\`, then run the command again`
    : 'run the command again';
  return new Failure('failed', `${error.message}, which was not asked for here`, {
    hint: `look for the reason first: out of memory, or somebody's \`kill\`; ${free}`,
    cause: error,
  });
}

/** Whether it has left its lock behind; another run may hold one too. */
async function isLockedBy(
  { pid }: PulumiExit,
  { backend, project, stack }: FailureContext,
): Promise<boolean> {
  try {
    return (await lockHolders(backend, project, stack)).some((holder) => holder.pid === pid);
  } catch {
    return false; // a store that does not answer: the next command says so
  }
}

/** Refused by a policy pack is "not allowed", like a finding of ours. */
const codes = new Map<number | null, FailureCode>([
  [pulumiExit.configuration, 'configuration'],
  [pulumiExit.policy, 'findings'],
]);

const plain = (error: PulumiExit, context: FailureContext): Failure =>
  new Failure(codes.get(error.exitCode) ?? 'failed', said(error, context), { cause: error });

/** The errors that the engine reported, else the end of what the CLI printed. */
function said(error: PulumiExit, { progress }: FailureContext): string {
  const errors = progress.flatMap((item) =>
    item.at === 'message' && item.severity === 'error'
      ? [item.name === null ? item.text : `${item.name}: ${item.text}`]
      : [],
  );
  // The engine closes with a line that only repeats that there were errors before it.
  const telling = errors.filter((text) => !/^(.*: )?(update|preview|destroy) failed$/.test(text));
  if (telling.length > 0) return [...new Set(telling)].join('\n');
  return inert(error.stderr).trim().split('\n').slice(-12).join('\n') || error.message;
}

async function wrongPassphrase({
  encryptionSalt,
  environment,
  stack,
}: FailureContext): Promise<Failure | null> {
  const passphrase = passphraseOf(environment);
  if (encryptionSalt === null || passphrase === null || (await opens(encryptionSalt, passphrase)))
    return null;
  return new Failure('authentication', `the passphrase does not open the secrets of stack "${stack}"`, {
    hint: 'set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) to the passphrase the stack was made with',
  });
}

/** Operations that take the lock: what holds it is in nobody else's way. */
const lockers: ReadonlySet<DeployOperation> = new Set(['up', 'destroy', 'recover']);

async function storeProblem(context: FailureContext): Promise<Failure | null> {
  try {
    const holders = await lockHolders(context.backend, context.project, context.stack);
    const { operation, stack } = context;
    return holders.length === 0 || !lockers.has(operation) ? null : lockedBy(holders, stack);
  } catch (error) {
    return storeFailure(error, context.backend);
  }
}

export function lockedBy(holders: readonly LockHolder[], stack: string): Failure {
  const who = holders
    .map(({ user, host, pid, since }) => `${user}@${host} (process ${pid}) since ${since}`)
    .join(', ');
  return new Failure('locked', `stack "${stack}" is locked by ${who}`, {
    hint: `wait for that run to end, as \`--wait-for-lock 15m\` does; if it is over, \`k8s-deploy recover --stack ${stack}\` frees the stack`,
  });
}
