/** The state bucket as it is declared: what crosses the wire from the program, checked field by field. */
import type { BucketBacking, BucketFeature } from '../../src/stack/desired.ts';

/** `owner` is `<project>/<stack>`: the value of the tag by which the bucket is known as this stack's. */
export interface BucketInputs extends Omit<BucketBacking, 'id' | 'kind'> {
  readonly owner: string;
}

/** A problem with one input, as the engine reports it. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** What the engine puts in the place of a value that it learns only while it applies. */
export const unknownValue = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

export const ownerTag = 'k8s-deploy/stack';

/** As Amazon S3 documents them; other stores allow at most the same. */
const limits = { tags: 50, tagKey: 128, tagValue: 256, expireNoncurrentDays: 2_147_483_647 } as const;

const declared: Readonly<Record<BucketFeature, (inputs: BucketInputs) => boolean>> = {
  tags: () => true, // the owner's at least
  versioning: (inputs) => inputs.versioning,
  encryption: (inputs) => inputs.encryption !== null,
  blockPublicAccess: (inputs) => inputs.blockPublicAccess,
  lifecycle: (inputs) => inputs.expireNoncurrentDays !== null,
};

/** One field: the value that stands in for an absent one (`undefined`: required), and what is wrong with a value, if anything. */
interface Field {
  readonly absent?: unknown;
  readonly problem: (value: unknown) => string | null;
}

const expected = (what: string, holds: (value: unknown) => boolean) => (value: unknown) =>
  holds(value) ? null : `expected ${what}`;
const text = (what: string, pattern: RegExp) =>
  expected(what, (value) => typeof value === 'string' && pattern.test(value));
const flag = (absent: boolean): Field => ({
  absent,
  problem: expected('true or false', (value) => typeof value === 'boolean'),
});
const orNull = (problem: Field['problem']): Field => ({
  absent: null,
  problem: (value) => (value === null ? null : problem(value)),
});

const fields: Readonly<Record<Exclude<keyof BucketInputs, 'owner'>, Field>> = {
  bucket: {
    problem: text(
      'a bucket name: 3 to 63 lower-case letters, digits, "-" and ".", not like an IP address',
      /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    ),
  },
  region: { problem: text('a region such as "eu-west-1"', /^[A-Za-z0-9_-]+$/) },
  endpoint: orNull(
    expected(
      'an http:// or https:// URL without user, password and query',
      (value) => typeof value === 'string' && isPlainUrl(value),
    ),
  ),
  forcePathStyle: flag(false),
  versioning: flag(true),
  encryption: orNull(expected('"AES256" or "aws:kms"', (value) => value === 'AES256' || value === 'aws:kms')),
  kmsKeyId: orNull(text('the id, ARN or alias of a KMS key', /^\S+$/)),
  blockPublicAccess: flag(true),
  tags: { absent: {}, problem: tagsProblem },
  expireNoncurrentDays: orNull(
    expected(
      'a whole number of days, at least 1',
      (value) =>
        typeof value === 'number' &&
        Number.isInteger(value) &&
        value >= 1 &&
        value <= limits.expireNoncurrentDays,
    ),
  ),
  require: {
    absent: [],
    problem: expected(
      `a list of ${Object.keys(declared).join(', ')}`,
      (value) => Array.isArray(value) && value.every((name) => Object.hasOwn(declared, String(name))),
    ),
  },
};

/**
 * Inputs with their defaults, and every problem. An unknown value is accepted anywhere: it is checked again when it is
 * known. `inputs` may only be used where `failures` is empty.
 */
export function parseInputs(
  raw: Readonly<Record<string, unknown>>,
  owner: string,
): { readonly inputs: BucketInputs; readonly failures: readonly CheckFailure[] } {
  const failures: CheckFailure[] = Object.keys(raw)
    .filter((key) => key !== 'owner' && !Object.hasOwn(fields, key))
    .map((property) => ({ property, reason: 'unknown property' }));
  const inputs: Record<string, unknown> = { owner };
  for (const [property, field] of Object.entries(fields)) {
    const value = raw[property] ?? field.absent;
    const reason = value === undefined ? 'required' : value === unknownValue ? null : field.problem(value);
    if (reason !== null) failures.push({ property, reason });
    inputs[property] = value;
  }
  const parsed = inputs as unknown as BucketInputs;
  return { inputs: parsed, failures: failures.length > 0 ? failures : contradictions(parsed) };
}

/** Whether the bucket is declared with a feature. What is not declared is neither set nor watched. */
export const declares = (inputs: BucketInputs, feature: BucketFeature): boolean => declared[feature](inputs);

function contradictions(inputs: BucketInputs): CheckFailure[] {
  const failures: CheckFailure[] = [];
  if (inputs.kmsKeyId !== null && inputs.encryption !== 'aws:kms' && !isUnknown(inputs.encryption)) {
    failures.push({ property: 'kmsKeyId', reason: 'a KMS key needs encryption "aws:kms"' });
  }
  const features = isUnknown(inputs.require) ? [] : inputs.require;
  for (const feature of features.filter((name) => !declares(inputs, name))) {
    failures.push({
      property: 'require',
      reason: `${feature} is required, but the bucket is declared without it`,
    });
  }
  return failures;
}

function tagsProblem(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'expected a map of text to text';
  const entries = Object.entries(value);
  if (entries.length >= limits.tags) {
    return `expected at most ${limits.tags - 1} tags: one more, ${ownerTag}, is added`;
  }
  for (const [key, tag] of entries) {
    if (key === ownerTag) return `${ownerTag} is set by the provider`;
    if (key === '' || key.length > limits.tagKey || key.startsWith('aws:')) {
      return `expected tag keys of 1 to ${limits.tagKey} characters that don't start with "aws:"; found ${JSON.stringify(key)}`;
    }
    if (typeof tag !== 'string' || tag.length > limits.tagValue) {
      return `expected text of at most ${limits.tagValue} characters for the tag ${JSON.stringify(key)}`;
    }
  }
  return null;
}

function isPlainUrl(value: string): boolean {
  const url = URL.parse(value);
  return (
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username + url.password + url.search + url.hash === ''
  );
}

const isUnknown = (value: unknown): boolean => value === unknownValue;
