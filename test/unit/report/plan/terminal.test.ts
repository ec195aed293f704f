import { stripVTControlCharacters } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { objectText } from '../../../../src/kubernetes/object-id.ts';
import type { FieldChange, ObjectChange, Plan, ReleasePlan } from '../../../../src/plan/plan.ts';
import { planLines } from '../../../../src/report/plan/terminal.ts';
import { columnsOf } from '../../../../src/report/plan/terminal/columns.ts';
import {
  added,
  backing,
  field,
  noCounts,
  object,
  objectChange,
  plan,
  planFinding,
  release,
  removed,
  risk,
  secret,
  step,
} from '../../../setup/plan-parts.ts';
import { hostilePlan, hugePlan, offlinePlan, quietPlan, samplePlan } from '../../../setup/sample-plan.ts';
import { recorder } from '../recorder.ts';
import { randomPlan } from './random-plan.ts';

const lines = (given: Plan, verbose = false): string[] => planLines(given, recorder(), { verbose });

const changes = { outcome: 'changes', reasons: [] } as const;

/** The lines of one release below its head. */
function releaseLines(parts: Partial<ReleasePlan>, verbose = false): string[] {
  const given = plan({
    verdict: changes,
    releases: [release('web', parts)],
    counts: { ...noCounts, update: 1 },
  });
  const all = lines(given, verbose);
  const start = all.indexOf('    in observability; Helm revision 6, deployed') + 1;
  return all.slice(start, all.indexOf('', start));
}

/** The lines below the object. */
const fieldLines = (fields: readonly FieldChange[], verbose = false): string[] =>
  releaseLines({ objects: [objectChange(object('Deployment', 'web'), { fields, template: null })] }, verbose)
    .filter((line) => !line.includes('sha256:') && !line.includes('oci://'))
    .slice(1)
    .map((line) => line.slice(8));

const columns = (line: string): number =>
  Array.from(line, (character): number => columnsOf(character)).reduce((sum, one) => sum + one, 0);

describe('the head', () => {
  test('no changes: two lines', () => {
    expect(lines(quietPlan())).toEqual([
      'Live plan of data-platform/dev: no changes, everything is as declared',
      '1 release, 1 object, 1 backing resource; cluster dev-eu-1',
    ]);
  });

  test('no changes, and something nobody knows', () => {
    expect(lines({ ...quietPlan(), gaps: ['the API server did not answer'] })).toEqual([
      'Live plan of data-platform/dev: no changes',
      '1 release, 1 object, 1 backing resource; cluster dev-eu-1',
      '',
      'What this plan does not know',
      '  ? the API server did not answer',
    ]);
  });

  test('tier, verdict, counts', () => {
    expect(lines(samplePlan()).slice(0, 6)).toEqual([
      'Live plan of data-platform/dev, refused: 2 to create, 1 to change,',
      '  2 to replace, 1 to delete, 1 to forget; 2 errors, 5 warnings',
      'Cluster dev-eu-1, Kubernetes 1.33.3: what was applied last → what would be',
      'Objects: 5 to create, 3 to change, 1 to rename, 4 to delete, 1 to keep,',
      '  4 unchanged',
      '',
    ]);
    expect(lines(offlinePlan()).slice(0, 4)).toEqual([
      'Offline plan of data-platform/dev: 2 to create, 2 to change, 2 to replace,',
      '  1 to delete, 1 to forget; 2 errors, 6 warnings',
      'Against origin/main (0123456), which has 3 commits more than what is previewed;',
      '  rendered for Kubernetes 1.33.3, without cluster and secrets',
    ]);
  });
});

