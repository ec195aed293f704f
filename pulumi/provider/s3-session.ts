/** Calls to one bucket of one store. Loads the AWS SDK: import it only where the store is really asked. */
import { S3 } from '@aws-sdk/client-s3';
import { Failure } from '../../src/stack/failure.ts';
import { causeCode, credentialsFailure, s3Failure } from './s3-failures.ts';
import { storeAddress } from './store-address.ts';

/** Milliseconds. The SDK makes up to three attempts to connect; nothing else here retries. */
const limits = { connection: 3000, credentials: 10_000, call: 30_000 } as const;

interface BucketAddress {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint: string | null; // effective: declared, or from the environment
  readonly forcePathStyle: boolean;
}

export class S3Session {
  readonly address: BucketAddress;
  readonly #s3: S3;
  readonly #signal: AbortSignal;
  #credentials: Promise<unknown> | null = null;

  /** `signal` ends the calls that run. */
  constructor(address: BucketAddress, signal: AbortSignal) {
    this.address = address;
    this.#signal = signal;
    this.#s3 = new S3({
      region: address.region,
      forcePathStyle: address.forcePathStyle,
      requestHandler: { connectionTimeout: limits.connection },
      requestChecksumCalculation: 'WHEN_REQUIRED', // not every store knows the checksums that are optional
      ...(address.endpoint === null ? {} : { endpoint: address.endpoint }),
    });
  }

  /**
   * Throws a `Failure`, or `NotImplemented` where the store lacks the operation. `doing` completes "could not …";
   * `permission` is the IAM action that the call needs.
   */
  async call<Answer>(
    doing: string,
    permission: string,
    run: (
      s3: S3,
      bucket: { readonly Bucket: string },
      options: { readonly abortSignal: AbortSignal },
    ) => Promise<Answer>,
  ): Promise<Answer> {
    const { bucket, region, endpoint } = this.address;
    try {
      await (this.#credentials ??= this.#findCredentials());
      const abortSignal = AbortSignal.any([this.#signal, AbortSignal.timeout(limits.call)]);
      return await run(this.#s3, { Bucket: bucket }, { abortSignal });
    } catch (error) {
      if (this.#signal.aborted) throw new Failure('cancelled', `cancelled: ${doing} bucket "${bucket}"`);
      throw s3Failure(error, { bucket, region, store: storeAddress(endpoint), doing, permission });
    }
  }

  /** Like `call`; `null` if the store answers with this error code, its way to say that nothing is set. */
  async find<Answer>(
    absentCode: string,
    ...call: Parameters<typeof this.call<Answer>>
  ): Promise<Answer | null> {
    try {
      return await this.call<Answer>(...call);
    } catch (error) {
      if (causeCode(error) === absentCode) return null;
      throw error;
    }
  }

  /** The chain ends at an instance's metadata service, which may swallow packets where there is none. */
  async #findCredentials(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const seconds = limits.credentials / 1000;
      const failure = new Failure('authentication', `no AWS credentials were found within ${seconds} s`, {
        hint: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or AWS_EC2_METADATA_DISABLED=true to learn sooner',
      });
      timer = setTimeout(() => reject(failure), limits.credentials);
    });
    try {
      await Promise.race([this.#s3.config.credentials(), late]);
    } catch (error) {
      throw credentialsFailure(error);
    } finally {
      clearTimeout(timer);
    }
  }
}
