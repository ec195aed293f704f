import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../src/stack/failure.ts';

const pollMs = 50;

export interface WaitOptions {
  /** What is waited for, as it reads after "waiting for". */
  what: string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/**
 * Asks until the answer is true; an error of the question counts as "not yet" and is told if time runs out.
 * Throws Failure `timeout`, or `cancelled` on abort.
 */
export async function waitUntil(
  check: () => Promise<boolean>,
  { what, timeoutMs, signal }: WaitOptions,
): Promise<void> {
  let last: unknown;
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(pollMs)) {
    if (signal?.aborted) throw new Failure('cancelled', `Interrupted while waiting for ${what}.`);
    try {
      if (await check()) return;
    } catch (error) {
      if (error instanceof Failure) throw error;
      last = error;
    }
  }
  const reason = last instanceof Error ? ` Last error: ${last.message}` : '';
  throw new Failure('timeout', `Waited ${timeoutMs / 1000} s for ${what}, in vain.${reason}`);
}

/** Whether a plain HTTP address answers with success. */
export async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  await response.body?.cancel();
  return response.ok;
}
