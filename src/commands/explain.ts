/** Says what a rule is about, or lists them all. */
import { explainLines, type RuleExample } from '../report/check/explain.ts';
import { knownRules } from './known-rules.ts';
import ruleExamples from './rule-examples.json' with { type: 'json' };
import type { Io } from './session.ts';

const examples: Readonly<Record<string, RuleExample>> = ruleExamples;

export function explain(
  id: string | undefined,
  options: { readonly json: boolean },
  { terminal }: Io,
): number {
  const rules = knownRules();
  if (id !== undefined && !options.json) {
    for (const line of explainLines(id, rules, examples, terminal)) terminal.out(line);
    return 0;
  }
  const listed = [...rules.values()].filter((rule) => id === undefined || rule.id === id);
  if (options.json) {
    if (id !== undefined) explainLines(id, rules, examples, terminal); // throws for one that is not known
    const facts = listed.map(({ id: name, title, why, severity, source }) => ({
      id: name,
      title,
      why,
      severity,
      source,
      example: examples[name] ?? null,
    }));
    terminal.out(JSON.stringify(facts, null, 2));
    return 0;
  }
  for (const { id: name, title } of listed) terminal.out(`${name.padEnd(28)} ${title}`);
  return 0;
}
