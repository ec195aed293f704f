import * as pulumi from '@pulumi/pulumi';
import type { BucketBacking, BucketFeature } from '../../src/stack/desired.ts';

/**
 * A bucket that outlives the stack: created, or adopted if it exists and no other stack's tag is on it. Another name,
 * region or store declares a new bucket; the old one is kept, with what is in it. Made by our own provider.
 */
export class StateBucket extends pulumi.CustomResource {
  declare readonly bucket: pulumi.Output<string>;
  declare readonly region: pulumi.Output<string>;
  /** Declared address of the store; without one it is Amazon's, or as the AWS variables say. */
  declare readonly endpoint: pulumi.Output<string | null>;
  /** The bucket was there before the stack declared it. */
  declare readonly adopted: pulumi.Output<boolean>;
  /** Declared features that the store does not implement. */
  declare readonly missing: pulumi.Output<readonly BucketFeature[]>;

  /** `owner` is `<project>/<stack>`, the value of the tag `k8s-deploy/stack`. */
  constructor(backing: BucketBacking, owner: string, options: pulumi.CustomResourceOptions = {}) {
    const { id: _id, kind: _kind, ...settings } = backing;
    super(
      'k8s-deploy:index:StateBucket',
      backing.bucket,
      { ...settings, owner, adopted: undefined, missing: undefined },
      { ...options, retainOnDelete: true },
    );
  }
}
