/**
 * The life of a state bucket in the words of Pulumi's provider protocol, without its wire. `check`, `diff` and previews
 * are pure: they need neither credentials nor network. Failures are thrown as `Failure`.
 */
import type { BucketFeature } from '../../src/stack/desired.ts';
import { Failure } from '../../src/stack/failure.ts';
import { createBucket, findBucket } from './bucket.ts';
import { diffInputs, type PropertyChange } from './diff.ts';
import { type BucketInputs, type CheckFailure, parseInputs, unknownValue } from './inputs.ts';
import { ownerOf, readOwner, refuseForeign, refuseStateBackend } from './ownership.ts';
import { applyFeatures, observeFeatures } from './reconcile.ts';
import type { S3Session } from './s3-session.ts';
import { effectiveEndpoint, type Environment, isStateBackend } from './store-address.ts';

export const bucketType = 'k8s-deploy:index:StateBucket';

export interface BucketOutputs extends BucketInputs {
  /** The bucket was there before the stack declared it. */
  readonly adopted: boolean;
  /** What is declared and the store does not implement. */
  readonly missing: readonly BucketFeature[];
}

interface BucketState {
  readonly id: string; // name of the bucket
  readonly inputs: BucketInputs;
  readonly outputs: BucketOutputs;
}

type Properties = Readonly<Record<string, unknown>>;
export type Log = (severity: 'info' | 'warning', urn: string, message: string) => Promise<void>;

export interface ProviderContext {
  readonly environment: Environment;
  readonly log: Log;
  /** Ends what runs when the engine cancels. */
  readonly signal: AbortSignal;
}

export class StateBucketProvider {
  readonly #context: ProviderContext;

  constructor(context: ProviderContext) {
    this.#context = context;
  }

  check(urn: string, news: Properties): { inputs: BucketInputs; failures: readonly CheckFailure[] } {
    const owner = typeof news.owner === 'string' ? news.owner : ownerOf(urn);
    const { inputs, failures } = parseInputs(news, owner);
    const { environment } = this.#context;
    const backend = environment.PULUMI_BACKEND_URL;
    if (failures.length > 0 || backend === undefined || !isStateBackend(backend, inputs, environment)) {
      return { inputs, failures };
    }
    const reason =
      'the Pulumi state of this stack is kept in this bucket, so the stack cannot look after it: choose another one';
    return { inputs, failures: [{ property: 'bucket', reason }] };
  }

  diff(before: Properties, after: BucketInputs): PropertyChange[] {
    return diffInputs(before, after, this.#context.environment);
  }

  /** What a preview knows of the outputs. `before` is `null` for a bucket that is not in the state yet. */
  planned(inputs: BucketInputs, before: BucketOutputs | null): Properties {
    return { ...inputs, adopted: before?.adopted ?? unknownValue, missing: unknownValue };
  }

  async create(urn: string, inputs: BucketInputs): Promise<{ id: string; outputs: BucketOutputs }> {
    const session = await this.#session(inputs);
    const created = (await findBucket(session)) === null && (await createBucket(session));
    const owner = created ? null : await this.#mayAdopt(session, inputs);
    const { written, missing } = await this.#apply(urn, session, inputs, null);
    if (!created) {
      const set = written.length === 0 ? 'nothing had to be set' : `set: ${written.join(', ')}`;
      const message = `bucket "${inputs.bucket}" was there before, ${owner === null ? 'of no stack' : 'of this stack'}: adopted (${set})`;
      await this.#context.log(owner === null ? 'warning' : 'info', urn, message);
    }
    return { id: inputs.bucket, outputs: { ...inputs, adopted: !created, missing } };
  }

  /** `null` if the bucket is gone. `declared` and `outputs` are `null` on an import. */
  async read(
    id: string,
    declared: BucketInputs | null,
    outputs: BucketOutputs | null,
  ): Promise<BucketState | null> {
    const base = declared ?? this.#importedBase(id);
    const session = await this.#session(base);
    const found = await findBucket(session);
    if (found === null) return null;
    const observed = await observeFeatures(session, declared);
    const region = declared?.region ?? found.region ?? base.region;
    const inputs = { ...base, region, ...observed.inputs };
    return {
      id,
      inputs,
      outputs: { ...inputs, adopted: outputs?.adopted ?? true, missing: observed.missing },
    };
  }

  async update(
    urn: string,
    before: BucketInputs,
    old: BucketOutputs,
    inputs: BucketInputs,
  ): Promise<BucketOutputs> {
    const session = await this.#session(inputs);
    if ((await findBucket(session)) === null) {
      throw new Failure('failed', `bucket "${inputs.bucket}" is gone`, {
        hint: 'if that is meant, refresh the stack (`pulumi refresh`): the next `up` makes a new, empty one',
      });
    }
    refuseForeign(inputs.bucket, await readOwner(session), [inputs.owner, before.owner]);
    const { missing } = await this.#apply(urn, session, inputs, before);
    return { ...inputs, adopted: old.adopted, missing };
  }

  /** The resource is declared to be retained, so the engine has no reason to ask for this. */
  delete(id: string): never {
    throw new Failure(
      'failed',
      `bucket "${id}" is never deleted by Pulumi: it holds the only copy of its data`,
      {
        hint: `run \`pulumi state delete\` to let the stack forget it; empty and delete it with the tools of its store`,
      },
    );
  }

  /** The stack that the tag names, this one or `null`; throws if the bucket must not be taken. */
  async #mayAdopt(session: S3Session, inputs: BucketInputs): Promise<string | null> {
    const owner = await readOwner(session);
    refuseForeign(inputs.bucket, owner, [inputs.owner]);
    await refuseStateBackend(session, inputs);
    return owner;
  }

  async #apply(urn: string, session: S3Session, inputs: BucketInputs, before: BucketInputs | null) {
    const reconciled = await applyFeatures(session, inputs, before);
    if (reconciled.missing.length > 0) {
      const message = `the store of bucket "${inputs.bucket}" does not implement ${reconciled.missing.join(', ')}: the bucket stays without (\`require\` makes that an error)`;
      await this.#context.log('warning', urn, message);
    }
    return reconciled;
  }

  /** The SDK is loaded here and not before, so that a preview starts without it. */
  async #session({ bucket, region, endpoint, forcePathStyle }: BucketInputs): Promise<S3Session> {
    const { S3Session } = await import('./s3-session.ts');
    const { environment, signal } = this.#context;
    const address = { bucket, region, endpoint: effectiveEndpoint(endpoint, environment), forcePathStyle };
    return new S3Session(address, signal);
  }

  /** An import gives the name only; the rest is as the environment has it. */
  #importedBase(bucket: string): BucketInputs {
    const { environment } = this.#context;
    const region = environment.AWS_REGION || environment.AWS_DEFAULT_REGION || 'us-east-1';
    const forcePathStyle = effectiveEndpoint(null, environment) !== null;
    const unset = { versioning: false, blockPublicAccess: false };
    return parseInputs({ bucket, region, forcePathStyle, ...unset }, '').inputs;
  }
}