describe('fields', () => {
  const image = ['spec', 'template', 'spec', 'containers', { item: { name: 'main' } }, 'image'] as const;

  test.each<[string, FieldChange, string[]]>([
    ['a number', field(['spec', 'replicas'], { before: 2, after: 3 }), ['~ spec.replicas  2 → 3']],
    [
      'a text that looks like a number',
      field(['data', 'port'], { before: 80, after: '80' }),
      ['~ data.port  80 → "80"'],
    ],
    ['one that comes', added(['spec', 'paused'], true), ['+ spec.paused  true']],
    ['one that goes', removed(['spec', 'args', 0], ''), ['- spec.args[0]  ""']],
    ['a secret', secret(['data', 'token']), ['~ data.token  (secret) changes']],
    ['a secret that comes', secret(['data', 'token'], 'added'), ['+ data.token  (secret)']],
    [
      'values that only Pulumi knows',
      field(['metadata', 'name'], { before: null, after: null }),
      ['~ metadata.name  changes'],
    ],
    [
      'inside a document',
      field(['data', 'config.yaml', { document: 'yaml' }, 'loki', 'url'], { before: 'a', after: 'b' }),
      ['~ data["config.yaml"] » loki.url  a → b'],
    ],
    [
      'values that fit below',
      field(image, { before: 'example.com/web:1.0.0', after: 'example.com/web:1.1.0' }),
      ['~ spec.template.spec.containers[main].image', '    example.com/web:1.0.0 → example.com/web:1.1.0'],
    ],
    [
      'long values that begin alike: where they differ',
      field(['spec', 'url'], { before: `${'a'.repeat(90)}/one`, after: `${'a'.repeat(90)}/two` }),
      ['~ spec.url', `    - …${'a'.repeat(60)}/one`, `    + …${'a'.repeat(60)}/two`],
    ],
    [
      'a small tree',
      added([...image.slice(0, -1), 'env', { item: { name: 'A' } }], {
        name: 'A',
        valueFrom: { fieldRef: { fieldPath: 'metadata.namespace', apiVersion: 'v1' } },
      }),
      [
        '+ spec.template.spec.containers[main].env[A]',
        '    + name: A',
        '    + valueFrom:',
        '    +   fieldRef:',
        '    +     fieldPath: metadata.namespace',
        '    +     apiVersion: v1',
      ],
    ],
    [
      'a text of several lines',
      field(['data', 'run.lua'], {
        before: 'x',
        after: 'y',
        lines: [
          { mark: 'skipped', count: 12 },
          { mark: 'same', text: 'if a then' },
          { mark: 'removed', text: '\tprint(1)' },
          { mark: 'added', text: '  print(2)' },
          { mark: 'skipped', count: 1 },
        ],
      }),
      [
        '~ data["run.lua"]',
        '      … 12 lines alike',
        '      if a then',
        '    -     print(1)',
        '    +   print(2)',
        '      … 1 line alike',
      ],
    ],
  ])('%s', (_, given, expected) => {
    expect(fieldLines([given])).toEqual(expected);
  });

  test('a large tree is one line, and whole with --verbose', () => {
    const tree = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`key${index}`, index]));
    expect(fieldLines([added(['spec', 'tree'], tree)])).toEqual([
      '+ spec.tree',
      '    + {key0: 0, key1: 1, key2: 2, key3: 3, key4: 4, key5: 5, key6: 6, …',
    ]);
    expect(fieldLines([added(['spec', 'tree'], tree)], true)).toEqual([
      '+ spec.tree',
      ...Object.entries(tree).map(([key, value]) => `    + ${key}: ${value}`),
    ]);
  });

  test('more than 40 are counted, unless all are asked for', () => {
    const many = Array.from({ length: 50 }, (_, index) => field(['data', `key${index}`]));
    expect(fieldLines(many)).toHaveLength(41);
    expect(fieldLines(many).at(-1)).toBe('… and 10 more fields (--verbose shows them)');
    expect(fieldLines(many, true)).toHaveLength(50);
  });

  test('of lines that replace each other, the part that differs is seen', () => {
    const long = 'x = '.repeat(30);
    const given = field(['data', 'a'], {
      lines: [
        { mark: 'removed', text: `${long}1` },
        { mark: 'removed', text: 'gone' },
        { mark: 'added', text: `${long}2` },
      ],
    });
    const [, one = '', gone, two = ''] = fieldLines([given]);
    expect(gone).toBe('    - gone');
    expect([one.slice(-5), two.slice(-5)]).toEqual(['x = 1', 'x = 2']);
  });
});

