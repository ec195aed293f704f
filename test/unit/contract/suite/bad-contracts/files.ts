/** Files that a contract file names. */
import type { BadFile } from '../../../stack/bad-file.ts';

const crd = 'kind: CustomResourceDefinition\n';

export const files: readonly BadFile[] = [
  {
    title: 'missing ones, with the nearest',
    yaml: `chart: charts/web
valueFiles: [comon.yaml]
crds: [crds/*.yaml, crd.yaml]
cases: {a: {valueFiles: [comon.yaml, values/ha.yml]}}
`,
    files: { 'common.yaml': '', 'values/ha.yaml': '' },
    problems: [
      'contract.yaml:1:8 chart: there is no file "charts/web/Chart.yaml"',
      'contract.yaml:2:14 valueFiles[0]: there is no file "comon.yaml"; did you mean "common.yaml"?',
      'contract.yaml:3:8 crds[0]: no file matches "crds/*.yaml"',
      'contract.yaml:3:21 crds[1]: there is no file "crd.yaml"',
      'contract.yaml:4:26 cases.a.valueFiles[0]: there is no file "comon.yaml"; did you mean "common.yaml"?',
      'contract.yaml:4:38 cases.a.valueFiles[1]: there is no file "values/ha.yml"; did you mean "values/ha.yaml"?',
    ],
  },
  {
    title: 'paths that leave the directory',
    yaml: `chart: ../../charts/web
valueFiles: [/etc/passwd, ../../../../../../../../../../../../../../../../etc/passwd, link.yaml]
crds: ["../*.yaml", /crds]
cases: {a: {}}
`,
    links: { 'link.yaml': '/etc/hostname' },
    problems: [
      'contract.yaml:1:8 chart: there is no file "../../charts/web/Chart.yaml"',
      'contract.yaml:2:14 valueFiles[0]: expected a path that starts at the folder of the contract file, found "/etc/passwd"',
      'contract.yaml:2:27 valueFiles[1]: "../../../../../../../../../../../../../../../../etc/passwd" leads out of the stack directory, where nothing is read',
      'contract.yaml:2:87 valueFiles[2]: "link.yaml" leads out of the stack directory, where nothing is read',
      'contract.yaml:3:8 crds[0]: "../*.yaml" leads out of the stack directory, where nothing is read',
      'contract.yaml:3:21 crds[1]: expected a path that starts at the folder of the contract file, found "/crds"',
    ],
  },
  {
    title: 'values files that are none',
    yaml: `chart: chart
valueFiles: [list.yaml, broken.yaml, twice.yaml, chart]
cases: {a: {}}
`,
    files: { 'list.yaml': '- a\n', 'broken.yaml': 'a: "x\n', 'twice.yaml': 'a: 1\na: 2\n' },
    problems: [
      'broken.yaml:1:4: this quote is never closed',
      'contract.yaml:2:50 valueFiles[3]: "chart" is not a file',
      'list.yaml:1:1: expected a map of Helm values, found a list',
      'twice.yaml:2:1 a: duplicate key "a"; the first is in line 1',
    ],
  },
  {
    title: 'crds that are none',
    yaml: `chart: chart
crds: ["crds/*.yaml", "two.yaml"]
cases: {a: {}}
`,
    files: {
      'crds/a.yaml': `${crd}---\n---\n# nothing\n--- # more\nkind: Secret\n`,
      'crds/b.yaml': '# nothing\n',
      'crds/c.yaml': '- a\n',
      'two.yaml': `${crd}---\na: &x\nb: *y\n`,
    },
    problems: [
      'crds/a.yaml:6:7 kind: expected a CustomResourceDefinition, found a Secret',
      'crds/b.yaml:1:1: the file has no CustomResourceDefinition',
      'crds/c.yaml:1:1: expected a CustomResourceDefinition, found a list',
      'two.yaml:4:4 b: no anchor of this name stands before the alias',
    ],
  },
];
