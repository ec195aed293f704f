import { expect, test } from 'vitest';
import { checkJunit } from '../../../../src/report/check/junit.ts';
import { finding, mixed, outcome, result } from './results.ts';

test('a suite for a release, a test for each case, and one for each rule that it breaks', () => {
  expect(checkJunit(mixed, { failOn: 'error' })).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="k8s-deploy check" tests="9" failures="2" errors="0" skipped="3" time="0.312">
  <testsuite name="prod: web" tests="9" failures="2" errors="0" skipped="3" time="0.007">
    <testcase name="ha (1.33)" classname="prod: web" time="0.003" file="contracts/web.yaml" line="4"/>
    <testcase name="short-key (1.33)" classname="prod: web" time="0.003" file="contracts/web.yaml" line="4"/>
    <testcase name="ha (1.31)" classname="prod: web" time="0.003" file="contracts/web.yaml" line="4"/>
    <testcase name="ha (1.33): SF-9" classname="prod: web" time="0.000" file="contracts/web.yaml" line="12"><failure message="two replicas share one volume">error in Deployment shop/web, spec.replicas
two replicas share one volume
What to do: Set replicas to 1.
contracts/web.yaml:12:5</failure></testcase>
    <testcase name="ha (1.31): SF-9" classname="prod: web" time="0.000" file="contracts/web.yaml" line="12"><failure message="two replicas share one volume">error in Deployment shop/web, spec.replicas
two replicas share one volume
What to do: Set replicas to 1.
contracts/web.yaml:12:5</failure></testcase>
    <testcase name="ha (1.33): values/unknown" classname="prod: web" time="0.000" file="deploy.yaml" line="3"><system-out>warning
no template reads "replicaz"
deploy.yaml:3:1</system-out></testcase>
    <testcase name="ha (1.33): hardening/probes" classname="prod: web" time="0.000" file="contracts/web.yaml" line="12"><skipped message="waived until 2027-01-31: a batch job"/></testcase>
    <testcase name="ha: SF-12" classname="prod: web" time="0.000"><skipped message="not checked: the keys of Secret shop/login, which somebody else makes"/></testcase>
    <testcase name="short-key: SF-12" classname="prod: web" time="0.000"><skipped message="not checked: the keys of Secret shop/login, which somebody else makes"/></testcase>
  </testsuite>
</testsuites>
`,
  );
});

test.each([
  ['error', 1],
  ['warning', 2],
  ['notice', 3],
] as const)('fails on %s and above', (failOn, failures) => {
  const findings = (['error', 'warning', 'notice'] as const).map((severity) => finding({ severity }));
  expect(checkJunit(result({ findings }), { failOn })).toContain(`failures="${failures}"`);
});

test('what concerns a file alone has a suite, too', () => {
  const alone = finding({ release: null, stack: null, case: null, rule: 'contract/unknown-key' });
  expect(checkJunit(result({ cases: [], findings: [alone] }), { failOn: 'error' })).toContain(
    '<testsuite name="files" tests="1" failures="1" errors="0" skipped="0" time="0.000">\n    <testcase name="contract/unknown-key" classname="files"',
  );
});

test('a finding of one Kubernetes version is not one of the others', () => {
  const cases = [outcome({ kubeVersion: '1.31' }), outcome({ kubeVersion: '1.33', findings: 1 })];
  const xml = checkJunit(result({ cases, findings: [finding()] }), { failOn: 'error' });
  expect(xml).toContain('name="ha (1.33): SF-9"');
  expect(xml).not.toContain('name="ha (1.31): SF-9"');
});

test('text is escaped', () => {
  const odd = finding({ message: 'a "b" <c> & d\n\te\u0000', hint: null });
  const xml = checkJunit(result({ findings: [odd] }), { failOn: 'error' });
  expect(xml).toContain('message="a &quot;b&quot; &lt;c&gt; &amp; d&#10;&#9;e"');
  expect(xml).toContain('a "b" &lt;c&gt; &amp; d\n\te\n');
});