describe('a release', () => {
  test('what is lost comes first; noise and what is unchanged in a line each', () => {
    const noise: Partial<ObjectChange> = { folded: [{ noise: 'checksum', count: 2, places: [] }] };
    expect(
      releaseLines({
        objects: [
          objectChange(object('Service', 'new'), { change: 'created', content: { kind: 'Service' } }),
          objectChange(object('Deployment', 'web'), { ...noise, fields: [field(['spec', 'replicas'])] }),
          objectChange(object('Deployment', 'worker'), noise),
          objectChange(object('Service', 'old'), { change: 'deleted', content: { kind: 'Service' } }),
          objectChange(object('ConfigMap', 'a'), { change: 'unchanged' }),
          objectChange(object('ConfigMap', 'b'), { change: 'unchanged' }),
        ],
      }),
    ).toEqual([
      '    - Service observability/old',
      '    ~ Deployment observability/web',
      '        ~ spec.replicas  1 → 2',
      '    + Service observability/new',
      '      folded in 2 objects: 4 checksum annotations (1 of them changes in nothing',
      '        else)',
      '      2 objects unchanged',
    ]);
  });

  test('verbose: content, templates, folded noise and unchanged objects', () => {
    expect(
      releaseLines(
        {
          objects: [
            objectChange(object('Service', 'new'), {
              change: 'created',
              content: { kind: 'Service', spec: { ports: [{ port: 80 }] } },
            }),
            objectChange(object('Deployment', 'web'), {
              folded: [{ noise: 'spelling', count: 1, places: [] }],
            }),
            objectChange(object('ConfigMap', 'a'), { change: 'unchanged' }),
          ],
        },
        true,
      ),
    ).toEqual([
      '    oci://registry.example.com/charts/web',
      `    sha256:${'4f'.repeat(32)}`,
      '    ~ Deployment observability/web',
      '        rendered by chart/templates/deployment.yaml',
      '        folded: 1 other spelling of the same value',
      '    + Service observability/new',
      '        rendered by chart/templates/service.yaml',
      '        + kind: Service',
      '        + spec:',
      '        +   ports:',
      '        +     - port: 80',
      '      ConfigMap observability/a',
    ]);
  });

  test('those that are destroyed stand before those that are created; untouched ones are counted', () => {
    const given = plan({
      verdict: changes,
      counts: { ...noCounts, create: 1, delete: 1, same: 1 },
      releases: [
        release('new', { operation: 'create', chartBefore: null, record: null }),
        release('same', { operation: 'same' }),
        release('old', { operation: 'delete', chart: null }),
      ],
    });
    expect(lines(given).slice(3, 10)).toEqual([
      '- old  to delete: old 1.0.0',
      '    in observability; Helm revision 6, deployed',
      '',
      '+ new  to create: new 1.0.0',
      '    in observability; no Helm release yet',
      '',
      '  1 release unchanged',
    ]);
  });

  test('inputs of Pulumi, and which of them replace it', () => {
    const given = plan({
      verdict: changes,
      steps: [
        step('replace', 'Release', 'web', {
          changedKeys: ['namespace', 'values.a'],
          replaceKeys: ['namespace'],
          order: 'create-first',
        }),
      ],
      releases: [release('web', { operation: 'replace' })],
    });
    expect(lines(given)).toContain('    inputs: namespace (replaces it), values.a');
  });
});

describe('below the releases', () => {
  test('backing resources, and the provider', () => {
    const given = plan({
      verdict: changes,
      counts: { ...noCounts, replace: 2 },
      steps: [
        step('replace', 'Provider', 'cluster', {
          type: 'pulumi:providers:kubernetes',
          changedKeys: ['clusterIdentifier'],
        }),
      ],
      backing: [
        backing('Secret', 'shop/login', 'replace', {
          order: 'delete-first',
          fields: [secret(['data', 'password'])],
        }),
        backing('Bucket', 'state', 'forget'),
        backing('Namespace', 'shop', 'same'),
      ],
    });
    expect(lines(given).slice(2, -4)).toEqual([
      '',
      'Backing resources',
      '  ± Secret shop/login  to replace: the old one goes first; between the two',
      '      there is none',
      '      ~ data.password  (secret) changes',
      '  - Bucket state  to forget: it stays; the stack forgets it',
      '  1 unchanged',
      '',
      "Pulumi's own",
      '  ± Provider cluster  to replace: clusterIdentifier',
      '',
    ]);
  });

  test('findings and risks, each with what to do', () => {
    const given = plan({
      findings: [
        planFinding('SF-9', 'error', {
          release: 'web',
          object: object('Deployment', 'web'),
          path: ['spec', 'replicas'],
          message: 'two replicas share one volume\nand one of them waits',
          hint: 'Set replicas to 1.',
          source: { file: 'deploy.yaml', line: 3, column: 5 },
        }),
        planFinding('SF-31', 'notice'),
        planFinding('SF-30', 'error', { waiver: { reason: 'known', until: '2026-12-31' } }),
      ],
      risks: [risk('delete', 'warning', { release: 'web', message: 'the release goes' })],
      verdict: { outcome: 'refused', reasons: ['1 finding is an error'] },
    });
    expect(lines(given).slice(3)).toEqual([
      '',
      'Findings',
      '  ✗ error SF-9  deploy.yaml:3:5: web: Deployment observability/web,',
      '      spec.replicas',
      '      two replicas share one volume',
      '      and one of them waits',
      '      what to do: Set replicas to 1.',
      '  also 1 notice, 1 waived (--verbose lists them)',
      '',
      'Risks',
      '  ! warning delete  web',
      '      the release goes',
      '',
      `Digest sha256:${'9c'.repeat(32)}`,
      'Refused: `up` would not be let through',
      '  ✗ 1 finding is an error',
    ]);
    expect(lines(given, true)).toEqual(
      expect.arrayContaining(['  i notice SF-31', 'Waived', '  SF-30', '      until 2026-12-31: known']),
    );
  });
});

