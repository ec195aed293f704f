/** Why a chart may not be used, from what was found about its signatures. Pure. */
import type { ChartSigner } from '../../../stack/desired.ts';
import { ChartProblem } from '../problem.ts';
import type { Verdict } from './judge.ts';
import { describeWanted, shown } from './wording.ts';

/** `place` is HOST/REPOSITORY@DIGEST, what `cosign sign` is given. */
export function unsigned(place: string, attestations: readonly string[]): ChartProblem {
  const kinds = [...new Set(attestations)].map(shown).join(', ');
  return new ChartProblem(
    'findings',
    `it has no signature${kinds === '' ? '' : `; attestations are none (${kinds})`}`,
    `Take a version that is signed, or sign this one: \`cosign sign ${place}\``,
  );
}

/** Nothing that was found is enough. Who signed comes first: a signature by somebody else is the news. */
export function refused(wanted: ChartSigner, verdicts: readonly Verdict[]): ChartProblem {
  const others = unique(verdicts.flatMap((verdict) => (verdict.kind === 'other' ? [verdict.by] : [])));
  const faults = unique(verdicts.flatMap((verdict) => (verdict.kind === 'invalid' ? [verdict.why] : [])));
  const broken = faults.map((why) => `a signature does not hold: ${why}`);
  if (others.length === 0) {
    return new ChartProblem(
      'failed',
      broken.join('; '),
      'Do not use this chart before its publisher has said why; then sign it anew',
    );
  }
  return new ChartProblem(
    'findings',
    [`it is signed by ${others.join(', and by ')}, not by ${describeWanted(wanted)}`, ...broken].join('; '),
    'If that signer is right, correct `verify`; if not, do not use this chart',
  );
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
