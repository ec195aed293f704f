/** Chart versions: semantic versions as loosely as Helm takes them (`v1.2`, `1`). */

const pattern = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

export const isVersion = (text: string): boolean => pattern.test(text);

/** A version as an OCI tag: `+` is not allowed there and Helm writes `_`. */
export const toTag = (version: string): string => version.replaceAll('+', '_');
export const fromTag = (tag: string): string => tag.replaceAll('_', '+');

/** `v1.2.3` and `1.2.3` are the same version, and so are `1.2.3+b` and the tag `1.2.3_b`. */
export function sameVersion(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

/** Precedence of semantic versions, lowest first; text that is none comes before all. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [pattern.exec(one), pattern.exec(other)];
  if (a === null || b === null) return Number(a !== null) - Number(b !== null) || compareText(one, other);
  for (const part of [1, 2, 3]) {
    const difference = Number(a[part] ?? 0) - Number(b[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePrerelease(a[4], b[4]) || compareText(one, other);
}

/** Those of `versions` that stand closest to the asked one, newest first. */
export function nearestVersions(versions: readonly string[], asked: string | null, count = 5): string[] {
  const newestFirst = [...new Set(versions)].toSorted((a, b) => compareVersions(b, a));
  if (asked === null || !isVersion(asked)) return newestFirst.slice(0, count);
  const place = newestFirst.findIndex((version) => compareVersions(version, asked) < 0);
  const middle = place === -1 ? newestFirst.length : place;
  const start = Math.max(0, Math.min(middle - Math.floor(count / 2), newestFirst.length - count));
  return newestFirst.slice(start, start + count);
}

const plain = (version: string): string => fromTag(version).replace(/^v/, '');

const compareText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

function comparePrerelease(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined)
    return Number(one === undefined) - Number(other === undefined);
  const [a, b] = [one.split('.'), other.split('.')];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [x, y] = [a[index], b[index]];
    if (x === undefined || y === undefined) return Number(x !== undefined) - Number(y !== undefined);
    const [numericX, numericY] = [/^\d+$/.test(x), /^\d+$/.test(y)];
    const difference = numericX && numericY ? Number(x) - Number(y) : Number(numericY) - Number(numericX);
    if (difference !== 0) return difference;
    if (x !== y && !numericX) return compareText(x, y);
  }
  return 0;
}
