/** Why a download failed, from statuses and the error codes of Node.js. Pure. */
import { Failure } from '../stack/failure.ts';
import { shownAddress } from './address.ts';

/** The other side said nothing for too long. */
export class Stalled extends Error {
  constructor(milliseconds: number) {
    super(`no byte came for ${Math.round(milliseconds / 1000)} s`);
    this.name = 'Stalled';
  }
}

const lost: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

const untrusted: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Whether another try may end otherwise: a status, or what was thrown. */
export function isPassing(cause: unknown): boolean {
  if (typeof cause === 'number') return cause === 429 || cause >= 500;
  return cause instanceof Stalled || lost.has(codeOf(cause));
}

/** Of the disk that it is written to, not of the network. */
export const isOfDisk = (cause: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'].includes(codeOf(cause));

export function refusal(status: number, url: URL): Failure {
  const what = `${shownAddress(url)} answers with status ${status}`;
  if (isPassing(status)) return new Failure('unreachable', what, { hint: 'Run it again later' });
  const hint =
    status === 401 || status === 403
      ? 'Check the credentials in the address of the mirror, or what the proxy lets through'
      : 'Check the address of the mirror: it has each file at BASE/HOST/PATH of its official address';
  return new Failure('configuration', what, { hint });
}

export function networkFailure(cause: unknown, url: URL): Failure {
  const code = codeOf(cause);
  if (untrusted.has(code)) {
    return new Failure(
      'configuration',
      `the certificate of ${url.host} is from an authority that is not trusted here (${code})`,
      { hint: "Give the authority's certificate with NODE_EXTRA_CA_CERTS", cause },
    );
  }
  const why = cause instanceof Stalled ? cause.message : `the connection failed (${code})`;
  return new Failure('unreachable', `${shownAddress(url)} cannot be downloaded: ${why}`, {
    hint: 'Check the network and HTTPS_PROXY, or name a mirror with the input tools-mirror or K8S_DEPLOY_TOOLS_MIRROR',
    cause,
  });
}

function codeOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return typeof code === 'string' ? code : error instanceof Error ? error.message : String(error);
}
