import type { ClusterFacts, Fact, ListedFact } from './facts.ts';
import type { Answer, Asker, Need, NeedId } from './need.ts';
import type { Scene } from './scene.ts';

/** Judges needs of one kind. Pure and total: objects of any shape give needs, never an exception. */
export interface Judge {
  /** Lists that it reads for this stack; none if the stack needs nothing of the kind. */
  readonly asks: (scene: Scene) => readonly ListedFact[];
  readonly judge: (scene: Scene, facts: ClusterFacts) => readonly Need[];
}

export const need = (
  id: NeedId,
  severity: Need['severity'],
  told: { readonly what: string; readonly by: readonly Asker[] },
  answer: Answer,
): Need => ({ id, severity, ...told, ...answer, right: null });

/** `known` of what is known; else the answer that says why it is not. */
export const weighed = <T>(
  fact: Fact<T>,
  known: (value: T) => Answer,
  hint = 'Ask with credentials that may read it, or look yourself.',
): Answer =>
  'known' in fact ? known(fact.known) : { state: 'unknown', message: `not known: ${fact.unknown}`, hint };
