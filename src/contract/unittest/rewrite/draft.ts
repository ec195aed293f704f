/** A contract that is being made of suites: its cases, and in the order of the suites its rules, snapshots, and what could not be carried over. */
import type { SourcePosition } from '../../finding.ts';
import type { NotCarried } from '../migration.ts';
import type { CaseFields } from './case-inputs.ts';

export interface Draft {
  readonly cases: readonly DraftCase[];
  readonly items: readonly DraftItem[];
  /** Packs that are switched off. */
  readonly without: readonly string[];
}

export interface DraftCase {
  readonly name: string;
  readonly fields: CaseFields;
  /** Null: it must render. */
  readonly fails: Fails | null;
  /** Instead, if the gate finds that it fails otherwise. */
  readonly otherwise: Fails | null;
  /** Of the first test that asks for it. */
  readonly source: SourcePosition;
  readonly test: string;
  /** Comments of the tests that it is made of. */
  readonly comments: readonly string[];
}

export type Fails = string | { readonly pattern: string };

export type DraftItem = DraftRule | DraftSnapshot | DraftGap;

interface OfAssertion {
  /** Names of cases. */
  readonly cases: readonly string[];
  readonly source: SourcePosition;
  readonly test: string;
  /** `equal spec.replicas` */
  readonly what: string;
  readonly comment: string | null;
}

export interface DraftRule extends OfAssertion {
  readonly kind: 'rule';
  readonly id: string;
  readonly text: RuleWords;
  /** Instead, if the gate finds that this does not hold: with names as the suite has them. */
  readonly otherwise: RuleWords | null;
  readonly optional: boolean;
  /** Why it may not hold though its assertion does, and what to do then. */
  readonly doubt: Pick<NotCarried, 'why' | 'hint'>;
}

/** CEL. */
export interface RuleWords {
  readonly on?: string | undefined;
  readonly assert: string;
}

export interface DraftSnapshot extends OfAssertion {
  readonly kind: 'snapshot';
  readonly on: string;
}

export interface DraftGap {
  readonly kind: 'gap';
  readonly gap: NotCarried;
}

export const gapsOf = ({ items }: Draft): NotCarried[] =>
  items.flatMap((item) => (item.kind === 'gap' ? item.gap : []));

export const rulesOf = ({ items }: Draft): DraftRule[] =>
  items.flatMap((item) => (item.kind === 'rule' ? item : []));

export const snapshotsOf = ({ items }: Draft): DraftSnapshot[] =>
  items.flatMap((item) => (item.kind === 'snapshot' ? item : []));
