import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../../src/plan/plan.ts';
import { planCounts } from '../../../../src/report/plan/counts.ts';
import { commentLimit, planMarkdown, summaryLimit } from '../../../../src/report/plan/markdown.ts';
import { field, object, objectChange, plan, release, risk } from '../../../setup/plan-parts.ts';
import { hugePlan, offlinePlan, quietPlan, samplePlan } from '../../../setup/sample-plan.ts';

const runUrl = 'https://github.com/acme/shop/actions/runs/1';
const places = { runUrl, reportPath: 'plan.html' };
const page = (given: Plan, limit = commentLimit): string => planMarkdown(given, { limit, ...places });
const lineWith = (text: string, part: string): string =>
  text.split('\n').find((line) => line.includes(part)) ?? '';

describe('the first lines', () => {
  test.each([
    [
      samplePlan(),
      '### ❌ Live plan of data\\-platform/dev, refused: 2 to create, 1 to change, 2 to replace, 1 to delete, 1 to forget; 2 errors, 5 warnings',
    ],
    [quietPlan(), '### ✅ Live plan of data\\-platform/dev: no changes, everything is as declared'],
    [hugePlan(100), '### 🔵 Live plan of data\\-platform/dev: 2 to change'],
    [
      { ...quietPlan(), risks: [risk('adopt', 'warning')] },
      '### ⚠️ Live plan of data\\-platform/dev: no changes, everything is as declared; 1 warning',
    ],
  ])('name the tier and the verdict', (given, line) => {
    expect(page(given).split('\n')[0]).toBe(line);
  });

  test('of a plan without a cluster say with what it was compared', () => {
    expect(page(offlinePlan()).split('\n')[0]).toMatch(
      /^### ⚠️ Offline plan of .* \(placeholders; base origin\/main@\u200B0123456\)$/,
    );
  });

  test('tell the reasons of a refusal', () => {
    expect(page(samplePlan())).toContain(
      '**Refused:**\n\n- 1 finding is an error\n- 3 objects would be deleted',
    );
  });
});

