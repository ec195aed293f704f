/** Findings that are known and accepted until a day. Pure. */
import type { Finding } from '../finding.ts';
import { matches, matchesCase } from './patterns.ts';
import type { Waiver } from './suite.ts';

export interface Waived {
  /** In the order in which they were given; those that a waiver is for have it. */
  readonly findings: readonly Finding[];
  /** About the waivers themselves: `waiver/expired` and `waiver/unused`. */
  readonly about: readonly Finding[];
}

export interface WaiverContext {
  /** `2027-01-31`, see `utcDay`. */
  readonly today: string;
  /** False if only some of the cases were run: what those would have found is not known. */
  readonly isComplete: boolean;
  /** Of findings about the waivers. */
  readonly release: string | null;
}

export const utcDay = (date: Date): string => date.toISOString().slice(0, 10);

/** `findings` are those of the cases that the waivers' contract is about. */
export function applyWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  { today, isComplete, release }: WaiverContext,
): Waived {
  const holding = waivers.filter(({ until }) => today <= until);
  const used = new Set<Waiver>();
  const marked = findings.map((finding) => {
    const fitting = holding.filter((waiver) => fits(waiver, finding));
    for (const waiver of fitting) used.add(waiver);
    const [first] = fitting;
    if (first === undefined) return finding;
    return { ...finding, waiver: { reason: first.reason, until: first.until } };
  });
  const about = waivers.flatMap((waiver): Finding[] => {
    if (!holding.includes(waiver)) return [expired(waiver, findings, release)];
    return isComplete && !used.has(waiver) ? [unused(waiver, release)] : [];
  });
  return { findings: marked, about };
}

function fits({ rule, object, case: pattern }: Waiver, finding: Finding): boolean {
  if (rule.endsWith('/*') ? !finding.rule.startsWith(rule.slice(0, -1)) : finding.rule !== rule) return false;
  if (object !== null) {
    const id = finding.object;
    if (id === null || !matches(object, `${id.kind}/${id.name}`)) return false;
  }
  return pattern === null || (finding.case !== null && matchesCase(pattern, finding.case));
}

function expired(waiver: Waiver, findings: readonly Finding[], release: string | null): Finding {
  const count = findings.filter((finding) => fits(waiver, finding)).length;
  return about(waiver, release, {
    rule: 'waiver/expired',
    severity: 'error',
    message: `the waiver of ${waiver.rule} held until ${waiver.until}; it was for ${count} of the findings`,
    hint:
      count === 0
        ? 'What it was for is gone: remove it.'
        : 'Mend what it was for, or decide anew until when it is accepted.',
  });
}

const unused = (waiver: Waiver, release: string | null): Finding =>
  about(waiver, release, {
    rule: 'waiver/unused',
    severity: 'warning',
    message: `the waiver of ${waiver.rule} is for no finding`,
    hint: 'What it was for is mended, or it has a slip in rule, object or case: remove or correct it.',
  });

const about = (
  { source }: Waiver,
  release: string | null,
  said: Pick<Finding, 'rule' | 'severity' | 'message' | 'hint'>,
): Finding => ({
  ...said,
  release,
  stack: null,
  case: null,
  object: null,
  path: [],
  template: null,
  source,
  waiver: null,
});
