/** CEL rules over what real charts render. */
import { describe, expect, test } from 'vitest';
import { compileRule } from '../../src/contract/cel/rule.ts';
import type { RuleText } from '../../src/contract/cel/verdict.ts';
import type { DataMap } from '../../src/kubernetes/data.ts';
import { minimal } from './leoflow.ts';
import { subjectOf } from './subject.ts';

async function verdicts(text: Pick<RuleText, 'on' | 'assert'>, values: DataMap = minimal): Promise<string[]> {
  const compiled = compileRule({ id: 'demo', severity: 'error', optional: false, ...text });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const subject = await subjectOf('leoflow', values, { release: 'leoflow', namespace: 'leoflow' });
  return compiled.rule.judge(subject, 'minimal').map((verdict) => {
    const { object, message } =
      verdict.kind === 'violation' ? verdict.violation : { object: null, ...verdict };
    return `${verdict.kind} ${object?.kind ?? '-'}: ${message}`;
  });
}

const env = {
  on: 'kind == "Deployment" && metadata.name.endsWith("leoflow")',
  assert:
    'spec.template.spec.containers[0].env.exists(e, e.name == "LEOFLOW_DATABASE_URL" && e.valueFrom.secretKeyRef.key == "databaseUrl")',
};

describe('leoflow', () => {
  test.each([
    ['the rule of the design', env],
    [
      'quantities of a claim',
      {
        on: 'kind == "PersistentVolumeClaim"',
        assert: 'quantity(spec.resources.requests.storage).isGreaterThan(quantity("1Mi"))',
      },
    ],
    [
      'the Service selects the pods',
      {
        assert: `objects.filter(s, s.kind == "Service").all(s,
          objects.exists(d, d.kind == "Deployment" && s.spec.selector.all(k,
            d.spec.template.metadata.labels[k] == s.spec.selector[k])))`,
      },
    ],
    [
      'hooks by their weight',
      {
        on: '"helm.sh/hook" in metadata.annotations && kind == "Job"',
        assert: `objects.exists(o, o.kind == "Secret" && has(o.metadata.annotations)
          && "helm.sh/hook-weight" in o.metadata.annotations
          && int(o.metadata.annotations["helm.sh/hook-weight"]) < int(metadata.annotations["helm.sh/hook-weight"]))`,
      },
    ],
    [
      'values and release',
      { assert: 'values.agentTLS.serverCertSecret == "cert" && release.name == chart.name' },
    ],
  ])('keeps %s', async (_, text) => expect(await verdicts(text)).toEqual([]));

  test('breaks a rule', async () => {
    const wrong = { ...env, assert: env.assert.replace('"databaseUrl"', '"url"') };
    expect(await verdicts(wrong)).toEqual([
      expect.stringMatching(/^violation Deployment: this does not hold: /),
    ]);
  });

  test('a field that this chart does not write is an error of the rule', async () => {
    expect(await verdicts({ on: 'kind == "Service"', assert: 'spec.loadBalancerIP == ""' })).toEqual([
      'error Service: spec.loadBalancerIP: field not found: loadBalancerIP',
    ]);
  });
});
