/** What the validators find in one object. */
import type { DataPath } from '../../kubernetes/data.ts';
import type { Severity } from '../../systems/rule.ts';
import type { SchemaRuleId } from './rules.ts';

export interface Fault {
  readonly id: SchemaRuleId;
  readonly path: DataPath;
  readonly message: string;
  readonly hint: string;
  /** The rule's own otherwise. */
  readonly severity?: Severity;
}

/** More of one object are not told: it is no object of this kind at all. */
const most = 50;

/** Gathers faults, and says when to stop looking for more. */
export class Faults {
  readonly #all: Fault[] = [];

  add(fault: Fault): void {
    if (this.isFull) return;
    this.#all.push(fault);
    if (!this.isFull) return;
    const hint = 'Mend these first, then check again.';
    this.#all.push({
      id: fault.id,
      path: [],
      message: `more than ${most} faults; the rest is not told`,
      hint,
    });
  }

  get isFull(): boolean {
    return this.#all.length >= most;
  }

  get all(): readonly Fault[] {
    return this.#all;
  }
}
