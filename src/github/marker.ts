/**
 * The hidden last line of our comments: whose comment it is, and what it stands for. It is last, and not first, so that the first line that people see in a
 * mail or a list is the verdict; and so that nothing that a chart puts into the text can stand in its place: the last marker counts.
 */
import { createHash } from 'node:crypto';
import { isMap, textAt, type Data } from '../kubernetes/data.ts';

/** One comment for each: a stack directory has one project, and a stack file that cannot be read does not tell it. */
export interface CommentIdentity {
  readonly stack: string;
  readonly directory: string; // relative to the root of the repository; `.` for that itself
  /** What would be done, which can be approved, or what came of it, which cannot. Default: the plan. */
  readonly about?: 'plan' | 'outcome';
}

export interface MarkerContent extends CommentIdentity {
  /** Of the plan; null if there is none, as after a failure. */
  readonly digest: string | null;
  /** That was previewed; null if it is not known. */
  readonly commit: string | null;
  /** sha256 of the text above: what was signed is what was read. */
  readonly text: string;
}

export interface Marker {
  readonly content: MarkerContent;
  /** As it stands there: what is signed. */
  readonly payload: string;
  readonly signature: string | null;
  /** What stands above it. */
  readonly above: string;
  /** Whether nothing stands below it. */
  readonly isLast: boolean;
}

// Base64url has no `>`, so that nothing in it can end the HTML comment.
const pattern = /^<!-- k8s-deploy:comment v1 ([\w-]{1,8000}) ([\w-]{43}|-) -->$/;

export function payloadOf({ stack, directory, digest, commit, text, about }: MarkerContent): string {
  const sorted = { ...(about === 'outcome' ? { about } : {}), commit, digest, directory, stack, text };
  return Buffer.from(JSON.stringify(sorted)).toString('base64url');
}

export const markerLine = (payload: string, signature: string | null): string =>
  `<!-- k8s-deploy:comment v1 ${payload} ${signature ?? '-'} -->`;

/** Null if there is none. */
export function markerIn(body: string): Marker | null {
  const lines = body.split(/\r?\n/);
  for (let index = lines.length - 1; index >= 0; index--) {
    const [, payload, signature] = pattern.exec(lines[index] ?? '') ?? [];
    const content = payload === undefined ? null : contentOf(payload);
    if (payload === undefined || content === null) continue;
    return {
      content,
      payload,
      signature: signature === '-' ? null : (signature ?? null),
      above: lines.slice(0, index).join('\n'),
      isLast: lines.slice(index + 1).every((line) => line.trim() === ''),
    };
  }
  return null;
}

/** Ends of lines are not the text: a browser writes others than we do. */
export const hashOf = (text: string): string =>
  createHash('sha256').update(text.replaceAll('\r\n', '\n').trim()).digest('hex');

export const isOf = ({ content }: Marker, { stack, directory, about }: CommentIdentity): boolean =>
  content.stack === stack && content.directory === directory && isSameMatter(content, { about });

export const isSameMatter = (
  one: { readonly about?: CommentIdentity['about'] },
  other: { readonly about?: CommentIdentity['about'] | undefined },
): boolean => (one.about ?? 'plan') === (other.about ?? 'plan');

function contentOf(payload: string): MarkerContent | null {
  const data = parsed(payload);
  if (!isMap(data)) return null;
  const [stack, directory, text] = ['stack', 'directory', 'text'].map((key) => textAt(data, key));
  if (stack === undefined || directory === undefined || text === undefined) return null;
  return {
    stack,
    directory,
    text,
    digest: textAt(data, 'digest') ?? null,
    commit: textAt(data, 'commit') ?? null,
    ...(textAt(data, 'about') === 'outcome' ? { about: 'outcome' as const } : {}),
  };
}

function parsed(payload: string): Data {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Data;
  } catch {
    return null;
  }
}
