/** `check --kube-version`: for other versions than those of stacks and contracts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkedFolder, type Checked } from '../../setup/checked.ts';
import { webChart } from './web-chart.ts';

const contract = `chart: ./charts/web
kubeVersions: ["1.30"]
cases:
  one: {}
  two: {values: {replicas: 3}}
rules:
  - {id: never, on: kind == "Service", assert: "false"}
snapshots:
  - {on: kind == "Service", cases: [one]}
waivers:
  - {rule: never, case: two, reason: it is known, until: 2099-12-31}
`;

let folder: Checked;
beforeAll(async () => {
  folder = checkedFolder({ ...webChart, 'contract.yaml': contract });
  await folder.run(['check', 'contract.yaml', '--update']);
});
afterAll(() => folder.remove());

const casesOf = (cases: readonly { readonly name: string; readonly kubeVersion: string }[]): string[] =>
  cases.map(({ name, kubeVersion }) => `${name} ${kubeVersion}`).toSorted();

test('every case is rendered for each of them, and for no other', async () => {
  const { result } = await folder.json(
    ['contract.yaml', '--kube-version=1.31', '--kube-version=1.33', '--kube-version=1.31'],
    { CI: 'true' },
  );
  expect(casesOf(result.cases)).toEqual(['one 1.31', 'one 1.33', 'two 1.31', 'two 1.33']);
  // What both versions have in common is one finding; snapshots of the contract's own version are left alone, and waivers hold.
  const findings = result.findings.filter(({ rule }) => rule === 'never' || rule.startsWith('snapshot/'));
  expect(findings.map(({ rule, case: name, waiver }) => [rule, name, waiver !== null])).toEqual([
    ['never', expect.stringContaining('one') as string, false],
    ['never', expect.stringContaining('two') as string, true],
  ]);
});

test('without it, those of the contract', async () => {
  const { result } = await folder.json(['contract.yaml'], { CI: 'true' });
  expect(casesOf(result.cases)).toEqual(['one 1.30', 'two 1.30']);
  expect(result.findings.some(({ rule }) => rule.startsWith('snapshot/'))).toBe(false);
});

test('what is no version is refused', async () => {
  const ran = await folder.run(['check', 'contract.yaml', '--kube-version=latest']);
  expect(ran.exitCode).toBe(2);
  expect(ran.stderr).toContain('expected a Kubernetes version such as 1.33');
});
