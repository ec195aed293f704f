import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { compileExpression } from '../../../../src/contract/cel/expression.ts';
import { celLimits } from '../../../../src/contract/cel/limits.ts';
import { compileRule } from '../../../../src/contract/cel/rule.ts';
import type { RuleText } from '../../../../src/contract/cel/verdict.ts';
import { configMap, deployment, subject } from './given.ts';

const page = readFileSync('docs/rules.md', 'utf8');

const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text);

const { rules } = parse(blocks('yaml').join('')) as { rules: RuleText[] };
const truths = blocks('cel').join('').trim().split('\n');

describe('docs/rules.md', () => {
  test.each(rules)('the rule $id keeps to what the page says of it', (text) => {
    const container = { name: 'web', resources: { limits: { memory: '3Gi' } } };
    const bad = subject([
      deployment('shop-web', { replicas: 1, template: { spec: { containers: [container] } } }),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'shop' },
        spec: { ports: [{ port: 1 }, { port: 2 }] },
      },
      configMap('shop', { 'config.yaml': 'log: {level: trace}' }),
    ]);
    const compiled = compileRule({
      ...text,
      optional: text.optional ?? false,
      severity: text.severity ?? 'error',
    });
    expect(compiled).toMatchObject({ ok: true });
    expect(compiled.ok ? compiled.rule.judge(bad, 'bad').map(({ kind }) => kind) : []).toEqual(['violation']);
  });

  test('has examples of functions', () => expect(truths.length).toBeGreaterThan(10));

  test.each(truths)('%s', (text) => {
    const compiled = compileExpression(text, new Set());
    expect(compiled).toMatchObject({ ok: true });
    expect(compiled.ok && compiled.expression.evaluate({})).toEqual({ ok: true, value: true });
  });

  test('names the limits as they are', () => {
    const named = [celLimits.characters, celLimits.items, celLimits.textCharacters];
    for (const limit of named) expect(page).toContain(limit.toLocaleString('en-US'));
  });
});
