import { describe, expect, test } from 'vitest';
import { compileRule, type CelRule } from '../../../../src/contract/cel/rule.ts';
import { celLimits } from '../../../../src/contract/cel/limits.ts';
import type { RuleText, RuleVerdict } from '../../../../src/contract/cel/verdict.ts';
import type { Subject } from '../../../../src/systems/rule.ts';
import { configMap, deployment, subject } from './given.ts';

type Given = Partial<RuleText> & Pick<RuleText, 'assert'>;

function rule(text: Given): CelRule {
  const compiled = compileRule({ id: 'demo', severity: 'error', optional: false, ...text });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.rule;
}

const judged = (text: Given, of: Subject, caseName = 'ha'): RuleVerdict[] => rule(text).judge(of, caseName);

const texts = (verdicts: readonly RuleVerdict[]): string[] =>
  verdicts.map((verdict) => {
    if (verdict.kind === 'violation') {
      const { object, message } = verdict.violation;
      return `violation ${object?.name ?? '-'}: ${message}`;
    }
    if (verdict.kind === 'no-match') return verdict.message;
    return `error ${verdict.part}:${verdict.offset} ${verdict.object?.name ?? '-'}: ${verdict.message}`;
  });

const shop = subject([
  configMap('settings', { level: 'info' }),
  deployment('web'),
  deployment('worker', { replicas: 1 }),
]);

describe('a rule over one object', () => {
  test.each<[string, Given, string[]]>([
    ['holds', { on: 'kind == "Deployment"', assert: 'spec.replicas > 0' }, []],
    [
      'names the object at fault',
      { on: 'kind == "Deployment"', assert: 'spec.replicas > 1', message: 'one is not enough' },
      ['violation worker: one is not enough'],
    ],
    [
      'without a message it shows what does not hold, on one line',
      { on: 'kind == "Deployment"', assert: 'spec.replicas\n  > 1' },
      ['violation worker: this does not hold: spec.replicas > 1'],
    ],
    [
      'makes a message',
      {
        on: 'kind == "Deployment"',
        assert: 'spec.replicas > 1',
        messageExpression: '"%s has %d in %s".format([metadata.name, spec.replicas, case])',
      },
      ['violation worker: worker has 1 in ha'],
    ],
    [
      'a message that cannot be made is an error, and does not hide the violation',
      {
        on: 'kind == "Deployment"',
        assert: 'spec.replicas > 1',
        message: 'plain',
        messageExpression: 'metadata.nope',
      },
      ['violation worker: plain', 'error messageExpression:8 worker: metadata.nope: field not found: nope'],
    ],
    [
      'so is one that is no text',
      {
        on: 'metadata.name == "worker"',
        assert: 'false',
        message: 'plain',
        messageExpression: 'spec.replicas',
      },
      ['violation worker: plain', 'error messageExpression:0 worker: it must be a string, and is a number'],
    ],
    [
      'a field that is not there is an error in assert',
      { on: 'kind == "ConfigMap"', assert: 'spec.replicas > 1' },
      ['error assert:0 settings: spec: there is no such field'],
    ],
    ['and not selected in on', { on: 'spec.replicas > 1', assert: 'metadata.name == "web"' }, []],
    [
      'anything else that is wrong in on is an error',
      { on: 'metadata.name > 1', assert: 'true' },
      [
        "error on:14 settings: found no matching overload for '_>_' applied to '(string, int)' (and so for 2 more)",
      ],
    ],
    [
      'on must be true or false',
      { on: 'metadata.name', assert: 'true' },
      ['error on:0 settings: it must be true or false, and is a string (and so for 2 more)'],
    ],
    [
      'and so must assert',
      { on: 'kind == "ConfigMap"', assert: 'data' },
      ['error assert:0 settings: it must be true or false, and is neither'],
    ],
    [
      'what selects nothing fails',
      { on: 'kind == "Deploymnt"', assert: 'true' },
      ['the rule is about no object of this case: its "on" selects none of 3'],
    ],
    [
      'also if the slip is in a field',
      { on: 'spec.replicaz > 1', assert: 'true' },
      ['the rule is about no object of this case: its "on" selects none of 3'],
    ],
    ['unless it may', { on: 'kind == "Job"', assert: 'true', optional: true }, []],
    [
      'sees the whole object and the case',
      {
        on: 'object.kind == kind && kind == "Deployment"',
        assert: [
          'release == {"name": "demo", "namespace": "shop", "isUpgrade": false}',
          'kubeVersion == "1.33.0" && apiVersions == ["monitoring.coreos.com/v1"]',
          'chart.name == "demo" && chart.version == "1.2.3" && chart.appVersion == null',
          'values.replicas == 2 && case == "ha" && objects.size() == 3 && object in objects',
        ].join(' && '),
      },
      [],
    ],
  ])('%s', (_, text, expected) => {
    const seen: Subject = { ...shop, values: { replicas: 2 } };
    expect(texts(judged(text, seen))).toEqual(expected);
  });

  test('a violation has the object, the hint and the severity', () => {
    const [verdict] = judged(
      { on: 'kind == "ConfigMap"', assert: 'false', hint: 'Mend it.', severity: 'notice' },
      shop,
    );
    expect(verdict).toEqual({
      kind: 'violation',
      violation: {
        object: shop.objects[0],
        message: 'this does not hold: false',
        hint: 'Mend it.',
        severity: 'notice',
      },
    });
  });

  test('an object without a namesake of its fields among the variables cannot shadow them', () => {
    const odd = subject([{ kind: 'X', values: 1, 'metadata.name': 'forged', metadata: { name: 'real' } }]);
    expect(
      judged(
        { on: 'kind == "X"', assert: 'metadata.name == "real" && values.a == 2' },
        { ...odd, values: { a: 2 } },
      ),
    ).toEqual([]);
  });

  test('the same object in another case: asked again if the case matters', () => {
    const replicas = rule({ on: 'kind == "Deployment"', assert: 'spec.replicas >= values.least' });
    expect(texts(replicas.judge({ ...shop, values: { least: 2 } }, 'ha'))).toHaveLength(1);
    expect(replicas.judge({ ...shop, values: { least: 1 } }, 'small')).toEqual([]);
    const named = rule({ on: 'kind == "ConfigMap"', assert: 'case == "ha"' });
    expect([named.judge(shop, 'ha').length, named.judge(shop, 'small').length]).toEqual([0, 1]);
  });

  test('the same object in another case: told with the object of that case', () => {
    const twin = subject([deployment('worker', { replicas: 1 })]);
    const replicas = rule({ on: 'kind == "Deployment"', assert: 'spec.replicas > 1' });
    expect(texts(replicas.judge(shop, 'a'))).toEqual(texts(replicas.judge(twin, 'b')));
    expect(replicas.judge(twin, 'b')).toMatchObject([{ violation: { object: twin.objects[0] } }]);
  });
});

