/** The API of a LogStream leader: who asks, and what is in a group. Asks only; nothing on the leader is changed. */
import { request as plain, type IncomingMessage } from 'node:http';
import { request as secure } from 'node:https';
import { at, textAt, type Data } from '../kubernetes/data.ts';
import { Failure } from '../stack/failure.ts';
import { configuredSources, type ConfiguredSource } from '../systems/logstream/leader-check/configured.ts';

const patience = 15_000; // milliseconds for a whole answer
const longestAnswer = 32 * 1024 ** 2; // bytes

/** Name and password are those of Cribl's own command line. The token is not the one by which workers join. */
const leaderVariables = {
  token: 'CRIBL_API_TOKEN',
  username: 'CRIBL_USERNAME',
  password: 'CRIBL_PASSWORD',
} as const;

export interface LeaderOptions {
  /** https://leader.example.com:9000 */
  readonly url: URL;
  /** PEM certificates; null: those that Node.js trusts. */
  readonly ca: string | null;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly learn: (secret: string, name: string) => unknown;
}

export interface Leader {
  /** Rejects with a `Failure` that names the group and what is wrong. */
  sources(group: string): Promise<readonly ConfiguredSource[]>;
}

/** Signs in, unless a token is given. Rejects with a `Failure`: configuration, authentication, unreachable. */
export async function openLeader(options: LeaderOptions): Promise<Leader> {
  const token = await tokenOf(options);
  return {
    async sources(group) {
      const path = `/m/${encodeURIComponent(group)}/system/inputs`;
      const { status, body } = await ask(options, { method: 'GET', path, token, body: null });
      if (status !== 200) throw refused(options, status, `the Sources of group "${group}"`, group);
      const sources = body === undefined ? null : configuredSources(body);
      if (sources === null)
        throw new Failure(
          'failed',
          `the leader at ${options.url.origin} gives the Sources of group "${group}" in another form than documented`,
          { hint: 'expected JSON, {"items": [{"id", "type", …}], "count"}; see docs/doctor.md' },
        );
      return sources;
    },
  };
}

async function tokenOf(options: LeaderOptions): Promise<string> {
  const { environment, learn, url } = options;
  const given = environment[leaderVariables.token] ?? '';
  if (given !== '') {
    learn(given, leaderVariables.token);
    return given;
  }
  const username = environment[leaderVariables.username] ?? '';
  const password = environment[leaderVariables.password] ?? '';
  if (username === '' || password === '')
    throw new Failure('authentication', `nothing says who asks the leader at ${url.origin}`, {
      hint: `set ${leaderVariables.token} to a bearer token, or ${leaderVariables.username} and ${leaderVariables.password} of a local user, in the environment`,
    });
  learn(password, leaderVariables.password);
  const body = JSON.stringify({ username, password });
  const answer = await ask(options, { method: 'POST', path: '/auth/login', token: null, body });
  if (answer.status !== 200) throw refused(options, answer.status, `to sign in as "${username}"`, null);
  const token = textAt(answer.body, 'token') ?? '';
  if (token === '')
    throw new Failure('failed', `the leader at ${url.origin} gives no token to "${username}"`, {
      hint:
        at(answer.body, 'forcePasswordChange') === true
          ? 'the user has to change the password first'
          : `is it a leader? set ${leaderVariables.token} if it signs users in elsewhere`,
    });
  learn(token, leaderVariables.token);
  return token;
}

function refused({ url }: LeaderOptions, status: number, what: string, group: string | null): Failure {
  const told = `the leader at ${url.origin} refuses ${what} (${status})`;
  switch (status) {
    case 401:
      return new Failure('authentication', told, {
        hint: `the token or password is wrong or has expired: look at ${Object.values(leaderVariables).join(', ')}`,
      });
    case 403:
      return new Failure('authentication', told, { hint: 'the user needs to read the group on the leader' });
    case 404:
      return new Failure('configuration', told, {
        hint:
          group === null
            ? 'is it the address of the leader, without a path? its port is 9000 if nothing else is set'
            : `the leader has no group "${group}"; correct leader.group in the stack file, or the address`,
      });
    default:
      return new Failure(
        'failed',
        `the leader at ${url.origin} answers ${status} to the request for ${what}`,
        {
          hint: 'look at the log of the leader',
        },
      );
  }
}

interface Asked {
  readonly method: 'GET' | 'POST';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly token: string | null;
  readonly body: string | null;
}

/** `body`: undefined if it is no JSON. */
async function ask(
  options: LeaderOptions,
  { method, path, token, body }: Asked,
): Promise<{ readonly status: number; readonly body: Data | undefined }> {
  const { url, ca, signal } = options;
  const base = url.href.replace(/\/+$/, '').replace(/\/api\/v1$/, '');
  const limit = AbortSignal.timeout(patience);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = {
        accept: 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === null
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      };
      const how = { method, headers, signal: AbortSignal.any([signal, limit]) };
      const send = url.protocol === 'https:' ? secure : plain;
      const request = send(`${base}/api/v1${path}`, ca === null ? how : { ...how, ca }, resolve);
      request.once('error', reject).end(body ?? undefined);
    });
    return { status: response.statusCode ?? 0, body: jsonIn(await textOf(response)) };
  } catch (error) {
    if (signal.aborted)
      throw new Failure('cancelled', 'cancelled while the leader was asked', { cause: error });
    throw limit.aborted ? silent(url) : unreachable(url, error as NodeJS.ErrnoException);
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > longestAnswer) throw new Error(`an answer of more than ${longestAnswer / 1024 ** 2} MiB`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/** The parser's own words quote the text, and a secret of a Source may stand there. */
function jsonIn(text: string): Data | undefined {
  try {
    return JSON.parse(text) as Data;
  } catch {
    return undefined;
  }
}

const silent = (url: URL): Failure =>
  new Failure('unreachable', `the leader at ${url.origin} gives no answer within ${patience / 1000} s`, {
    hint: 'check the network, a VPN, and that the address is that of its API (port 9000 if nothing else is set)',
  });

function unreachable(url: URL, error: NodeJS.ErrnoException): Failure {
  const isCertificate = /CERT|SIGNED|ALTNAME|SSL|TLS/.test(error.code ?? '');
  return new Failure(
    'unreachable',
    `the leader at ${url.origin} cannot be reached (${error.code ?? error.message})`,
    {
      hint: isCertificate
        ? 'name the certificates of its authority with --leader-ca FILE, and use the name that stands in its certificate'
        : 'check the network, a VPN, and that the address is that of its API (port 9000 if nothing else is set)',
      cause: error,
    },
  );
}