describe('what to run next', () => {
  const next = (parts: Partial<Plan>): string[] => {
    const all = lines(plan({ verdict: changes, ...parts }));
    return all.slice(all.indexOf('Next:'));
  };

  test('a command that can be copied as it stands', () => {
    expect(next({})).toEqual([
      'Next:',
      '  k8s-deploy up --stack dev --expect-digest \\',
      `    sha256:${'9c'.repeat(32)}`,
    ]);
    expect(next({ stack: "it's; rm" })[1]).toBe(
      String.raw`  k8s-deploy up --stack 'it'\''s; rm' --expect-digest \ `.trimEnd(),
    );
  });

  test('the offline tier leads to the live one', () => {
    expect(next({ tier: 'offline' })).toEqual(['Next:', '  k8s-deploy preview --stack dev']);
  });

  test('nothing if up itself shows the plan, or if it is refused', () => {
    const shown = planLines(plan({ verdict: changes }), recorder(), { verbose: false, next: false });
    expect(shown.at(-1)).toBe(`Digest sha256:${'9c'.repeat(32)}`);
    expect(lines(samplePlan())).not.toContain('Next:');
  });
});

/** Controls, and what has no width or turns the reading around. */
const hidden =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

describe('always', () => {
  const plans = [
    ['sample', samplePlan()],
    ['quiet', quietPlan()],
    ['offline', offlinePlan()],
    ['hostile', hostilePlan()],
    ['huge', hugePlan(300)],
  ] as const;

  test.each(plans.flatMap(([name, given]) => [[name, false, given] as const, [name, true, given] as const]))(
    '%s, verbose %s: at most 80 columns',
    (_, verbose, given) => {
      for (const line of lines(given, verbose)) expect(columns(line)).toBeLessThanOrEqual(80);
    },
  );

  test('at most 80 columns, no commands, nothing hidden: random plans', () => {
    fc.assert(
      fc.property(randomPlan, fc.boolean(), (given, verbose) => {
        for (const line of lines(given, verbose)) {
          expect(columns(line)).toBeLessThanOrEqual(80);
          expect(line).not.toMatch(/^\s*::|##\[/);
          expect(line).not.toMatch(hidden);
          expect(line).toBe(line.trimEnd());
        }
      }),
      { numRuns: 150 },
    );
  });

  test('colours change no text', () => {
    const coloured = recorder({ isTTY: true, environment: {} });
    fc.assert(
      fc.property(randomPlan, fc.boolean(), (given, verbose) => {
        const shown = planLines(given, coloured, { verbose });
        expect(shown.map(stripVTControlCharacters)).toEqual(lines(given, verbose));
      }),
      { numRuns: 50 },
    );
    expect(planLines(samplePlan(), coloured, { verbose: false })[0]).toContain('\u001B[31mLive plan');
  });

  test('every object that is touched is named', () => {
    const all = lines(samplePlan()).join('\n');
    for (const { objects, hooks, drift } of samplePlan().releases) {
      const touched = objects.filter(
        ({ change, fields }) => change !== 'unchanged' && (change !== 'changed' || fields.length > 0),
      );
      for (const { object: id, change } of [
        ...touched,
        ...hooks,
        ...drift.map((one) => ({ ...one, change: '' })),
      ])
        expect(all).toContain(change === 'renamed' ? id.name : objectText(id));
    }
  });
});
