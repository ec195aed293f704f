/** Whose bucket it is: told by the tag that names its stack. Nobody's bucket is taken over by accident. */
import { Failure } from '../../src/stack/failure.ts';
import { holdsObject } from './bucket.ts';
import { readTags } from './features/tags.ts';
import { type BucketInputs, ownerTag } from './inputs.ts';
import { NotImplemented } from './s3-failures.ts';
import type { S3Session } from './s3-session.ts';

/** `<project>/<stack>` of a resource's URN, `urn:pulumi:STACK::PROJECT::TYPE::NAME`. */
export function ownerOf(urn: string): string {
  const [stack = '', project = ''] = urn.replace(/^urn:pulumi:/, '').split('::');
  return `${project}/${stack}`;
}

/** The stack that the bucket's tag names; `null` without the tag, or where the store has no tags. */
export async function readOwner(session: S3Session): Promise<string | null> {
  try {
    return (await readTags(session))[ownerTag] ?? null;
  } catch (error) {
    if (error instanceof NotImplemented) return null;
    throw error;
  }
}

/** Throws if the tag names a stack other than these. */
export function refuseForeign(bucket: string, owner: string | null, ours: readonly string[]): void {
  if (owner === null || ours.includes(owner)) return;
  throw new Failure(
    'configuration',
    `bucket "${bucket}" belongs to stack "${owner}", by its tag ${ownerTag}`,
    {
      hint: 'choose another bucket; or, if that stack is gone for good, take the tag off the bucket',
    },
  );
}

/** Throws if the bucket holds the Pulumi state of the very stack that wants to keep its data in it. */
export async function refuseStateBackend(session: S3Session, { bucket, owner }: BucketInputs): Promise<void> {
  // Where a self-managed backend keeps a stack: https://www.pulumi.com/docs/iac/concepts/state-and-backends/
  if (!(await holdsObject(session, `.pulumi/stacks/${owner}.json`))) return;
  throw new Failure('configuration', `bucket "${bucket}" holds the Pulumi state of this stack`, {
    hint: 'choose another bucket: a stack cannot look after the bucket that its own state is kept in',
  });
}
