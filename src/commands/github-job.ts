/** The workflow job that runs us, and what it shares with others of the repository. */
import type { KeyObject } from 'node:crypto';
import { passphraseOf } from '../deploy/passphrase.ts';
import { GithubClient } from '../github/client.ts';
import { githubContext, type GithubContext } from '../github/context.ts';
import { signingKey, type SharedSecret } from '../github/signature.ts';
import { Failure } from '../stack/failure.ts';
import type { Io } from './session.ts';

export interface GithubJob extends GithubContext {
  readonly client: GithubClient;
}

/** Throws a `Failure` (configuration) outside GitHub Actions, and without a token. `option`: what needs it. */
export function githubJob(option: string, { environment, signal, redactor, step }: Io): GithubJob {
  const context = githubContext(environment);
  if (context === null) {
    throw new Failure('configuration', `${option} works in a GitHub workflow only`, {
      hint: 'leave it out here; `--report markdown=FILE` writes the same text',
    });
  }
  const client = githubClient(option, context, { signal, redactor, token: step?.token ?? null });
  return { ...context, pullRequest: step?.vetted ?? context.pullRequest, client };
}

/** `token`: before that of the environment. Throws a `Failure` (configuration) if there is none. */
export function githubClient(
  option: string,
  { apiUrl, graphqlUrl, token: inherited }: GithubContext,
  { signal, redactor, token: given }: Pick<Io, 'signal' | 'redactor'> & { readonly token: string | null },
): GithubClient {
  const token = given ?? inherited;
  if (token === null) {
    throw new Failure(
      'configuration',
      `${option} needs a token, and neither GITHUB_TOKEN nor GH_TOKEN is set`,
      {
        hint: 'give the step `env: { GITHUB_TOKEN: ${{ github.token }} }`',
      },
    );
  }
  redactor.learn(token, 'the GitHub token');
  return new GithubClient({ apiUrl, graphqlUrl, token, signal });
}

/** By which approvals are signed and checked; null if the jobs share no secret that is fit for it. */
export async function approvalKey(
  repository: string,
  { environment, redactor }: Io,
): Promise<KeyObject | null> {
  const secret = sharedSecret(environment);
  if (secret !== null) redactor.learn(secret.bytes.toString(), 'the key of approvals');
  return secret === null ? null : await signingKey(secret, repository);
}

function sharedSecret(environment: NodeJS.ProcessEnv): SharedSecret | null {
  const own = environment['K8S_DEPLOY_APPROVAL_KEY'];
  if (own !== undefined && own !== '') return { kind: 'approval-key', bytes: Buffer.from(own) };
  const passphrase = passphraseOf(environment);
  return passphrase === null || passphrase === ''
    ? null
    : { kind: 'passphrase', bytes: Buffer.from(passphrase) };
}
