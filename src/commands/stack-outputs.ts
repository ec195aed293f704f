/** The outputs of the stack for later steps of the workflow: only on request, and the runner is told of every secret first. */
import type { Deployment } from '../deploy/deployment.ts';
import { stackOutputs, type StackOutputs } from '../deploy/stack-outputs.ts';
import { Failure } from '../stack/failure.ts';
import { warn } from './posted-comment.ts';
import type { Io } from './session.ts';

/** After an `up`: what was applied stays applied if they cannot be read, which is only said. */
export async function leaveAppliedOutputs(deployment: Deployment, io: Io): Promise<void> {
  if (!areWanted(io)) return;
  try {
    leaveStackOutputs(await stackOutputs(deployment), io);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    warn(io, `the output stack-outputs is missing: ${error.message}`, error.hint);
  }
}

export function leaveStackOutputs({ whole, plain, secrets }: StackOutputs, io: Io): void {
  const { step, redactor } = io;
  if (step === undefined || !areWanted(io)) return;
  for (const secret of secrets) {
    step.mask(secret);
    redactor.learn(typeof secret === 'string' ? secret : JSON.stringify(secret), null);
  }
  step.outputs({ 'stack-outputs': JSON.stringify(step.stackOutputs === 'with-secrets' ? whole : plain) });
}

const areWanted = ({ step }: Io): boolean =>
  step !== undefined && step.stackOutputs !== null && step.stackOutputs !== 'false';
