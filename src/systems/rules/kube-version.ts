/** True if a Kubernetes version, `1.33` or `v1.33.4`, is older than the minor version. One that is none is not. */
export function isBefore(version: string, minor: string): boolean {
  const [a, b] = [version, minor].map((text) => /^v?(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number));
  if (a === undefined || b === undefined) return false;
  const [major = 0, small = 0] = a;
  const [otherMajor = 0, otherSmall = 0] = b;
  return major < otherMajor || (major === otherMajor && small < otherSmall);
}
