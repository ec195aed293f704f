/** What each feature of a bucket gives: it can be looked at, and brought to what is declared. */
import type { BucketFeature } from '../../../src/stack/desired.ts';
import type { BucketInputs } from '../inputs.ts';
import type { S3Session } from '../s3-session.ts';

export interface Feature {
  readonly name: BucketFeature;

  /**
   * The inputs that describe what is really set. Equal to what is declared where that holds; all that is there if
   * nothing is declared yet (an import).
   */
  observe(session: S3Session, declared: BucketInputs | null): Promise<Partial<BucketInputs>>;

  /**
   * Sets what is declared, unless it is set; clears what was declared `before` and no longer is. Leaves alone what was
   * never declared. Whether anything was written.
   */
  apply(session: S3Session, declared: BucketInputs, before: BucketInputs | null): Promise<boolean>;
}
