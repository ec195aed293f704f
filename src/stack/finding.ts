import type { FieldPath } from './desired.ts';

/** What is wrong with a document, before its place in a file is looked up. */
export interface Finding {
  readonly path: FieldPath;
  readonly message: string;
  /** Whether the key or the value is at fault. */
  readonly part: 'key' | 'value';
  /** The key is not there. */
  readonly missing?: true;
  /** The key that was probably meant; that it is missing needs no second message. */
  readonly meant?: FieldPath;
}
