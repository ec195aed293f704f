/** What differs between the bucket as it was last declared (or found by a refresh) and as it is declared now. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { BucketInputs } from './inputs.ts';
import { effectiveEndpoint, type Environment, storeAddress } from './store-address.ts';

export interface PropertyChange {
  readonly property: keyof BucketInputs;
  /** Another bucket, so a new one; the old one is kept. */
  readonly replaces: boolean;
}

/** In alphabetical order of the properties. */
export function diffInputs(
  before: Readonly<Record<string, unknown>>,
  after: BucketInputs,
  environment: Environment,
): PropertyChange[] {
  const properties = Object.keys(after) as (keyof BucketInputs)[];
  return properties
    .filter((property) => !isDeepStrictEqual(comparable(before[property]), comparable(after[property])))
    .toSorted()
    .map((property) => ({ property, replaces: meansAnotherBucket(property, before, after, environment) }));
}

function meansAnotherBucket(
  property: keyof BucketInputs,
  before: Readonly<Record<string, unknown>>,
  after: BucketInputs,
  environment: Environment,
): boolean {
  if (property === 'bucket' || property === 'region') return true;
  if (property !== 'endpoint') return false;
  const old = typeof before.endpoint === 'string' ? before.endpoint : null;
  const store = (endpoint: string | null) => storeAddress(effectiveEndpoint(endpoint, environment));
  return store(old) !== store(after.endpoint);
}

/** Null and absent are the same; the order of `require` has no meaning. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return new Set(value);
  return value ?? null;
}
