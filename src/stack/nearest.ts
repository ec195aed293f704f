/** Finds the name that was probably meant. */

/** Longer words are compared by equality only: the comparison takes time proportional to both lengths. */
const comparedCharacters = 100;

/** The closest of `names`, the first among equals; `null` if none is close enough to be a slip of the hand. */
export function nearest(word: string, names: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const name of names) {
    const distance = distanceBetween(word.toLowerCase(), name.toLowerCase());
    if (distance < least && distance <= tolerance(word, name)) {
      best = name;
      least = distance;
    }
  }
  return best;
}

/** `; did you mean "replicas"?`, or nothing. */
export function suggestion(word: string, names: Iterable<string>): string {
  const name = nearest(word, names);
  return name === null ? '' : `; did you mean "${name}"?`;
}

/** A third of the longer word may differ: at least one character, unless that is all of it, and at most three. */
function tolerance(a: string, b: string): number {
  const length = Math.max(a.length, b.length);
  return length < 2 ? 0 : Math.min(3, Math.max(1, Math.floor(length / 3)));
}

/** Damerau-Levenshtein distance (optimal string alignment): insert, delete, replace, or swap two neighbours. */
export function distanceBetween(a: string, b: string): number {
  if (a === b) return 0;
  if (Math.max(a.length, b.length) > comparedCharacters) return Infinity;
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const removed = (previous[j] ?? 0) + 1;
      const inserted = (row[j - 1] ?? 0) + 1;
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (older[j - 2] ?? 0) + 1 : Infinity;
      row.push(Math.min(replaced, removed, inserted, swapped));
    }
    older = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}
