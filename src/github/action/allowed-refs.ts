/** Which branches and tags may be applied from. A bare name is a branch: whoever may push tags could else make one with the name of a protected branch. */

const branches = 'refs/heads/';

/** `main`, `release/*` (anything but `/`), `teams/**` (anything), `refs/tags/v*`. */
export const isAllowedRef = (ref: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => {
    const full = pattern.startsWith('refs/') ? pattern : `${branches}${pattern}`;
    return new RegExp(`^${full.split(/(\*+)/).map(part).join('')}$`).test(ref);
  });

function part(text: string): string {
  if (text === '*') return '[^/]*';
  return /^\*+$/.test(text) ? '.*' : text.replaceAll(/[^\w/]/g, '\\$&');
}

/** `main`, `refs/tags/v1`: as `allowed-refs` has it. */
export const shownRef = (ref: string): string =>
  ref.startsWith(branches) ? ref.slice(branches.length) : ref;
