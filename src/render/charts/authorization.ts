/** Answers a host's challenge: basic authentication, or the bearer tokens of the distribution specification. */
import { parseChallenges, type Challenge } from './challenge.ts';
import type { Credential, CredentialLookup } from './credentials.ts';
import { ChartProblem } from './problem.ts';
import type { HttpRequest, HttpResponse } from './exchange.ts';
import type { Transport } from './transport.ts';

const limits = { tokenBytes: 256 * 1024 } as const;

/** Requests to one host (for a registry: to one repository), with at most one challenge answered. */
export interface AuthorizedHost {
  request(request: HttpRequest): Promise<HttpResponse>;
  /** The problem that an answer of 401 or 403 is. */
  denial(response: HttpResponse): ChartProblem;
}

export interface AuthorizationOptions {
  readonly transport: Transport;
  /** Asked at most once, and only after a challenge. */
  readonly lookUp: () => Promise<CredentialLookup>;
  /** Shown without waiting for a challenge: chart repositories may answer 404 to strangers. */
  readonly eager: Credential | null;
  /** Asked for where a challenge names no scope: `repository:NAME:pull`. */
  readonly scope: string | null;
}

export function authorize({ transport, lookUp, eager, scope }: AuthorizationOptions): AuthorizedHost {
  let header = eager?.kind === 'password' ? basic(eager) : null;
  let lookup: CredentialLookup = { credential: eager, notes: [] };

  async function answer(challenge: Challenge, url: URL): Promise<string | null> {
    if (lookup.credential === null) lookup = await lookUp();
    const { credential } = lookup;
    if (challenge.scheme === 'bearer') {
      return await bearer(challenge, url, credential, () => denied(url, lookup, 401));
    }
    return credential?.kind === 'password' ? basic(credential) : null;
  }

  async function bearer(
    challenge: Challenge,
    url: URL,
    credential: Credential | null,
    refusal: () => ChartProblem,
  ): Promise<string> {
    const response = await transport.request(tokenRequest(challenge, url, credential, scope));
    if ([400, 401, 403].includes(response.status)) throw refusal();
    const granted = response.status === 200 ? readToken(response.body) : null;
    if (granted === null) {
      throw new ChartProblem(
        response.status >= 500 ? 'unreachable' : 'failed',
        `the token service of ${url.host} answered ${response.status} without a token`,
        'Try again later',
      );
    }
    return `Bearer ${granted}`;
  }

  return {
    async request(request) {
      const response = await transport.request({ ...request, authorization: header });
      // After a redirect it is another host that asks; it gets nothing.
      if (response.status !== 401 || response.url.origin !== request.url.origin) return response;
      const challenges = parseChallenges(response.headers['www-authenticate'] ?? '');
      const challenge =
        challenges.find(({ scheme }) => scheme === 'bearer') ??
        challenges.find(({ scheme }) => scheme === 'basic');
      if (challenge === undefined) return response;
      const answered = await answer(challenge, request.url);
      if (answered === null || answered === header) return response;
      header = answered;
      return await transport.request({ ...request, authorization: header });
    },
    denial: (response) => denied(response.url, lookup, response.status),
  };
}

function denied(url: URL, { credential, notes }: CredentialLookup, status: number): ChartProblem {
  const noted = notes.length === 0 ? '' : `; ${notes.join('; ')}`;
  if (credential === null) {
    return new ChartProblem(
      'authentication',
      `${url.host} denies access without credentials (${status})${noted}`,
      `Check the reference; if it is right, give \`username\` and \`password\`, or run \`helm registry login ${url.host}\``,
    );
  }
  return new ChartProblem(
    'authentication',
    `${url.host} denies access with the credentials from ${credential.source} (${status})${noted}`,
    'Check them, and that they may read this chart',
  );
}

function tokenRequest(
  { parameters }: Challenge,
  url: URL,
  credential: Credential | null,
  scope: string | null,
): HttpRequest {
  const realm = URL.parse(parameters['realm'] ?? '');
  if (realm === null || !['https:', url.protocol].includes(realm.protocol)) {
    throw new ChartProblem(
      'failed',
      `${url.host} names no token service that could be trusted`,
      'Its WWW-Authenticate header needs a realm with an https:// address',
    );
  }
  const asked = {
    ...(parameters['service'] !== undefined && { service: parameters['service'] }),
    ...((parameters['scope'] ?? scope) !== null && { scope: parameters['scope'] ?? scope ?? '' }),
  };
  const limit = limits.tokenBytes;
  if (credential?.kind === 'identity-token') {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'k8s-deploy',
      refresh_token: credential.token,
      ...asked,
    });
    return { url: realm, form, limit };
  }
  for (const [name, value] of Object.entries(asked)) realm.searchParams.set(name, value);
  return { url: realm, authorization: credential === null ? null : basic(credential), limit };
}

function readToken(body: Buffer): string | null {
  try {
    const { token, access_token: accessToken } = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    const granted = token ?? accessToken;
    return typeof granted === 'string' && /^[\x21-\x7e]+$/.test(granted) ? granted : null;
  } catch {
    return null;
  }
}

const basic = ({ username, password }: Extract<Credential, { kind: 'password' }>): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
