/** Gathers a draft: what is the same is there once. */
import type { SourcePosition } from '../../finding.ts';
import type { NotCarried } from '../migration.ts';
import type { CaseFields } from './case-inputs.ts';
import type { Draft, DraftCase, DraftItem, DraftRule, DraftSnapshot, Fails } from './draft.ts';
import { inputsKey } from './inputs-key.ts';
import { Names, slugOf } from './names.ts';

/** A test that asks for a case. */
export interface AskedCase {
  readonly fields: CaseFields;
  readonly source: SourcePosition;
  readonly test: string;
  readonly comment: string | null;
}

export class DraftBuilder {
  readonly #cases = new Map<string, DraftCase>();
  readonly #items: DraftItem[] = [];
  /** Where rules and snapshots stand among the items, by their words. */
  readonly #shares = new Map<string, number>();
  readonly #told = new Set<string>();
  readonly #caseNames = new Names();
  readonly #ruleNames = new Names();

  result(): Draft {
    return { cases: [...this.#cases.values()], items: this.#items, without: [] };
  }

  /** The name of the case that has these inputs, and fails in this way. */
  case(
    { fields, source, test, comment }: AskedCase,
    failure: { readonly fails: Fails; readonly otherwise: Fails | null } | null,
  ): string {
    const key = JSON.stringify([inputsKey(fields), failure?.fails ?? null]);
    const before = this.#cases.get(key);
    const comments = [...new Set([...(before?.comments ?? []), ...(comment === null ? [] : [comment])])];
    if (before !== undefined) {
      this.#cases.set(key, { ...before, comments });
      return before.name;
    }
    const isUsual = failure === null && Object.keys(fields).length === 0;
    const name = this.#caseNames.unique(isUsual ? 'defaults' : slugOf(test, 'case'));
    const { fails = null, otherwise = null } = failure ?? {};
    this.#cases.set(key, { name, fields, fails, otherwise, source, test, comments });
    return name;
  }

  rule(rule: Omit<DraftRule, 'kind' | 'id'>): void {
    const key = JSON.stringify([rule.text, rule.otherwise, rule.optional]);
    const id = this.#shares.has(key) ? '' : this.#ruleNames.unique(slugOf(rule.test, 'rule'));
    this.#shared(key, { kind: 'rule', id, ...rule });
  }

  snapshot(snapshot: Omit<DraftSnapshot, 'kind'>): void {
    this.#shared(snapshot.on, { kind: 'snapshot', ...snapshot });
  }

  gap(gap: NotCarried): void {
    this.#items.push({ kind: 'gap', gap });
  }

  /** What is of a whole suite is told once, and not for each of its tests. */
  gapOnce(gap: NotCarried): void {
    const key = JSON.stringify(gap);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.gap(gap);
  }

  /** What is asked in the same words of several cases is asked once; its message is that of the first. */
  #shared(key: string, item: DraftRule | DraftSnapshot): void {
    const at = this.#shares.get(key);
    const before = at === undefined ? undefined : this.#items[at];
    if (at === undefined || before === undefined || before.kind === 'gap') {
      this.#shares.set(key, this.#items.length);
      this.#items.push(item);
    } else this.#items[at] = { ...before, cases: [...new Set([...before.cases, ...item.cases])] };
  }
}
