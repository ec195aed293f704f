/** What a state store that refuses, fails or does not answer stands for: told by the status of its answer and by system codes, never by prose. */
import { Failure } from '../stack/failure.ts';
import type { Backend } from './backend.ts';

/** The parts of an error of the AWS SDK, of the socket or of the file system that matter here. */
interface StoreError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const wrongCredentials: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidToken',
  'SignatureDoesNotMatch',
  'TokenProviderError',
  'XAdminUserNotFound', // versitygw's word for an unknown access key
]);
const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const notAllowed: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Without the query: an address may hold more than others should read. */
export const storeName = ({ url }: Backend): string => `the state store ${url.split('?')[0] ?? ''}`;

export function storeFailure(error: unknown, backend: Backend): Failure {
  if (error instanceof Failure) return error;
  const { name = '', message = String(error), code, $metadata } = (error ?? {}) as StoreError;
  const status = $metadata?.httpStatusCode;
  const where = storeName(backend);
  const reason = `${name}: ${message}`;
  if (status === 401 || status === 403 || wrongCredentials.has(name)) {
    return new Failure(
      'authentication',
      status === undefined
        ? `no credentials for ${where} (${reason})`
        : `${where} refused the credentials (${reason})`,
      {
        hint: 'check the AWS credentials of this process (they may have expired) and their rights on the bucket; nothing is tried again with the same ones',
        cause: error,
      },
    );
  }
  if (status === 404) {
    return new Failure('configuration', `${where} does not exist (${reason})`, {
      hint: `make it with \`k8s-deploy backend init '${backend.url}'\`, or correct PULUMI_BACKEND_URL`,
      cause: error,
    });
  }
  if (code !== undefined && full.has(code)) {
    return new Failure('failed', `${where} is full (${reason})`, { hint: 'make room in it', cause: error });
  }
  if (code !== undefined && notAllowed.has(code)) {
    return new Failure('authentication', `${where} may not be read or written by this user (${reason})`, {
      hint: 'correct the rights of the folder',
      cause: error,
    });
  }
  return new Failure('unreachable', `${where} does not answer (${reason})`, {
    hint: 'run the command again once it does',
    cause: error,
  });
}
