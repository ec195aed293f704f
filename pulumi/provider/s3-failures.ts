/**
 * What a failed S3 call means. Told by the error code of the answer, else by its HTTP status, else by the code of the
 * socket; never by prose.
 */
import { Failure } from '../../src/stack/failure.ts';

/** The store answers, but does not have the operation. */
export class NotImplemented extends Error {
  override readonly name = 'NotImplemented';
}

/** The call in question, for the text of the failure. */
interface S3Call {
  readonly bucket: string;
  readonly region: string;
  readonly store: string; // as `storeAddress` gives it
  readonly doing: string; // "read the tags of"; completes "could not …"
  readonly permission: string; // IAM action, "s3:GetBucketTagging"
}

/** The parts of an SDK error that matter here. Any of them may be missing. */
interface ServiceError {
  readonly name?: string;
  readonly Code?: string;
  readonly code?: string; // of the socket
  readonly Region?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

const notImplemented = new Set([
  'NotImplemented',
  'MethodNotAllowed',
  'XNotImplemented',
  'UnsupportedOperation',
]);
const wrongCredentials = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'InvalidToken',
  'TokenRefreshRequired',
  'InvalidClientTokenId',
  'XAdminUserNotFound', // versitygw's word for an unknown access key
]);
const otherRegion = new Set([
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
  'InvalidLocationConstraint',
]);
const timeouts = new Set(['TimeoutError', 'AbortError', 'ETIMEDOUT']);

/** Error code of the S3 answer from which a `Failure` of this module was made. */
export const causeCode = (error: unknown): string => (error instanceof Failure ? errorCode(error.cause) : '');

/** The error code that S3, the SDK or the socket gives. */
function errorCode(error: unknown): string {
  const { Code, code, name } = (error ?? {}) as ServiceError;
  return Code ?? code ?? name ?? '';
}

export const httpStatus = (error: unknown): number | undefined =>
  (error as ServiceError | undefined)?.$metadata?.httpStatusCode;

/** Region that the store names in its answer as the bucket's own. */
function namedRegion(error: unknown): string | null {
  const { Region, $response } = (error ?? {}) as ServiceError;
  return $response?.headers?.['x-amz-bucket-region'] ?? Region ?? null;
}

/** The `Failure` (or `NotImplemented`) that an error of a call stands for. What came neither from the store nor the network is given back. */
export function s3Failure(error: unknown, call: S3Call): Error {
  if (error instanceof Failure || error instanceof NotImplemented) return error;
  const code = errorCode(error);
  const status = httpStatus(error);
  const where = `bucket "${call.bucket}" on ${call.store === 'aws' ? 'Amazon S3' : call.store}`;
  const could = `could not ${call.doing} ${where}`;
  if (notImplemented.has(code) || status === 501 || status === 405) {
    return new NotImplemented(`${could}: the store does not implement it`, { cause: error });
  }
  if (wrongCredentials.has(code)) {
    return new Failure('authentication', `${could}: the store refuses the credentials (${code})`, {
      hint: 'check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN or AWS_PROFILE, and that they are for this store',
      cause: error,
    });
  }
  if (code === 'RequestTimeTooSkewed') {
    return new Failure(
      'authentication',
      `${could}: the clock of this machine and the store's differ too much`,
      {
        hint: 'set the clock; signatures are valid for 15 minutes',
        cause: error,
      },
    );
  }
  if (otherRegion.has(code) || status === 301) {
    const region = namedRegion(error);
    return new Failure('configuration', `${where} is not in region "${call.region}"`, {
      hint: `correct \`region\` (AWS_REGION for an import)${region === null ? '' : `: it is in "${region}"`}`,
      cause: error,
    });
  }
  if (status === 403) {
    return new Failure('authentication', `${could}: access denied`, {
      hint: `allow ${call.permission} on arn:aws:s3:::${call.bucket}; or the bucket belongs to another account, then choose another name`,
      cause: error,
    });
  }
  if (timeouts.has(code)) {
    return new Failure('unreachable', `${could}: no answer in time`, { hint: networkHint, cause: error });
  }
  if (status !== undefined) {
    const { message = '' } = error as ServiceError;
    return new Failure('failed', `${could}: ${code} (HTTP ${status}) ${message}`.trimEnd(), { cause: error });
  }
  if (!isSocketError(error)) return error as Error; // a mistake of ours
  return new Failure('unreachable', `${could}: no connection (${code})`, {
    hint: code.includes('CERT') || code.includes('LEAF') ? certificateHint : networkHint,
    cause: error,
  });
}

/** Whatever the chain of credentials ends with. Its own text may quote what a `credential_process` printed. */
export function credentialsFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('authentication', `no AWS credentials were found (${errorCode(error)})`, {
    hint: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE (log in again if it is an SSO one), or give the runner a role',
    cause: error,
  });
}

const isSocketError = (error: unknown): boolean =>
  typeof (error as ServiceError | undefined)?.code === 'string';

const networkHint = 'check `endpoint` (or AWS_ENDPOINT_URL_S3), the network and its proxy';
const certificateHint = 'the certificate is not trusted: name its authority in NODE_EXTRA_CA_CERTS';
