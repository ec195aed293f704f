/** What of a draft no contract file could have: names and versions that its schema refuses, expressions that are none. */
import type { Problem } from '../../../stack/problem.ts';
import { compileRule } from '../../cel/rule.ts';
import { isKnownVersion } from '../../kubernetes/version.ts';
import { contractFile } from '../../suite/schema.ts';
import { refusedCase, type Found } from './corrections.ts';
import { rulesOf, type Draft, type DraftCase, type DraftRule } from './draft.ts';

export const refusals = (draft: Draft): Found[] => [
  ...draft.cases.flatMap(caseRefusal),
  ...rulesOf(draft).flatMap(ruleRefusal),
];

/** Objects cannot be validated for other versions than those that there are schemas of. */
export const hasUnknownVersion = ({ cases }: Draft): boolean =>
  cases.some(
    ({ fields, fails }) => fails === null && fields.kubeVersions?.some((version) => !isKnownVersion(version)),
  );

function caseRefusal({ name, fields, fails }: DraftCase): Found[] {
  const one = { ...fields, ...(fails !== null && { fails }) };
  const result = contractFile.safeParse({ chart: 'chart', cases: { [name]: one } });
  const issues = result.error?.issues ?? [];
  return issues.slice(0, 1).map(({ path, message }) => ({
    rule: refusedCase,
    message: `${path.slice(2).join('.')}: ${message}`,
    cases: [name],
    pack: null,
  }));
}

function ruleRefusal({ id, text, cases, optional }: DraftRule): Found[] {
  const compiled = compileRule({ id, ...text, optional, severity: 'error' });
  if (compiled.ok) return [];
  const [problem] = compiled.problems;
  return [
    { rule: 'rule/error', message: `${id}: ${problem?.message ?? 'it is no expression'}`, cases, pack: null },
  ];
}

/** Of a problem that the whole file has when it is read; null: it is about no case. */
export function refusalOf({ path, message }: Pick<Problem, 'path' | 'message'>): Found | null {
  const [, name, field] = /^cases\.([a-z0-9-]+)(?:\.(.*))?$/.exec(path) ?? [];
  if (name === undefined) return null;
  return { rule: refusedCase, message: `${field ?? 'it'}: ${message}`, cases: [name], pack: null };
}
