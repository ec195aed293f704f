/** How long something has been, as people say it: `3 min`. */
const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const;

/** From 1 of the largest unit that fits; seconds below a minute, and never less than none. */
export function spanText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  for (const [name, size] of units) if (whole >= size) return `${Math.floor(whole / size)} ${name}`;
  return `${whole} s`;
}
