/**
 * In which environment the job runs, as GitHub says it in an identity token of the job: the job of an environment is not started before its reviewers have
 * approved it and its branches allow it, and no text in a workflow, no deployment and no status that somebody writes can bring the claim about. The token is asked
 * from the runner's own address and goes nowhere else; who could lie about that address could as well apply without us, so its signature is not checked.
 */
import { textAt, type Data } from '../../kubernetes/data.ts';
import { Failure } from '../../stack/failure.ts';
import { quoted } from '../../stack/problem.ts';
import { workflowPermissions } from '../permission.ts';

const answerMilliseconds = 10_000;
const answerCharacters = 64 * 1024;
const attempts = 3;

type Learn = (secret: string, from: string) => void;

interface JobIdentity {
  readonly environment: string | null;
  readonly repository: string | null;
  readonly run: string | null;
}

/** Throws a `Failure` unless the job runs in that environment. */
export async function requireEnvironment(
  wanted: string,
  { repository, runUrl }: { readonly repository: string; readonly runUrl: string },
  {
    environment,
    signal,
    learn,
  }: { readonly environment: NodeJS.ProcessEnv; readonly signal: AbortSignal; readonly learn: Learn },
): Promise<void> {
  const [url, token] = [
    environment['ACTIONS_ID_TOKEN_REQUEST_URL'],
    environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN'],
  ];
  if (!url || !token)
    throw new Failure(
      'configuration',
      'environment: whether the job runs in it cannot be known without the permission id-token: write. Nothing was run',
      {
        hint: `give the job this permission:\n\n${workflowPermissions({ name: 'id-token', level: 'write' })}`,
      },
    );
  learn(token, 'the token for identity tokens');
  const jwt = await identityToken(url, token, signal);
  learn(jwt, 'the identity token of the job');
  const identity = claimsOf(jwt);
  const isOurs = identity.repository === repository && runUrl.includes(`/runs/${identity.run ?? '?'}/`);
  if (!isOurs)
    throw new Failure('findings', 'environment: the identity token is not of this run. Nothing was run');
  // GitHub takes names that differ in capitals for one environment.
  if (identity.environment?.toLowerCase() === wanted.toLowerCase()) return;
  const where = identity.environment === null ? 'no environment' : quoted(identity.environment);
  throw new Failure('findings', `the job runs in ${where}, and not in ${quoted(wanted)}. Nothing was run`, {
    hint: `name it for the job, so that its reviewers are asked first:\n\n  jobs:\n    apply:\n      environment: ${wanted}`,
  });
}

async function identityToken(address: string, token: string, signal: AbortSignal): Promise<string> {
  const url = URL.parse(address);
  const isHere = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url === null || !(url.protocol === 'https:' || isHere))
    throw noToken('its address is not one of https');
  url.searchParams.set('audience', 'k8s-deploy');
  for (let attempt = 1; ; attempt++) {
    const { value, why, isFinal } = await asked(url, token, signal);
    if (value !== null) return value;
    if (isFinal || attempt === attempts) throw noToken(why);
  }
}

async function asked(
  url: URL,
  token: string,
  signal: AbortSignal,
): Promise<{ readonly value: string | null; readonly why: string; readonly isFinal: boolean }> {
  try {
    const answer = await fetch(url, {
      headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMilliseconds)]),
    });
    const text = (await answer.text()).slice(0, answerCharacters);
    const value = answer.ok ? (textAt(parsed(text), 'value') ?? null) : null;
    return { value, why: `it answers with ${answer.status}`, isFinal: answer.status < 500 };
  } catch (error) {
    if (signal.aborted) throw new Failure('cancelled', 'cancelled: nothing was changed', { cause: error });
    return { value: null, why: 'it does not answer', isFinal: false };
  }
}

const noToken = (why: string): Failure =>
  new Failure(
    'unreachable',
    `environment: GitHub gives no identity token of the job: ${why}. Nothing was run`,
  );

function claimsOf(jwt: string): JobIdentity {
  const claims = parsed(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
  return {
    environment: textAt(claims, 'environment') ?? null,
    repository: textAt(claims, 'repository') ?? null,
    run: textAt(claims, 'run_id') ?? null,
  };
}

function parsed(text: string): Data {
  try {
    return JSON.parse(text) as Data;
  } catch {
    return null;
  }
}