describe('the table', () => {
  test('has a row for each release, one for all of them and one for what is besides', () => {
    const rows = page(samplePlan())
      .split('\n')
      .filter((line) => /^\| (?:`|\*\*|\d).*\|$/.test(line))
      .slice(0, 7);
    expect(rows).toEqual([
      '| **all 5 releases** |  |  | 5 | 4 | 4 | 1 error, 2 warnings, 1 notice |',
      '| `sf2loki` | to change | sf2loki 0.1.9 → 0.2.0 | 1 | 4 | 1 | 1 error, 1 warning |',
      '| `leoflow` | to create | leoflow 1.4.0 | 3 | 0 | 0 | 1 warning, 1 notice |',
      '| `sensor-inspector` | to replace | ksml 1.2.2 | 1 | 0 | 1 |  |',
      '| `edge-workers` | to delete | logstream\\-workergroup 4.5.1 | 0 | 0 | 2 |  |',
      '| `ksml-provisioner` | unchanged | ksml\\-provisioner 1.0.0 | 0 | 0 | 0 |  |',
      '| 5 resources besides |  |  | 1 | 2 | 0 |  |',
    ]);
  });
});

describe('diffs', () => {
  const text = page(samplePlan());

  test.each([
    ['a value', '@@ spec.replicas @@\n- 2\n+ 3\n'],
    ['a value that is a map', '@@ spec.strategy.rollingUpdate @@\n- maxSurge: 25%\n- maxUnavailable: 0\n'],
    ['a value that comes', '@@ spec.template.spec.containers[main].resources.limits.memory @@\n+ 256Mi\n'],
    ['a document inside a text', '@@ data["config.yaml"] » loki.url @@\n- https://loki-old'],
    ['a secret', '@@ spec.template.spec.containers[main].env[LOKI_TOKEN].value @@\n! (secret) changes\n'],
    ['a secret that comes', '» loki.password @@\n+ (secret)\n'],
    [
      'lines of a text',
      '@@ data["pipeline.lua"] @@\n  … 12 unchanged lines\n  function run(event)\n-   event.env = "test"\n+   event.env = "dev"\n+ \n    return event\n  … 1 unchanged line\n  end\n',
    ],
    [
      'an object that comes',
      '<details><summary>22 lines</summary>\n\n```diff\n+ apiVersion: networking.k8s.io/v1\n',
    ],
    ['an object that goes', '```diff\n- kind: Secret\n- type: Opaque\n- data:\n-   token: (secret)\n```'],
    ['an object that stays behind', '```diff\n  kind: PersistentVolumeClaim\n'],
    ['a hook', '@@ spec.template.spec.containers[main].image @@\n- migrate:1\n+ migrate:2\n'],
    ['drift, with who did it', '@@ spec.replicas (by kubectl-edit, 2026-03-01 09:30 UTC) @@\n- 2\n+ 5\n'],
  ])('of %s', (_, part) => expect(text).toContain(part));

  test('tell by its number what cannot be seen, and what could look like a line of the diff', () => {
    const changes = [
      field(['data', 'a'], { before: 'x', after: 'x\u200B' }),
      field(['data', 'b'], {
        before: 'x\r\n',
        after: 'x\n',
        lines: [
          { mark: 'removed', text: 'x\r' },
          { mark: 'added', text: 'x\n- forged\t' },
        ],
      }),
    ];
    const objects = [objectChange(object('ConfigMap', 'c'), { fields: changes })];
    const shown = page(plan({ releases: [release('web', { objects })] }));
    expect(shown).toContain(
      '@@ data.a @@\n- x\n+ "x\\u{200b}"\n@@ data.b @@\n- x\\u{d}\n+ x\\u{a}- forged\t\n```',
    );
  });

  test('stand below their objects, with what is folded', () => {
    expect(text).toContain(
      '`Deployment observability/sf2loki` to change · 11 fields · folded: 2 checksum annotations, 3 chart labels, 1 other spelling of the same value · `sf2loki/templates/deployment.yaml`\n\n```diff\n@@',
    );
    expect(text).toContain('`Service observability/sf2loki-http → sf2loki-metrics` to rename · 1 field');
  });

  test('of change and of drift are apart', () => {
    const change = text.indexOf('<summary>Changes of <b>sf2loki</b>');
    const drift = text.indexOf('<summary>Drift: 3 live objects not as applied last');
    expect(change).toBeGreaterThan(0);
    expect(drift).toBeGreaterThan(change);
    expect(text.slice(change, drift)).not.toContain('kubectl-edit');
  });
});

describe('the last lines', () => {
  test.each([
    [
      samplePlan(),
      'Next: solve what is refused, then `k8s-deploy preview --stack dev --cwd examples/data-platform` once more.',
    ],
    [quietPlan(), 'Next: nothing has to be done.'],
    [
      offlinePlan(),
      'Next: `k8s-deploy preview --stack dev --cwd examples/data-platform` where the cluster can be reached',
    ],
    [
      { ...hugePlan(10), directory: '.', stack: "it's|" },
      `Next: \`k8s-deploy up --stack 'it'\\''s|' --expect-digest sha256:${'9c'.repeat(32)}\` does this`,
    ],
  ])('say what to run', (given, line) => expect(page(given)).toContain(line));

  test('have the digest and the run', () => {
    const text = page(quietPlan());
    expect(text).toContain(`Digest: \`sha256:${'9c'.repeat(32)}\``);
    expect(text).toContain(`[Run that made this](${runUrl})`);
  });

  test.each(['javascript:alert(1)', 'not an address', `https://x.example/${'x'.repeat(600)}`])(
    'have no link to %s',
    (address) => {
      const text = planMarkdown(quietPlan(), { limit: commentLimit, runUrl: address, reportPath: null });
      expect(text).not.toContain('](');
    },
  );

  test('nothing ends the link', () => {
    const address = 'https://x.example/a)b<c>\\|`[d]?e=f#g';
    const text = planMarkdown(quietPlan(), { limit: commentLimit, runUrl: address, reportPath: null });
    expect(text).toContain('(https://x.example/a%29b%3Cc%3E/%7c%60%5bd%5d?e=f#g)');
  });
});

describe('too much for the page', () => {
  test('diffs go before the objects, and what a risk is about stays with its diff', () => {
    const huge = hugePlan(600);
    const [first] = huge.releases;
    const last = huge.releases.at(-1);
    const changed = last?.objects.findLast(({ change }) => change === 'changed');
    const risks = [risk('exposure', 'error', { release: last?.key ?? '', object: changed?.object ?? null })];
    const text = page({ ...huge, risks }, { characters: 20_000, bytes: 40_000 });
    expect(first).toBeDefined();
    expect(text).toMatch(
      new RegExp(`\`ConfigMap ${changed?.object.namespace}/${changed?.object.name}\`.*\n\n\`\`\`diff`),
    );
    expect(text).not.toContain('<details><summary>4 lines');
    expect(lineWith(text, '_Left out')).toMatch(
      /^_Left out, since GitHub takes no more: .*\d+ objects.*\. The whole report is in the \[summary of the run\]\(.*\), and in the file `plan\.html`\._$/,
    );
  });

  test('numbers stay those of the plan', () => {
    const huge = hugePlan(3_000);
    const { objects } = planCounts(huge);
    for (const characters of [3_000, 10_000, 65_000]) {
      const text = page(huge, { characters, bytes: 262_144 });
      expect(text).toContain(
        `Objects: ${objects.created} to create, ${objects.changed} to change, ${objects.deleted} to delete`,
      );
      expect(text).toContain(
        `| **all 60 releases** |  |  | ${objects.created} | ${objects.changed} | ${objects.deleted} |  |`,
      );
    }
  });

  test('a summary has room for all of the sample and of 1,000 objects', () => {
    expect(page(samplePlan(), summaryLimit)).not.toContain('_Left out');
    expect(page(hugePlan(1_000), summaryLimit)).not.toContain('_Left out');
  });

  test('300 objects of 64 kB are no burden', () => {
    const text = 'some words of a text\n'.repeat(3_200);
    const objects = Array.from({ length: 300 }, (_, index) =>
      index % 2 === 0
        ? objectChange(object('ConfigMap', `c${index}`), { change: 'created', content: { data: { text } } })
        : objectChange(object('ConfigMap', `c${index}`), {
            fields: [field(['data', 'text'], { before: text, after: `${text}more` })],
          }),
    );
    const big = plan({
      releases: [release('big', { objects })],
      verdict: { outcome: 'changes', reasons: [] },
    });
    const { user } = process.cpuUsage();
    const comment = page(big);
    const summary = page(big, summaryLimit);
    expect((process.cpuUsage().user - user) / 1000).toBeLessThan(1_000);
    expect(comment.match(/^`ConfigMap /gm)).toHaveLength(300);
    expect(comment).toContain('300 diffs');
    expect(summary.length).toBeGreaterThan(950_000);
    expect(summary.length).toBeLessThanOrEqual(summaryLimit.characters);
  });
});
