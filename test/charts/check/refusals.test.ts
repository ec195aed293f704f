/** What cannot be checked is refused with its place, and never taken for a success: no run here ends with 0, or with "no findings". */
import { afterAll, describe, expect, test } from 'vitest';
import { checkedFolder, type Checked } from '../../setup/checked.ts';
import { webChart, webContract } from './web-chart.ts';

interface Refusal {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  /** On stderr. */
  readonly says: readonly string[];
}

const folders: Checked[] = [];
afterAll(() => folders.forEach((folder) => folder.remove()));

const open = (files: Readonly<Record<string, string>>): Checked => {
  const folder = checkedFolder({ ...webChart, 'contract.yaml': webContract, ...files });
  folders.push(folder);
  return folder;
};

/** Ten times ten times … `x`. */
const bomb = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 8 }, (_, index) => {
    const alias = Array<string>(10).fill(`*a${index}`).join(', ');
    return `a${index + 1}: &a${index + 1} [${alias}]`;
  }),
];

const stackFile = `apiVersion: k8s-deploy/v1
name: shop
cluster: {identifier: here}
releases:
  front: {chart: {ref: ./charts/web}, namespace: shop}
stacks: {dev: {}}
`;

const contractFile = (text: string): Pick<Refusal, 'files' | 'args'> => ({
  files: { 'contract.yaml': text },
  args: ['contract.yaml'],
});
const ofOptions = (...args: string[]): Pick<Refusal, 'files' | 'args'> => ({
  files: {},
  args: ['contract.yaml', ...args],
});

