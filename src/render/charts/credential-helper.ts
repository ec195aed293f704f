/** Docker's credential helpers: programs that are given a server on their input and answer with a credential. */
import { execFile } from 'node:child_process';
import type { Credential } from './credentials.ts';
import { errorCode } from './problem.ts';

const limits = { seconds: 10, bytes: 64 * 1024 } as const;

/** The protocol has no code for it: every helper prints this sentence when it knows nothing of the server. */
const notFound = 'credentials not found in native keychain';
/** The user name that says that the secret is an identity token. */
const tokenUser = '<token>';

/** A credential, `null` if the helper has none for the server, or why it could not be asked. */
export async function askHelper(
  helper: string,
  server: string,
  file: string,
  signal: AbortSignal,
): Promise<Credential | string | null> {
  const program = `docker-credential-${helper}`;
  const source = `${program} (named in ${file})`;
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(helper))
    return `${file} names a credential helper that is no program`;
  const answer = await run(program, server, signal);
  if (answer.error !== null) {
    if (answer.output.trim() === notFound) return null;
    return errorCode(answer.error) === 'ENOENT'
      ? `${source} is not on PATH`
      : `${source} failed or took longer than ${limits.seconds} s`;
  }
  const credential = parseAnswer(answer.output, source);
  return credential ?? `${source} gave an answer without "Username" and "Secret"`;
}

function run(
  program: string,
  input: string,
  signal: AbortSignal,
): Promise<{ error: Error | null; output: string }> {
  return new Promise((resolve) => {
    const options = { timeout: limits.seconds * 1000, maxBuffer: limits.bytes, signal } as const;
    const child = execFile(program, ['get'], options, (error, output) => resolve({ error, output }));
    // A helper that ends before it has read its input is judged by its answer.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function parseAnswer(output: string, source: string): Credential | null {
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    return null;
  }
  if (typeof answer !== 'object' || answer === null) return null;
  const { Username: username, Secret: secret } = answer as Record<string, unknown>;
  if (typeof username !== 'string' || typeof secret !== 'string') return null;
  return username === tokenUser
    ? { kind: 'identity-token', token: secret, source }
    : { kind: 'password', username, password: secret, source };
}
