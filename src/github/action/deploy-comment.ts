/** What a comment asks for. Pure. */
import type { GithubContext } from '../context.ts';

export type AskedByComment =
  /** Not meant for us, or not for this step: nothing is said on the pull request. */
  | { readonly kind: 'ignored'; readonly why: string }
  /** It is for us, and cannot be understood. */
  | { readonly kind: 'unclear'; readonly found: string }
  | { readonly kind: 'asked'; readonly command: 'preview' | 'up'; readonly stack: string | null };

const ignored = (why: string): AskedByComment => ({ kind: 'ignored', why });

/** Only its first line counts, only when it was written, and only on a pull request. `stack`: the input, which other comments leave alone. */
export function askedBy(
  { event, comment, pullRequest }: Pick<GithubContext, 'event' | 'comment' | 'pullRequest'>,
  stack: string | null,
): AskedByComment {
  if (event !== 'issue_comment' || comment === null) return ignored(`${event} is not about a comment`);
  if (comment.action !== 'created')
    return ignored(`the comment was ${comment.action}; only a new one asks for something`);
  if (pullRequest === null) return ignored('the comment is on an issue');
  const [line = ''] = comment.body.split(/\r?\n/, 1);
  if (!/^\/deploy(?:\s|$)/.test(line)) return ignored('its first line does not start with /deploy');
  const [, command, name] =
    /^\/deploy[ \t]+(preview|up)(?:[ \t]+([A-Za-z0-9_][-.\w]{0,99}))?[ \t]*$/.exec(line) ?? [];
  if (command !== 'preview' && command !== 'up') return { kind: 'unclear', found: line };
  if (stack !== null && name !== undefined && name !== stack.slice(stack.lastIndexOf('/') + 1))
    return ignored(`it is about the stack ${name}, and this step about ${stack}`);
  return { kind: 'asked', command, stack: stack ?? name ?? null };
}
