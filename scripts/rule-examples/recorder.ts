/** Runs before each test file: notes what the rules find in the faulty renders that the tests give them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { hardening } from '../../src/contract/hardening/index.ts';
import { references } from '../../src/contract/references/references.ts';
import { systems } from '../../src/systems/registry.ts';
import {
  isViolation,
  type Rule,
  type Subject,
  type Verdict,
  type Violation,
} from '../../src/systems/rule.ts';
import type { RuleExample } from '../../src/report/check/explain.ts';
import { better } from './example.ts';
import { snippet } from './snippet.ts';

const folder = process.env['RULE_EXAMPLES'] ?? '';
const noted = new Map<string, RuleExample>();

for (const rule of [...references, ...hardening, ...systems.flatMap(({ rules = [] }) => rules)]) {
  const { check } = rule;
  const listening = (subject: Subject): Verdict[] =>
    [...check(subject)].map((verdict) => {
      if (isViolation(verdict)) note(rule, verdict);
      return verdict;
    });
  Object.assign(rule, { check: listening });
}

function note({ id }: Rule, violation: Violation): void {
  const { message, hint } = violation;
  const example = { given: snippet(violation), found: message, mend: hint };
  if (better(example, noted.get(id))) noted.set(id, example);
}

afterAll(() => {
  mkdirSync(folder, { recursive: true });
  const name = (expect.getState().testPath ?? '').replaceAll(/[^a-z0-9]+/gi, '-');
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(Object.fromEntries(noted)));
});
