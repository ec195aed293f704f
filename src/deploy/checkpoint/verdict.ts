/** Whether a checkpoint is the one that was left: whole, not altered, not older than the last seen one. Pure. */
import { type Broken, type Checkpoint, isBroken } from './parse.ts';

/** What is known of one that was seen. */
export interface Seen {
  readonly sha256: string;
  /** Microseconds since 1970. */
  readonly time: number;
  /** Where it was seen, for a text: `.pulumi/history/…`, `this machine`. */
  readonly where: string;
}

/** What a checkpoint is judged by. */
export interface Evidence {
  /** Null: there is none. */
  readonly current: Checkpoint | Broken | null;
  /** What the last operation left, by the copy that the store has of it. */
  readonly left: Seen | null;
  /** By this machine. */
  readonly here: Seen | null;
  /** When the state that was overwritten last was written; null if there is none or it is broken. */
  readonly formerTime: number | null;
  /** Of a checkpoint that somebody has put in place or accepted on purpose, with `backend restore`. */
  readonly accepted: string | null;
  /** An equal copy of the current one was left after all others, by the store's own clock: the clocks of machines differ. */
  readonly isLastOfStore: boolean;
}

export type Verdict =
  | { readonly as: 'whole' | 'new' }
  | { readonly as: 'broken'; readonly problems: readonly string[] }
  /** It is gone, but operations have left copies. */
  | { readonly as: 'missing' | 'older' | 'altered'; readonly than: Seen };

export function judged({ current, left, here, formerTime, accepted, isLastOfStore }: Evidence): Verdict {
  // Without any copy it was removed with all that belongs to it: `pulumi stack rm`.
  if (current === null) return left === null ? { as: 'new' } : { as: 'missing', than: left };
  if (isBroken(current)) return { as: 'broken', problems: current.problems };
  const seen = [left, here].filter((each) => each !== null);
  const [newest] = seen.toSorted((a, b) => b.time - a.time);
  if (newest === undefined || current.sha256 === accepted) return { as: 'whole' };
  const time = current.time ?? 0;
  if (time > newest.time || seen.some((each) => each.time >= newest.time && each.sha256 === current.sha256))
    return { as: 'whole' };
  // `pulumi stack import` and `pulumi state …` keep the time of what they write, and leave what was there as the former one. An update gives each state that
  // it writes a time of its own, so that the former one is older than what it has left.
  if (formerTime !== null && formerTime >= newest.time) return { as: 'whole' };
  if (time === newest.time) return { as: 'altered', than: newest };
  return isLastOfStore && newest === left ? { as: 'whole' } : { as: 'older', than: newest };
}
