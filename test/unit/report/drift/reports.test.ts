import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DriftReport } from '../../../../src/plan/drift-report.ts';
import { driftJson, driftJsonSchema } from '../../../../src/report/drift/json.ts';
import { driftMarkdown } from '../../../../src/report/drift/markdown.ts';
import { driftLines } from '../../../../src/report/drift/terminal.ts';
import { commentLimit } from '../../../../src/report/plan/markdown.ts';
import { tainted } from '../../../setup/hostile-text.ts';
import { noDrift, sampleDrift } from '../../../setup/sample-drift.ts';
import { anyText, expectSafe, limits } from '../plan/safe-markdown.ts';
import { recorder } from '../recorder.ts';

const lines = (report: DriftReport, verbose = false): string[] =>
  driftLines(report, recorder(), { verbose, next: true });
const page = (report: DriftReport, limit = commentLimit): string =>
  driftMarkdown(report, { limit, runUrl: null, reportPath: null });

describe('in a terminal', () => {
  test('no drift: two lines', () => {
    expect(lines(noDrift())).toEqual([
      'No drift in data-platform/dev',
      'Cluster dev-eu-1: 1 release and 12 objects against what was applied last',
    ]);
  });

  test('what is not known is not called none', () => {
    expect(lines({ ...noDrift(), gaps: ['something'] })[0]).toBe('No drift found in data-platform/dev');
  });

  test('everything, by release and object, with who and when and what to run next', () => {
    expect(lines(sampleDrift())).toMatchInlineSnapshot(`
      [
        "Drift of data-platform/dev: 2 releases not as the stack left it,",
        "    2 objects changed, 2 objects missing, 1 object taken by another release,",
        "    2 workloads with outdated data",
        "Cluster dev-eu-1: 2 releases and 12 objects against what was applied last",
        "",
        "! web  changed by others: Helm has revision 4, deployed ("Rollback to 2"),",
        "    and the stack made revision 3",
        "    shop-web in shop",
        "    ! Deployment shop/web was changed",
        "        ~ spec.replicas  1 → 3  by kubectl",
        "        + spec.paused  true  by kubectl-edit, 2026-03-01 09:30 UTC",
        "    ! ConfigMap shop/web is missing",
        "    ! Service shop/web belongs to release theirs in namespace other now",
        "    ! Secret shop/made, which a hook made, is missing",
        "    ! Deployment shop/web: 1 pod runs with Secret shop/login as it was before",
        "        2026-03-01 09:30 UTC (written by external-secrets, from ExternalSecret",
        "        login)",
        "        container main, variable TOKEN",
        "    ! StatefulSet shop/db: 2 pods may run with ConfigMap shop/conf as it was",
        "        before 2026-03-01 09:30 UTC",
        "        container main, /etc/conf",
        "",
        "! gone  uninstalled: Helm has no record of it, and the stack made revision 2",
        "    in shop",
        "",
        "Backing resources",
        "  ! Secret shop/login-1a2b was changed",
        "      ~ data.token  (secret) changes  by kubectl-edit, 2026-03-01 09:30 UTC",
        "      told by comparing the fields that the manifest sets",
        "",
        "Not drift: 1 count of replicas that an autoscaler sets, 1 restart annotation",
        "",
        "What is not known",
        "  ? no permission to get leases: whether they are there is not known",
        "",
        "Next:",
        "  k8s-deploy drift --heal --stack dev  sets it back to what the stack says",
        "  k8s-deploy restart --rotated --stack dev  makes the outdated pods anew",
      ]
    `);
  });

  test('verbose: what is folded, and pods by name', () => {
    const text = lines(sampleDrift(), true).join('\n');
    expect(text).toContain('web-1, since 2026-02-01T00:00:00Z: container main, variable');
    expect(text).toContain('Deployment shop/api spec.replicas, by kube-controller-manager');
  });
});

describe('in Markdown', () => {
  test('the verdict first, then releases, objects with their fields, and outdated pods', () => {
    expect(page(sampleDrift())).toMatchInlineSnapshot(`
      "### ⚠️ Drift of data\\-platform/dev: 2 releases not as the stack left it, 2 objects changed, 2 objects missing, 1 object taken by another release, 2 workloads with outdated data

      Cluster dev\\-eu\\-1: 2 releases and 12 objects against what was applied last. Directory: \`deploy\`.

      | Release | Helm | Objects | Outdated |
      |---|---|--:|--:|
      | \`web\` | changed by others: Helm has revision 4, deployed \\("Rollback to 2"\\), and the stack made revision 3 | 4 | 2 |
      | \`gone\` | uninstalled: Helm has no record of it, and the stack made revision 2 | 0 | 0 |


      **web** (− as applied, + as it is)

      - Deployment shop/web was changed

      \`\`\`diff
      @@ spec.replicas (by kubectl) @@
      - 1
      + 3
      @@ spec.paused (by kubectl-edit, 2026-03-01 09:30 UTC) @@
      + true
      \`\`\`

      - ConfigMap shop/web is missing

      - Service shop/web belongs to release theirs in namespace other now

      - Secret shop/made, which a hook made, is missing


      **Backing resources** (− as applied, + as it is)

      - Secret shop/login\\-1a2b was changed

      \`\`\`diff
      @@ data.token (by kubectl-edit, 2026-03-01 09:30 UTC) @@
      ! (secret) changes
      \`\`\`


      **Outdated data in running pods**

      - Deployment shop/web: 1 pod runs with Secret shop/login as it was before 2026\\-03\\-01 09:30 UTC \\(written by external\\-secrets, from ExternalSecret login\\): container main, variable TOKEN
      - StatefulSet shop/db: 2 pods may run with ConfigMap shop/conf as it was before 2026\\-03\\-01 09:30 UTC: container main, /etc/conf


      <details><summary>What is not known: 1 thing</summary>

      - no permission to get leases: whether they are there is not known

      </details>

      Not drift: 1 count of replicas that an autoscaler sets, 1 restart annotation.

      Next: \`k8s-deploy drift --heal --stack dev\` sets it back to what the stack says.

      Next: \`k8s-deploy restart --rotated --stack dev\` makes the outdated pods anew.
      "
    `);
  });

  test('whatever stands in it, the page fits, is closed, calls nobody and holds no HTML but ours', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 12 }), limits, (texts, limit) => {
        const text = page(tainted(sampleDrift(), texts), limit);
        expectSafe(text, limit);
        expect(text).toMatch(/^### ⚠️ Drift of /u);
      }),
    );
  });
});

describe('in JSON', () => {
  const isDocument = new Ajv({ strict: false }).compile(driftJsonSchema());

  test.each([
    ['no drift', noDrift(), false],
    ['drift', sampleDrift(), true],
  ])('%s, as the schema has it', (_what, report, isDrifted) => {
    const document = driftJson(report);
    expect(isDocument(document) ? null : isDocument.errors).toBeNull();
    expect(document).toMatchObject({ version: 1, isDrifted });
  });

  test('how many of what', () => {
    expect(driftJson(sampleDrift()).counts).toEqual({
      byHand: 2,
      changed: 2,
      missing: 2,
      taken: 1,
      fields: 3,
      outdated: 2,
    });
  });

  test('the schema in the repository is this one', () => {
    expect(JSON.parse(readFileSync('schemas/drift.schema.json', 'utf8'))).toEqual(driftJsonSchema());
  });
});
