/** Why a host could not be talked to, from the error codes of Node.js, its TLS and its HTTP parser. */
import { ChartProblem, errorCode } from './problem.ts';

/** The certificate's issuer is not among the trusted ones; more trusted certificates may help. */
export const unknownIssuer: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** The connection was there and went away: a second try may succeed. */
export const connectionLost: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

const mirrorAdvice =
  'Check the address and the network, or name a mirror with --chart-mirror or K8S_DEPLOY_CHART_MIRRORS';

export function networkProblem(error: unknown, url: URL): ChartProblem {
  const code = errorCode(error) ?? 'unknown error';
  const [problem, message, advice] = explain(code, url.host);
  return new ChartProblem(problem, `${message} (${code})`, advice, { cause: error });
}

export const noAnswer = (url: URL, seconds: number): ChartProblem =>
  new ChartProblem('unreachable', `${url.host} did not answer within ${seconds} s`, mirrorAdvice);

/** Why the work ended: `signal` has fired, with a `TimeoutError` as its reason when `seconds` were over. */
export function interruption({ reason }: AbortSignal, seconds: number): ChartProblem {
  const expired = reason instanceof DOMException && reason.name === 'TimeoutError';
  return expired
    ? new ChartProblem('unreachable', `pulling the charts took longer than ${seconds} s`, mirrorAdvice)
    : new ChartProblem('cancelled', 'pulling was cancelled', 'Run it again');
}

function explain(code: string, host: string): ['configuration' | 'unreachable', string, string] {
  if (unknownIssuer.has(code)) {
    return [
      'configuration',
      `the certificate of ${host} is from an authority that is not trusted here`,
      "Give the authority's certificate with `ca`, or with NODE_EXTRA_CA_CERTS for the whole process",
    ];
  }
  switch (code) {
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return [
        'configuration',
        `the certificate of ${host} is expired or not yet valid`,
        'Renew it, and check the clock of this machine',
      ];
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return [
        'configuration',
        `the certificate of ${host} is for another host name`,
        'Use a name that the certificate holds; `ca` does not help here',
      ];
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return [
        'configuration',
        `${host} does not speak TLS`,
        'If it serves plain HTTP and that is intended, set `plainHttp: true`',
      ];
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return ['unreachable', `the host name of ${host} cannot be resolved`, mirrorAdvice];
    case 'ECONNREFUSED':
      return ['unreachable', `${host} refuses the connection`, mirrorAdvice];
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return ['unreachable', `there is no route to ${host}`, mirrorAdvice];
    case 'ETIMEDOUT':
      return ['unreachable', `connecting to ${host} timed out`, mirrorAdvice];
    default:
      if (connectionLost.has(code)) return ['unreachable', `${host} closed the connection`, mirrorAdvice];
      return ['unreachable', `${host} cannot be talked to`, mirrorAdvice];
  }
}
