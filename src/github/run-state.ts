/** Whether the job that ran a deployment is over: its workflow run may go on with others. */
import { numberAt, textAt, type Data } from '../kubernetes/data.ts';
import type { GithubClient } from './client.ts';
import { GithubError } from './github-error.ts';
import { repositoryPath } from './repository.ts';

export interface AskedRun {
  readonly repository: string; // acme/shop
  readonly run: string;
  readonly attempt: string;
  /** Null if it is not known: only the end of all of the run's jobs tells then. */
  readonly runner: string | null;
  readonly started: string; // ISO 8601; of what the job ran
}

export type RunAnswer =
  | { readonly state: 'live' }
  | { readonly state: 'over'; readonly ended: string } // ISO 8601
  | { readonly state: 'unknown'; readonly why: string };

/** GitHub's clock and the runner's. */
const skewMilliseconds = 60_000;

/** Rejects only with a `Failure` of the code `cancelled`. */
export async function workflowRunState(client: GithubClient, asked: AskedRun): Promise<RunAnswer> {
  const { repository, run, attempt } = asked;
  const path = `${repositoryPath(repository)}/actions/runs/${run}/attempts/${attempt}`;
  try {
    const whole = await client.get(path);
    if (textAt(whole, 'status') === 'completed')
      return { state: 'over', ended: textAt(whole, 'updated_at') ?? '' };
    return (await jobOf(client, path, asked)) ?? { state: 'live' };
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    return {
      state: 'unknown',
      why: error.hint === null ? error.message : `${error.message} (${error.hint})`,
    };
  }
}

/** Null if its end is not certain. */
async function jobOf(
  client: GithubClient,
  path: string,
  { runner, started }: AskedRun,
): Promise<RunAnswer | null> {
  if (runner === null) return null;
  const before: Data[] = [];
  for await (const job of client.items(`${path}/jobs`, 'jobs')) {
    const began = Date.parse(textAt(job, 'started_at') ?? '');
    const isIt = textAt(job, 'runner_name') === runner && began <= Date.parse(started) + skewMilliseconds;
    if (isIt && numberAt(job, 'id') !== undefined) before.push(job);
  }
  const isOver = before.length > 0 && before.every((job) => textAt(job, 'status') === 'completed');
  const ends = before.map((job) => textAt(job, 'completed_at') ?? '').toSorted();
  return isOver ? { state: 'over', ended: ends.at(-1) ?? '' } : null;
}
