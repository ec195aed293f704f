import type { RenderOutcome } from '../render/renderer.ts';
import type { Case } from './case.ts';
import type { Finding } from './finding.ts';
import { placeOf } from './judge.ts';
import { outcomeFault } from './suite/failure-text.ts';

/** What is wrong with how a case ended; null if it ended as it should. `hide` takes secrets out of what Helm says. */
export function unexpected(
  one: Case,
  outcome: RenderOutcome,
  hide: (text: string) => string,
): Finding | null {
  const fault = outcomeFault(one.contract?.case.fails ?? null, outcome, hide);
  if (fault === null) return null;
  const failure = outcome.ok ? null : outcome.failure;
  const line = failure?.line ?? null;
  const template = failure?.template ?? null;
  return {
    ...placeOf(one),
    rule: fault.rule,
    severity: 'error',
    object: null,
    path: [],
    template: template === null || line === null ? template : `${template}:${line}`,
    message: fault.message,
    hint: fault.hint,
    source: one.source,
    waiver: null,
  };
}