const refusals: readonly Refusal[] = [
  {
    title: 'broken YAML of a contract',
    ...contractFile('chart: ./charts/web\ncases:\n  a: {values: {x: [1, 2}}\n'),
    says: ['contract.yaml:3:24: not valid YAML'],
  },
  {
    title: 'versions of Kubernetes without schemas, unless the case must fail',
    ...contractFile(
      'chart: ./charts/web\nkubeVersions: ["1.99"]\ncases:\n  a: {kubeVersions: ["1.20"]}\n  b: {kubeVersions: ["1.20"], fails: old}\n',
    ),
    says: [
      'contract.yaml:2:16 kubeVersions[0]: there are no schemas for Kubernetes 1.99; known are 1.28,',
      'contract.yaml:4:22 cases.a.kubeVersions[0]: there are no schemas for Kubernetes 1.20; known are 1.28,',
    ],
  },
  {
    title: 'broken YAML of the stack file',
    files: { 'deploy.yaml': `${stackFile}  : [` },
    args: [],
    says: ['deploy.yaml:7:', 'not valid YAML'],
  },
  {
    title: 'every unknown key, with the nearest',
    ...contractFile('chart: ./charts/web\ncases:\n  a: {valuse: {x: 1}}\nrulez: []\n'),
    says: [
      'contract.yaml:3:7 cases.a.valuse: unknown key "valuse"; did you mean "values"?',
      'contract.yaml:4:1 rulez: unknown key "rulez"; did you mean "rules"?',
    ],
  },
  {
    title: 'rules that do not compile',
    ...contractFile(
      `${webContract}rules:\n  - id: one\n    assert: objects.size() >== 2\n  - id: two\n    on: kind == "Service"\n    assert: spec.ports.all(p, p.name == nonsense)\nsnapshots: [{on: kind =}]\n`,
    ),
    says: [
      'contract.yaml:6:13 rules.one.assert: not an expression of CEL: found >',
      'contract.yaml:9:13 rules.two.assert: there is no variable "nonsense"',
      'contract.yaml:10:18',
    ],
  },
  {
    title: 'no chart',
    ...contractFile('chart: ./charts/none\ncases: {a: {}}\n'),
    says: ['contract.yaml:1:8 chart: there is no file "charts/none/Chart.yaml"'],
  },
  {
    title: 'a folder that is no chart',
    files: {},
    args: ['./charts'],
    says: ['is a folder without Chart.yaml, so it is no chart'],
  },
  {
    title: 'a broken archive',
    files: { 'charts/web.tgz': 'no archive', 'contract.yaml': 'chart: ./charts/web.tgz\ncases: {a: {}}\n' },
    args: ['contract.yaml'],
    says: ['contract.yaml:1:8 chart: ', 'web.tgz'],
  },
  {
    title: 'a broken archive by itself',
    files: { 'charts/web.tgz': 'no archive' },
    args: ['charts/web.tgz'],
    says: ['web.tgz'],
  },
  {
    title: 'a broken Chart.yaml',
    files: { 'charts/web/Chart.yaml': 'name: [' },
    args: ['contract.yaml'],
    says: ['contract.yaml:1:8 chart: ', 'Chart.yaml'],
  },
  {
    title: 'every chart that is broken, by its folder',
    files: { 'charts/web/Chart.yaml': 'name: web', 'charts/two/Chart.yaml': 'name: two' },
    args: ['charts/web', 'charts/two'],
    says: [
      'charts/web: validation: chart.metadata.version',
      'charts/two: validation: chart.metadata.version',
    ],
  },
  {
    title: 'a broken chart of a stack',
    files: { 'charts/web/Chart.yaml': 'name: [', 'deploy.yaml': stackFile },
    args: [],
    says: ['releases.front.chart: cannot use ./charts/web: Chart.yaml is no valid YAML'],
  },
  {
    title: 'no cases',
    ...contractFile('chart: ./charts/web\ncases: {}\n'),
    says: ['contract.yaml:2:8 cases: expected at least one case'],
  },
  {
    title: 'an alias bomb in a values file',
    files: {
      'bomb.yaml': bomb.join('\n'),
      'contract.yaml': 'chart: ./charts/web\ncases: {a: {valueFiles: [bomb.yaml]}}\n',
    },
    args: ['contract.yaml'],
    says: ['bomb.yaml:5:', 'more than 50000 values'],
  },
  {
    title: 'an alias bomb in a contract',
    ...contractFile(
      `chart: ./charts/web\ncases:\n  a:\n    values:\n${bomb.map((line) => `      ${line}`).join('\n')}\n`,
    ),
    says: ['contract.yaml:9:', 'more than 50000 values'],
  },
  {
    title: 'an alias bomb in the values file of a stack, and one outside of its directory',
    files: {
      'bomb.yaml': bomb.join('\n'),
      'deploy.yaml': stackFile.replace(
        ', namespace',
        ', valueFiles: [bomb.yaml, ../outside.yaml], namespace',
      ),
    },
    args: [],
    says: ['bomb.yaml:5:', 'more than 50000 values', 'deploy.yaml:5:63 releases.front.valueFiles[1]: '],
  },
  {
    title: 'files outside of the folder',
    ...contractFile('chart: ../web\ncases: {a: {valueFiles: [../../outside.yaml]}}\n'),
    says: ['contract.yaml:1:8 chart: ', 'contract.yaml:2:26 cases.a.valueFiles[0]: '],
  },
  {
    title: 'a contract outside of the folder',
    files: { 'inside/deploy.yaml': stackFile },
    args: ['contract.yaml', '-C', 'inside'],
    says: ['contract.yaml does not lie in '],
  },
  {
    title: 'no such contract',
    files: {},
    args: ['contrakt.yaml'],
    says: ['there is no file "contrakt.yaml"; did you mean "contract.yaml"?'],
  },
  { title: 'nothing to check', files: {}, args: [], says: ['there is nothing to check: no deploy.yaml in '] },
  {
    title: 'an unknown stack',
    files: { 'deploy.yaml': stackFile },
    args: ['--stack', 'prd'],
    says: ['prd', 'dev'],
  },
  {
    title: 'a stack, and no stack file',
    ...ofOptions('--stack', 'dev'),
    says: ['--stack chooses one of a stack file, and none is read'],
  },
  {
    title: '--filter that nothing fits',
    ...ofOptions('--filter', 'nothing*'),
    says: ['no case was checked', 'no case fits --filter or --shard'],
  },
  {
    title: 'a shard beyond the last',
    ...ofOptions('--shard', '5/4'),
    says: ['--shard 5/4: expected NUMBER/COUNT'],
  },
  {
    title: 'a shard that is none',
    ...ofOptions('--shard', 'half'),
    says: ['--shard half: expected NUMBER/COUNT'],
  },
  { title: 'a shard without a case', ...ofOptions('--shard', '2/2'), says: ['no case was checked'] },
  {
    title: 'an unknown report',
    ...ofOptions('--report', 'junitt=x.xml'),
    says: ['there is no format "junitt"; did you mean "junit"?'],
  },
  {
    title: 'a report without a file',
    ...ofOptions('--report', 'junit='),
    says: ['--report junit=: the file is missing'],
  },
  {
    title: 'a report that needs a file',
    ...ofOptions('--report', 'sarif'),
    says: ['--report sarif: the file is missing'],
  },
  {
    title: 'two writers on stdout',
    ...ofOptions('--report', 'github', '--json'),
    says: ['would both be written to stdout'],
  },
  {
    title: 'a report that cannot be written',
    ...ofOptions('--report', 'junit=charts'),
    says: ['the report junit cannot be written: EISDIR'],
  },
  {
    title: 'a time that is none',
    ...ofOptions('--timeout', 'soon'),
    says: ['expected seconds, more than 0 and at most 3600'],
  },
  {
    title: 'a severity that is none',
    ...ofOptions('--fail-on', 'never'),
    says: ['Allowed choices are error, warning, notice'],
  },
  { title: 'an unknown option', ...ofOptions('--filtr', 'x'), says: ["unknown option '--filtr'"] },
];

