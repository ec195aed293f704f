import { told, type StackJudge } from './judge.ts';
import { plural } from './wording.ts';

/** The base branch has gone on: what is merged is not what is previewed. */
export const staleBase: StackJudge = function* ({ facts: { base } }) {
  if (base === null || !(base.behind > 0)) return;
  yield told('stale-base', 'warning', {
    message: `this branch lacks ${plural(base.behind, 'commit')} of ${base.ref}: what is merged is not what this preview shows`,
    hint: `Merge ${base.ref} into the branch, or rebase it, and preview again.`,
  });
};
