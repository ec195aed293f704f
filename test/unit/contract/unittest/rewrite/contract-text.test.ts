/** The text of a contract: what was meant is what is read, whatever names, values and comments have in them. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contractFile } from '../../../../../src/contract/suite/schema.ts';
import { contractText } from '../../../../../src/contract/unittest/rewrite/contract-text.ts';
import {
  corrected,
  refusedCase,
  type Found,
} from '../../../../../src/contract/unittest/rewrite/corrections.ts';
import {
  gapsOf,
  rulesOf,
  type Draft,
  type DraftCase,
  type DraftItem,
  type DraftRule,
} from '../../../../../src/contract/unittest/rewrite/draft.ts';
import { Names, slugOf } from '../../../../../src/contract/unittest/rewrite/names.ts';
import { refusalOf, refusals } from '../../../../../src/contract/unittest/rewrite/refusals.ts';
import { namesOf, renamedIn } from '../../../../../src/contract/unittest/rewrite/release-names.ts';
import { templatesOf, isFrom } from '../../../../../src/contract/unittest/rewrite/templates.ts';
import { parseYaml } from '../../../../../src/stack/yaml.ts';

const source = { file: '../web/tests/web_test.yaml', line: 7, column: 9 };
const head = { chart: '../web', suites: ['../web/tests/web_test.yaml'] };

const draftCase = (part: Partial<DraftCase> = {}): DraftCase => ({
  name: 'defaults',
  fields: {},
  fails: null,
  otherwise: null,
  source,
  test: 'has its defaults',
  comments: [],
  ...part,
});

const rule = (part: Partial<DraftRule> = {}): DraftRule => ({
  kind: 'rule',
  id: 'has-its-defaults',
  text: { on: 'template == "web/templates/d.yaml"', assert: 'spec.replicas == 2' },
  otherwise: null,
  optional: false,
  doubt: { why: 'it is rendered as a whole', hint: 'Write it by hand.' },
  cases: ['defaults'],
  source,
  test: 'has its defaults',
  what: 'equal spec.replicas',
  comment: null,
  ...part,
});

const draft = (part: Partial<Draft> = {}): Draft => ({
  cases: [draftCase()],
  items: [rule()],
  without: [],
  ...part,
});

const read = (text: string): unknown => parseYaml(text, { file: 'contract.yaml' }).value;

describe('the text', () => {
  test('of a small contract', () => {
    const gap: DraftItem = {
      kind: 'gap',
      gap: { source, what: 'equalRaw', test: 'notes', why: 'no notes', hint: 'Keep it.' },
    };
    const text = contractText(
      draft({ items: [gap, rule({ comment: 'Why it must.' })], without: ['values'] }),
      head,
    );
    expect(text).toBe(`# Written by k8s-deploy migrate from ../web/tests/web_test.yaml.
# 1 thing was not carried over: look for "not carried over".

chart: ../web
# What helm-unittest calls RELEASE-NAME and NAMESPACE, as a cluster takes it.
name: release-name
namespace: namespace
# These packs find what the suites do not ask. Take them out, one after the other, to see what it is.
without:
  - values
cases:
  # ../web/tests/web_test.yaml:7 has its defaults
  defaults: {}
rules:
  # not carried over: ../web/tests/web_test.yaml:7 equalRaw: no notes
  #   Keep it.
  # Why it must.
  # ../web/tests/web_test.yaml:7
  - id: has-its-defaults
    on: template == "web/templates/d.yaml"
    assert: spec.replicas == 2
    message: "has its defaults: equal spec.replicas"
`);
    expect(contractFile.safeParse(read(text)).error).toBeUndefined();
  });

  test('without rules still tells what is missing', () => {
    const gap: DraftItem = {
      kind: 'gap',
      gap: { source, what: 'equalRaw', test: 'notes', why: 'no notes', hint: 'Keep it.' },
    };
    const text = contractText(draft({ items: [gap] }), head);
    expect(text).toContain('# not carried over: ../web/tests/web_test.yaml:7 equalRaw: no notes');
    expect(contractFile.safeParse(read(text)).error).toBeUndefined();
  });

  const said = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.toWellFormed()),
    fc.constantFrom(
      'yes',
      'off',
      '0x1F',
      '1_000',
      '0644',
      '1e3',
      '~',
      'null',
      '# no',
      'a: b',
      '- x',
      '|',
      '>',
      '\n',
      '---',
      '\u007f',
      'a\u0080',
      '\ufffe b',
    ),
  );
  // Of YAML: our files have no control characters but as escapes in quotes.
  const data = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,5}$/),
    fc.oneof(said, fc.integer(), fc.boolean(), fc.array(said, { maxLength: 2 })),
    { maxKeys: 4 },
  );

  test('is read as it was meant', () => {
    fc.assert(
      fc.property(data, said, said, said, (values, comment, name, assert) => {
        fc.pre(assert.trim() !== '' && name !== '');
        const text = contractText(
          draft({
            cases: [draftCase({ fields: { values }, comments: [comment], test: name })],
            items: [rule({ comment, test: name, text: { on: 'true', assert } })],
          }),
          head,
        );
        expect(read(text)).toMatchObject({
          cases: { defaults: { values } },
          rules: [{ on: 'true', assert, message: `${name}: equal spec.replicas` }],
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('names', () => {
  test('are those of contract files, whatever tests are called', () => {
    const contract = (id: string): unknown => ({
      chart: '../web',
      cases: { [id]: {} },
      rules: [{ id, assert: 'true' }],
    });
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 120 }), { maxLength: 5 }), (texts) => {
        const names = new Names();
        const made = texts.map((text) => names.unique(slugOf(text, 'rule')));
        expect(new Set(made).size).toBe(made.length);
        for (const name of made) expect(contractFile.safeParse(contract(name)).error).toBeUndefined();
      }),
    );
  });

  test('of helm-unittest become those that a cluster takes, as whole words only', () => {
    const suite = { name: '', line: 1, column: 1, data: {}, tests: [] };
    const { renamed, fields } = namesOf(suite, { ...suite, comment: null, asserts: [] });
    expect(fields).toEqual({});
    expect(
      renamedIn({ name: 'RELEASE-NAME-web', env: ['POD_NAMESPACE', 'x.NAMESPACE.svc', 3, null] }, renamed),
    ).toEqual({ name: 'release-name-web', env: ['POD_NAMESPACE', 'x.namespace.svc', 3, null] });
  });
});

test.each([
  [{ templates: ['a.yaml'] }, {}, {}, 'template == "web/templates/a.yaml"'],
  [
    { templates: ['a.yaml', 'templates/b.yaml'] },
    {},
    {},
    'template in ["web/templates/a.yaml", "web/templates/b.yaml"]',
  ],
  [{ templates: ['a.yaml'] }, { template: 'b.yaml' }, {}, 'template == "web/templates/b.yaml"'],
  [
    { templates: ['a.yaml'] },
    { template: 'b.yaml', templates: ['c.yaml'] },
    {},
    'template == "web/templates/c.yaml"',
  ],
  [
    { templates: ['a.yaml'] },
    { template: 'b.yaml' },
    { template: 'crds/d.yaml' },
    'template == "web/crds/d.yaml"',
  ],
  [{}, {}, {}, 'template.startsWith("web/")'],
  [
    { excludeTemplates: ['a.yaml'] },
    {},
    {},
    'template.startsWith("web/") && !template.contains("web/templates/a.yaml")',
  ],
  [
    { templates: ['web/*.yaml'] },
    {},
    {},
    String.raw`template.matches("web/templates/web/[0-9a-zA-Z_\\-/\\.]*\\.yaml")`,
  ],
])('templates of %j, %j and %j', (suite, ofTest, assert, expected) => {
  expect(isFrom(templatesOf('web', suite, ofTest, assert))).toBe(expected);
});

describe('what the gate finds', () => {
  const found = (part: Partial<Found>): Found => ({
    rule: 'has-its-defaults',
    message: 'has its defaults: equal spec.replicas',
    cases: ['defaults'],
    pack: null,
    ...part,
  });

  test('nothing changes nothing', () => {
    const one = draft();
    expect(corrected(one, [])).toBe(one);
  });

  test('of a pack switches it off', () => {
    expect(corrected(draft(), [found({ rule: 'schema/type', pack: 'kubernetes' })]).without).toEqual([
      'kubernetes',
    ]);
  });

  test.each([
    ['a violation', found({}), 'it is rendered as a whole'],
    [
      'an error',
      found({ rule: 'rule/error', message: 'has-its-defaults: "assert" cannot be evaluated: no field' }),
      '("assert" cannot be evaluated: no field)',
    ],
    [
      'a rule about nothing',
      found({ rule: 'rule/no-match', message: 'has-its-defaults: about nothing' }),
      '(about nothing)',
    ],
  ])('%s takes the rule out, and says why', (_, one, why) => {
    const next = corrected(draft(), [one]);
    expect(rulesOf(next)).toEqual([]);
    expect(gapsOf(next)[0]?.why).toContain(why);
    expect(next.cases).toHaveLength(1);
  });

  test('a rule stays in the cases where it holds', () => {
    const two = draft({
      cases: [draftCase(), draftCase({ name: 'large' })],
      items: [rule({ cases: ['defaults', 'large'] })],
    });
    const next = corrected(two, [found({ cases: ['large'] })]);
    expect(rulesOf(next).map(({ cases }) => cases)).toEqual([['defaults']]);
    expect(gapsOf(next)[0]?.why).toContain('in large');
  });

  test('other words are tried before a rule is given up', () => {
    const other = { assert: 'spec.replicas == 3' };
    const next = corrected(draft({ items: [rule({ otherwise: other })] }), [found({})]);
    expect(rulesOf(next)).toMatchObject([{ text: other, otherwise: null }]);
    expect(gapsOf(next)).toEqual([]);
  });

  test('a case that does not render goes with its rules', () => {
    const next = corrected(draft(), [found({ rule: 'case/failed', message: 'it does not render: x' })]);
    expect(next.cases).toEqual([]);
    expect(rulesOf(next)).toEqual([]);
    expect(gapsOf(next).map(({ why }) => why)).toEqual([
      'a contract renders the whole chart, and with these inputs it does not render: x',
    ]);
  });

  test('what contract files refuse is found before', () => {
    const wrong = draft({
      cases: [draftCase({ fields: { apiVersions: ['NO API'] } })],
      items: [rule({ text: { assert: 'spec.(' } })],
    });
    expect(refusals(wrong).map(({ rule: id }) => id)).toEqual([refusedCase, 'rule/error']);
    expect(refusals(draft())).toEqual([]);
    const problem = { path: 'cases.defaults.values.n', message: 'a number of this size loses digits' };
    expect(refusalOf(problem)).toMatchObject({ rule: refusedCase, cases: ['defaults'] });
    expect(refusalOf({ path: 'chart', message: 'no such chart' })).toBeNull();
  });
});
