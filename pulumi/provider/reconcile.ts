/** Brings the features of a bucket to what is declared, and tells what the store does not have. */
import type { BucketFeature } from '../../src/stack/desired.ts';
import { Failure } from '../../src/stack/failure.ts';
import { features } from './features/registry.ts';
import { type BucketInputs, declares } from './inputs.ts';
import { NotImplemented } from './s3-failures.ts';
import type { S3Session } from './s3-session.ts';

interface Reconciled {
  readonly written: readonly BucketFeature[];
  /** Declared, but not implemented by the store. */
  readonly missing: readonly BucketFeature[];
}

/** One after the other: S3 refuses changes to one bucket that overlap (OperationAborted). */
export async function applyFeatures(
  session: S3Session,
  declared: BucketInputs,
  before: BucketInputs | null,
): Promise<Reconciled> {
  const written: BucketFeature[] = [];
  const missing: BucketFeature[] = [];
  for (const feature of features) {
    try {
      if (await feature.apply(session, declared, before)) written.push(feature.name);
    } catch (error) {
      if (!(error instanceof NotImplemented)) throw error;
      if (declares(declared, feature.name)) missing.push(feature.name);
    }
  }
  refuseRequired(declared, missing);
  return { written, missing: missing.toSorted() };
}

interface Observed {
  /** What the inputs would have to be to describe the bucket as it is. */
  readonly inputs: Partial<BucketInputs>;
  readonly missing: readonly BucketFeature[];
}

export async function observeFeatures(session: S3Session, declared: BucketInputs | null): Promise<Observed> {
  const missing: BucketFeature[] = [];
  const observations = await Promise.all(
    features.map(async (feature) => {
      try {
        return await feature.observe(session, declared);
      } catch (error) {
        if (!(error instanceof NotImplemented)) throw error;
        if (declared !== null && declares(declared, feature.name)) missing.push(feature.name);
        return {};
      }
    }),
  );
  return { inputs: Object.assign({}, ...observations) as Partial<BucketInputs>, missing: missing.toSorted() };
}

function refuseRequired(declared: BucketInputs, missing: readonly BucketFeature[]): void {
  const required = missing.filter((name) => declared.require.includes(name));
  if (required.length === 0) return;
  throw new Failure(
    'configuration',
    `the store of bucket "${declared.bucket}" does not implement ${required.join(', ')}, which \`require\` lists`,
    { hint: 'use a store that does, or take them off `require`: then their absence is a warning' },
  );
}
