/** What a page about a plan may take, and who gets a place on it first. */
import type { PageLimit } from '../check/fitting.ts';

/**
 * GitHub takes 65,536 characters of a comment everywhere, and 262,144 bytes where it was measured; the rest is for what stands around the page. Where a
 * comment is refused all the same, half of it is tried, down to `leastLimit`.
 */
export const commentLimit: PageLimit = { characters: 65_000, bytes: 262_144 };
/** Verdict, digest and what to run next have a place in it, whatever their names are. */
export const leastLimit: PageLimit = { characters: 3_000, bytes: 6_000 };

/** Ranks of items, see `fit`. */
export const ranks = {
  reasons: 0,
  releases: 1,
  errors: 2,
  risks: 3,
  /** Objects that a risk is about, and their diffs. */
  risky: 4,
  riskyDiffs: 5,
  deleted: 6,
  changed: 7,
  created: 8,
  /** What was there before and is still there needs to be read most. */
  changedDiffs: 9,
  createdDiffs: 10,
  deletedDiffs: 11,
  warnings: 12,
  hooks: 13,
  crds: 14,
  drift: 15,
  surroundingDiffs: 16, // of hooks, CRDs and drift
  graph: 17,
  unchanged: 18,
  notices: 19,
} as const;
