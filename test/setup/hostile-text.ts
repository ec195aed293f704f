/** Texts that try to leave the place where a report puts them. */
import { type Plan, riskIds } from '../../src/plan/plan.ts';

export const hostile: readonly string[] = [
  '::add-mask::abc\n::error file=x::pwned',
  '##[group]pwned',
  '```\n</details><script>alert(1)</script>\n````\n~~~\n@all @octocat',
  '<!-- k8s-deploy plan data-platform/dev -->',
  '--> <img src=x onerror=alert(1)> <!-- k8s-deploy',
  '\u001B[2J\u001B[31mred\u001B]8;;https://evil.example.com\u0007link\u001B]8;;\u0007\u009B1A',
  'safe\u202Eexe.txt\u2066 \u200Bzero\uFEFF\u2028next',
  '[click](https://evil.example.com) ![x](https://evil.example.com/x.png) #1 GH-2 www.evil.example.com',
  '| cell | ends |\r\n## head\r- list\n\n    code',
  '"><svg onload=alert(1)>\'"&lt;&amp; $x$ \\',
  'sha256:0000 %%{init: {}}%% end; click a href "javascript:alert(1)"]',
  `very-long-${'w'.repeat(5000)}`,
  '\uD800 lone surrogate, tab\tand nul\u0000',
  '界'.repeat(120),
];

/** Keys whose values are ours: of a closed set, or checked where they come from. */
const ours = new Set([
  'tier',
  'operation',
  'change',
  'mark',
  'state',
  'by',
  'fate',
  'order',
  'noise',
  'severity',
  'outcome',
  'digest',
  'commit',
  'status',
  'updated',
  'time',
  'until',
  'document',
  'byHand',
  'madeBy',
]);

/** Keys whose values name something elsewhere in the plan: the same text stays the same. */
const names = new Set(['id', 'from', 'to', 'key', 'release']);

const isRisk = (text: string): boolean => riskIds.some((id) => id === text);

/** The plan, or another report, with texts of others replaced by these in turn; every second one keeps its own before the attack. */
export function tainted<Report extends object = Plan>(plan: Report, texts: readonly string[]): Report {
  let turn = 0;
  const renamed = new Map<string, string>();
  const attacked = (text: string): string => {
    const attack = texts[turn % texts.length] ?? '';
    turn += 1;
    return turn % 2 === 0 ? text + attack : attack;
  };
  const name = (text: string): string => {
    const after = renamed.get(text) ?? `${text} ${attacked(text)}`;
    renamed.set(text, after);
    return after;
  };
  const textAt = (key: string, text: string): string => {
    if (ours.has(key) || (key === 'id' && isRisk(text))) return text;
    return names.has(key) ? name(text) : attacked(text);
  };
  const walk = (data: unknown, key: string): unknown => {
    if (typeof data === 'string') return textAt(key, data);
    if (Array.isArray(data)) return data.map((item) => walk(item, ''));
    if (typeof data !== 'object' || data === null) return data;
    const entries = Object.entries(data).map(([under, value]) => [under, walk(value, under)] as const);
    // What an object holds may have any keys.
    if (key === 'content') entries.push([attacked('key'), attacked('value')]);
    return Object.fromEntries(entries);
  };
  // The shape stays, since only texts and what content holds change.
  return walk(plan, '') as Report;
}