describe('a rule over all objects', () => {
  test.each<[string, Given, string[]]>([
    ['holds', { assert: 'objects.exists(o, o.kind == "ConfigMap")' }, []],
    [
      'fails without an object',
      { assert: 'objects.size() > 5', message: 'too few' },
      ['violation -: too few'],
    ],
    [
      'an error names the place',
      { assert: 'objects.all(o, o.spec.replicas > 0)' },
      ['error assert:16 -: o.spec: field not found: spec'],
    ],
  ])('%s', (_, text, expected) => expect(texts(judged(text, shop))).toEqual(expected));

  test('of nothing at all is asked, too', () => {
    expect(judged({ assert: 'objects.size() == 0' }, subject([]))).toEqual([]);
  });
});

describe('what is no rule', () => {
  test.each<[string, Given, unknown]>([
    [
      'all parts at once',
      { on: 'kin == "x"', assert: '1 +', messageExpression: 'foo()' },
      [{ part: 'on' }, { part: 'assert' }, { part: 'messageExpression' }],
    ],
    [
      'a field of the object without on',
      { assert: 'kind == "x"' },
      [{ part: 'assert', offset: 0, message: 'there is no variable "kind"' }],
    ],
  ])('%s', (_, text, problems) => {
    expect(compileRule({ id: 'demo', severity: 'error', optional: false, ...text })).toMatchObject({
      ok: false,
      problems,
    });
  });
});

describe('what a Secret holds', () => {
  const secret = subject([
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'login' },
      data: { password: Buffer.from('hunter2-hunter2').toString('base64') },
      stringData: { key: '-----BEGIN KEY-----\nabcdefgh\n-----END KEY-----' },
    },
  ]);

  test.each([
    ['a message', { messageExpression: '"is " + string(base64.decode(data.password))' }, 'is (secret)'],
    ['its base64', { messageExpression: '"is " + data.password' }, 'is (secret)'],
    ['a line of it', { messageExpression: '"is " + stringData.key.split("\\n")[1]' }, 'is (secret)'],
  ])('is in no message: %s', (_, text, expected) => {
    expect(judged({ on: 'kind == "Secret"', assert: 'false', ...text }, secret)).toMatchObject([
      { violation: { message: expected } },
    ]);
  });

  test('is in no error', () => {
    const [verdict] = judged(
      { on: 'kind == "Secret"', assert: 'bool(string(base64.decode(data.password)))' },
      secret,
    );
    expect(verdict).toMatchObject({ kind: 'error', message: "Unable to convert string '(secret)' to bool" });
  });

  test('is in no message of a rule over all', () => {
    const [verdict] = judged({ assert: 'false', messageExpression: 'objects[0].data.password' }, secret);
    expect(verdict).toMatchObject({ violation: { message: '(secret)' } });
  });
});

test('20,000 objects take a second, not an hour', () => {
  const many = subject(Array.from({ length: 20_000 }, (_, index) => deployment(`web-${index}`)));
  const started = performance.now();
  expect(judged({ on: 'kind == "Deployment"', assert: 'spec.replicas == 2' }, many)).toEqual([]);
  expect(texts(judged({ assert: 'objects.all(o, objects.exists(p, p.kind == "Job"))' }, many))).toEqual([
    'violation -: this does not hold: objects.all(o, objects.exists(p, p.kind == "Job"))',
  ]);
  expect(
    texts(judged({ assert: '!objects.all(o, objects.exists(p, p.metadata.name == o.metadata.name))' }, many)),
  ).toEqual([expect.stringContaining(`more than ${celLimits.items} items`)]);
  expect(performance.now() - started).toBeLessThan(10_000);
});
