/** A bucket that is to keep the states of stacks. It belongs to none of them: no stack could look after the bucket that its own state is in. */
import { randomUUID } from 'node:crypto';
import { createBucket, findBucket } from '../../../pulumi/provider/bucket.ts';
import { type BucketInputs, parseInputs } from '../../../pulumi/provider/inputs.ts';
import { readOwner, refuseForeign } from '../../../pulumi/provider/ownership.ts';
import { applyFeatures } from '../../../pulumi/provider/reconcile.ts';
import { S3Session } from '../../../pulumi/provider/s3-session.ts';
import {
  effectiveEndpoint,
  type Environment,
  isStateBackend,
} from '../../../pulumi/provider/store-address.ts';
import type { BucketFeature } from '../../stack/desired.ts';
import { Failure } from '../../stack/failure.ts';
import type { Backend } from '../backend.ts';
import { bucketEndpoint, bucketStore, saysPathStyle } from '../bucket-store.ts';
import { storeFailure } from '../store-failure.ts';
import { isOurs } from './ours.ts';

type BucketBackend = Extract<Backend, { kind: 's3' }>;

export interface BucketWish {
  /** Id, ARN or alias; null: the store's own key, AES256. */
  readonly kmsKey: string | null;
  /** Days that a state which was written over is kept; null: for ever. */
  readonly keepDays: number | null;
  /** Features without which it is an error; the absence of others is told. */
  readonly require: readonly BucketFeature[];
}

export interface InitialisedBucket {
  readonly bucket: string;
  readonly region: string;
  readonly created: boolean;
  /** What was set now. */
  readonly set: readonly BucketFeature[];
  /** What the store does not implement. */
  readonly missing: readonly BucketFeature[];
  /** Whether of two that write a new object at the same time one fails, as our lock needs it. */
  readonly conditionalWrites: boolean;
}

/** Value of the tag by which a bucket is known as one for states. */
const owner = 'pulumi-state';

/** Whether the state would be kept in this bucket, which a stack declares as its own. */
export const keepsStateIn = (
  backend: BucketBackend,
  declared: { readonly bucket: string; readonly endpoint: string | null },
  environment: Environment,
): boolean => isStateBackend(backend.url, declared, environment);

/** Makes the bucket, or brings one that is ours or empty to what is wished. Rejects with a `Failure`; a bucket of somebody else is not touched. */
export async function initBucket(
  backend: BucketBackend,
  wish: BucketWish,
  { environment, signal }: { readonly environment: Environment; readonly signal: AbortSignal },
): Promise<InitialisedBucket> {
  const inputs = inputsFor(backend, wish, environment);
  const { bucket, region, forcePathStyle } = inputs;
  const endpoint = effectiveEndpoint(inputs.endpoint, environment);
  const session = new S3Session({ bucket, region, endpoint, forcePathStyle }, signal);
  const found = await findBucket(session);
  if (found !== null) {
    requireRegion(inputs, found.region);
    refuseForeign(bucket, await readOwner(session), [owner]);
    await requireNothingElse(session, backend);
  }
  const created = found === null && (await createBucket(session));
  const { written, missing } = await applyFeatures(session, inputs, null);
  return { bucket, region, created, set: written, missing, conditionalWrites: await tryStore(backend) };
}

function inputsFor(backend: BucketBackend, wish: BucketWish, environment: Environment): BucketInputs {
  const { query } = backend;
  if (query.has('profile')) {
    throw new Failure('configuration', 'the address names a profile', {
      hint: 'leave it out here and set AWS_PROFILE: all that is asked of the store has to be with the same credentials',
    });
  }
  const region = query.get('region') ?? (environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION']);
  if (!region) {
    throw new Failure('configuration', `no region is named for bucket "${backend.bucket}"`, {
      hint: `add it to the address: s3://${backend.bucket}?region=eu-west-1`,
    });
  }
  const raw = {
    bucket: backend.bucket,
    region,
    endpoint: bucketEndpoint(query),
    forcePathStyle: saysPathStyle(query),
    versioning: true,
    encryption: wish.kmsKey === null ? 'AES256' : 'aws:kms',
    kmsKeyId: wish.kmsKey,
    blockPublicAccess: true,
    expireNoncurrentDays: wish.keepDays,
    require: wish.require,
  };
  const { inputs, failures } = parseInputs(raw, owner);
  if (failures.length === 0) return inputs;
  const problems = failures.map(({ property, reason }) => `${property}: ${reason}`);
  throw new Failure('configuration', `${backend.url.split('?')[0]}: ${problems.join('; ')}`);
}

function requireRegion({ bucket, region }: BucketInputs, found: string | null): void {
  if (found === null || found === '' || found === region) return;
  throw new Failure('configuration', `bucket "${bucket}" is not in region "${region}"`, {
    hint: `correct \`region\` of the address: it is in "${found}"`,
  });
}

/** At the top of the bucket, and below the prefix. */
async function requireNothingElse(session: S3Session, { bucket, prefix }: BucketBackend): Promise<void> {
  const top = await firstNames(session, '');
  const first = prefix.split('/')[0] ?? '';
  const foreign = top.filter((name) => !isOurs(name) && name !== first);
  const below =
    prefix === '' ? [] : (await firstNames(session, `${prefix}/`)).filter((name) => !isOurs(name));
  const all = [...foreign, ...below.map((name) => `${prefix}/${name}`)];
  if (all.length === 0) return;
  throw new Failure(
    'configuration',
    `bucket "${bucket}" holds other things: ${all.slice(0, 3).join(', ')}${all.length > 3 ? ', …' : ''}`,
    { hint: 'choose a bucket of its own for the state; nothing was changed' },
  );
}

/** Names of what is directly below, as far as one answer tells them. */
async function firstNames(session: S3Session, Prefix: string): Promise<string[]> {
  const { Contents = [], CommonPrefixes = [] } = await session.call(
    'list the objects of',
    's3:ListBucket',
    (s3, bucket, options) => s3.listObjectsV2({ ...bucket, Prefix, Delimiter: '/' }, options),
  );
  const keys = [...Contents.map(({ Key = '' }) => Key), ...CommonPrefixes.map(({ Prefix: key = '' }) => key)];
  return keys.map((key) => key.slice(Prefix.length).replace(/\/$/, ''));
}

/** What every run does with it: write, read, list, delete. Gives whether a second one that writes a new object is refused. */
async function tryStore(backend: BucketBackend): Promise<boolean> {
  const store = bucketStore(backend);
  const folder = '.k8s-deploy/trials';
  const path = `${folder}/${randomUUID()}`;
  try {
    const [first, second] = [await store.create(path, 'first'), await store.create(path, 'second')];
    await store.list(folder);
    await store.remove(path);
    return first && !second;
  } catch (error) {
    throw storeFailure(error, backend);
  }
}
