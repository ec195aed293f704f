/** What `up` was told to expect: the digest of the plan that somebody reviewed. */
import { approvedDigest } from '../github/approval.ts';
import { Failure } from '../stack/failure.ts';
import { approvalKey, githubJob } from './github-job.ts';
import { stackPlace } from './plan-place.ts';
import type { Io, Session } from './session.ts';

export interface ExpectationOptions {
  readonly expectDigest?: string | undefined;
  /** Where it was approved: in the pull request whose merge is deployed. */
  readonly approvedIn?: 'pull-request' | undefined;
}

export interface ExpectedDigest {
  readonly digest: string;
  /** `--expect-digest`, `the comment in pull request #12`. */
  readonly from: string;
}

const digestForm = /^sha256:[0-9a-f]{64}$/;

/** Throws a `Failure` (configuration) before anything is asked. */
export function requireSensible({ expectDigest, approvedIn }: ExpectationOptions): void {
  const problems = [
    ...(expectDigest === undefined || digestForm.test(expectDigest)
      ? []
      : ['--expect-digest: expected sha256: and 64 hexadecimal digits, as `preview` prints it']),
    ...(expectDigest === undefined || approvedIn === undefined
      ? []
      : ['--expect-digest and --approved-in: only one of them can say what was reviewed']),
  ];
  if (problems.length > 0) throw new Failure('configuration', problems.join('\n'));
}

/** Null if nothing is expected. */
export async function expectedDigest(
  { expectDigest, approvedIn }: ExpectationOptions,
  { stack, loaded }: Session,
  io: Io,
): Promise<ExpectedDigest | null> {
  if (expectDigest !== undefined) return { digest: expectDigest, from: '--expect-digest' };
  if (approvedIn === undefined) return null;
  const job = githubJob('--approved-in', io);
  const { digest, pullRequest } = await approvedDigest(job.client, {
    repository: job.repository,
    sha: job.sha,
    identity: { stack: stack.stack, ...stackPlace(loaded.directory) },
    key: await approvalKey(job.repository, io),
  });
  return { digest, from: `the comment in pull request #${pullRequest}` };
}