describe.concurrent('the exit code of configuration, and what to do', () => {
  test.each(refusals)('$title', async ({ files, args, says }) => {
    const ran = await open(files).run(['check', ...args]);
    for (const text of says) expect(ran.stderr).toContain(text);
    expect(ran.stderr).not.toContain('node:'); // no stack trace
    expect(ran.stdout).not.toContain('no findings');
    expect(ran.exitCode).toBe(2);
  });

  test('--json prints the same as data', async () => {
    const ran = await open({}).run(['check', 'contract.yaml', '--shard', '5/4', '--json']);
    expect(JSON.parse(ran.stdout)).toMatchObject({ error: { code: 'configuration', exitCode: 2 } });
  });
});

describe.concurrent(
  'charts that neither render nor refuse: found at their cases, with the exit code of configuration',
  () => {
    const cases = 'chart: ./charts/web\ncases: {one: {}, two: {fails: never}}\n';
    const places = [
      { line: 2, column: 9 },
      { line: 2, column: 18 },
    ];

    test.each<[title: string, template: string, message: string | RegExp, ...options: string[]]>([
      [
        'twenty thousand objects',
        '{{- range until 20000 }}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c-{{ . }}}\n{{- end }}\n',
        'more than the 10000 objects that are read',
      ],
      [
        'a template that never ends',
        '{{- range until 30000 }}{{ range until 30000 }}{{ end }}{{ end }}\n',
        'the templates did not end within 1 s',
        '--timeout',
        '1',
      ],
      [
        'a template that fills the memory',
        '{{- range until 1000000000 }}{{ range until 1000000000 }}{{ end }}{{ end }}\n',
        /did not end within 1 s|too much memory/,
        '--timeout',
        '1',
      ],
    ])('%s', async (_, template, message, ...options) => {
      const folder = open({ 'contract.yaml': cases, 'charts/web/templates/bad.yaml': template });
      const { result, exitCode } = await folder.json(['contract.yaml', ...options]);
      const [found, ...more] = result.findings;
      expect(found).toMatchObject({
        rule: 'case/undecided',
        severity: 'error',
        message: expect.stringMatching(message),
      });
      expect(places).toContainEqual({ line: found?.source?.line, column: found?.source?.column });
      expect(more.every(({ rule }) => rule === 'case/undecided')).toBe(true);
      expect(result.cases.map(({ outcome, findings }) => [outcome, findings])).toEqual([
        ['failed', 1],
        ['failed', 1],
      ]);
      expect(exitCode).toBe(2);
    });
  },
);

test.concurrent(
  'a template that does not parse is a failure of its cases, which names file and line',
  async () => {
    const folder = open({ 'charts/web/templates/bad.yaml': 'a: 1\nb: {{ .Values.x\n' });
    const [ours, helm] = await Promise.all([
      folder.json(['contract.yaml']),
      folder.json(['contract.yaml', '--engine', 'helm']),
    ]);
    expect(ours.result.findings).toMatchObject([
      {
        rule: 'case/failed',
        message: expect.stringContaining('unclosed action started at web/templates/bad.yaml:2'),
      },
    ]);
    expect(helm.result.findings).toEqual(ours.result.findings);
    expect([ours.exitCode, helm.exitCode]).toEqual([5, 5]);
  },
);
