/** Keys and values that a contract file cannot have. */
import type { BadFile } from '../../../stack/bad-file.ts';

export const shape: readonly BadFile[] = [
  { title: 'nothing', yaml: '', problems: ['contract.yaml:1:1: expected a map, found nothing'] },
  { title: 'a list', yaml: '- cases\n', problems: ['contract.yaml:1:1: expected a map, found a list'] },
  {
    title: 'no cases',
    yaml: 'chart: chart\n',
    problems: ['contract.yaml:1:1 cases: missing; expected a map'],
  },
  {
    title: 'no case',
    yaml: 'chart: chart\ncases: {}\n',
    problems: ['contract.yaml:2:8 cases: expected at least one case: nothing would be checked'],
  },
  {
    title: 'misspelt keys, each with the nearest',
    yaml: `chart: chart
kubeVerions: ["1.33"]
cases:
  minimal: {value: {}, valuefiles: [], inherit: ha}
  ha: {}
rules: [{id: a, asert: "true"}]
waivers: [{rule: SF-1, reasons: x, untill: 2027-01-31}]
coverage: {template: 5}
`,
    problems: [
      'contract.yaml:2:1 kubeVerions: unknown key "kubeVerions"; did you mean "kubeVersions"?',
      'contract.yaml:4:13 cases.minimal.value: unknown key "value"; did you mean "values"?',
      'contract.yaml:4:24 cases.minimal.valuefiles: unknown key "valuefiles"; did you mean "valueFiles"?',
      'contract.yaml:4:40 cases.minimal.inherit: unknown key "inherit"; did you mean "inherits"?',
      'contract.yaml:6:17 rules[0].asert: unknown key "asert"; did you mean "assert"?',
      'contract.yaml:7:24 waivers[0].reasons: unknown key "reasons"; did you mean "reason"?',
      'contract.yaml:7:36 waivers[0].untill: unknown key "untill"; did you mean "until"?',
      'contract.yaml:8:12 coverage.template: unknown key "template"; did you mean "templates"?',
    ],
  },
  {
    title: 'Kubernetes versions',
    yaml: `chart: chart
kubeVersions: [1.30, "1.33", v1.33]
cases: {a: {kubeVersions: []}}
`,
    problems: [
      'contract.yaml:2:16 kubeVersions[0]: expected text in quotes (without them YAML reads 1.0 as 1), found the number 1.3',
      'contract.yaml:2:30 kubeVersions[2]: expected a Kubernetes version such as "1.33" or "1.33.4", found "v1.33"',
      'contract.yaml:3:27 cases.a.kubeVersions: expected a list with at least 1 item, found an empty list',
    ],
  },
  {
    title: 'API versions',
    yaml: `chart: chart
apiVersions: [monitoring.coreos.com/V1]
cases: {a: {apiVersions: ["batch/v1/job"]}}
`,
    problems: [
      'contract.yaml:2:15 apiVersions[0]: expected an API version such as "monitoring.coreos.com/v1", or one of its kinds such as "batch/v1/Job", found "monitoring.coreos.com/V1"',
      'contract.yaml:3:27 cases.a.apiVersions[0]: expected an API version such as "monitoring.coreos.com/v1", or one of its kinds such as "batch/v1/Job", found "batch/v1/job"',
    ],
  },
  {
    title: 'names',
    yaml: `chart: chart
name: Web
namespace: web_
cases:
  a b: {}
  "grid [x=y]": {}
  ok: {name: ${'x'.repeat(54)}}
`,
    problems: [
      'contract.yaml:2:7 name: expected lower-case letters, digits and "-", starting and ending with a letter or digit, found "Web"',
      'contract.yaml:3:12 namespace: expected lower-case letters, digits and "-", starting and ending with a letter or digit, found "web_"',
      'contract.yaml:5:3 cases["a b"]: "a b" cannot be a key here: expected letters, digits, "-", "_" and ".", starting with a letter or digit',
      'contract.yaml:6:3 cases["grid [x=y]"]: "grid [x=y]" cannot be a key here: expected letters, digits, "-", "_" and ".", starting with a letter or digit',
      'contract.yaml:7:14 cases.ok.name: expected at most 53 characters, found "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
    ],
  },
  {
    title: 'what a failure can be',
    yaml: `chart: chart
cases:
  a: {fails: 32}
  b: {fails: {}}
  c: {fails: {pattern: "("}}
  d: {fails: {pattern: "(?=a)"}}
  e: {fails: " "}
  f: {fails: {patern: x}}
  g: {fails: [x]}
`,
    problems: [
      'contract.yaml:3:14 cases.a.fails: expected text of the failure or {pattern: REGEX}, found a number',
      'contract.yaml:4:14 cases.b.fails.pattern: missing; expected text',
      'contract.yaml:5:24 cases.c.fails.pattern: expected a regular expression of RE2, found "("',
      'contract.yaml:6:24 cases.d.fails.pattern: expected a regular expression of RE2, found "(?=a)"',
      'contract.yaml:7:14 cases.e.fails: expected text of the failure, found " "',
      'contract.yaml:8:15 cases.f.fails.patern: unknown key "patern"; did you mean "pattern"?',
      'contract.yaml:9:14 cases.g.fails: expected text of the failure or {pattern: REGEX}, found a list',
    ],
  },
  {
    title: 'values that are no map',
    yaml: `chart: chart
values: [a]
cases: {a: {values: x, upgrade: "true", set: a=b, valueFiles: a.yaml, matrix: {tls: {on: 5}}}}
`,
    problems: [
      'contract.yaml:2:9 values: expected a map, found a list',
      'contract.yaml:3:21 cases.a.values: expected a map, found text',
      'contract.yaml:3:33 cases.a.upgrade: expected true or false, found "true"',
      'contract.yaml:3:46 cases.a.set: expected a list, found text',
      'contract.yaml:3:63 cases.a.valueFiles: expected a list, found text',
      'contract.yaml:3:90 cases.a.matrix.tls.on: expected a map, found a number',
    ],
  },
  {
    title: 'rules',
    yaml: `chart: chart
cases: {a: {}}
rules:
  - {id: Not_Kebab, assert: "true"}
  - {id: b, severity: fatal, assert: " "}
  - {id: c, on: kind == "Pod"}
  - {id: d, assert: "true", cases: [], optional: maybe}
`,
    problems: [
      'contract.yaml:4:10 rules[0].id: expected lower-case words joined by "-", found "Not_Kebab"',
      'contract.yaml:5:23 rules[1].severity: expected "error", "warning" or "notice", found "fatal"',
      'contract.yaml:5:38 rules[1].assert: expected an expression of CEL, found " "',
      'contract.yaml:6:5 rules[2].assert: missing; expected text',
      'contract.yaml:7:36 rules[3].cases: expected a list with at least 1 item, found an empty list',
      'contract.yaml:7:50 rules[3].optional: expected true or false, found "maybe"',
    ],
  },
  {
    title: 'waivers',
    yaml: `chart: chart
cases: {a: {}}
waivers:
  - {rule: hardening/*, reason: "", until: 2027-02-29}
  - {rule: "*", object: leoflow, reason: later, until: 2027-1-31}
  - {rule: hardening/pro*, object: Deployment/*, reason: later, until: tomorrow}
  - {rule: waiver/unused, reason: later, until: 2027-01-31}
  - {rule: SF-9}
`,
    problems: [
      'contract.yaml:4:33 waivers[0].reason: expected a reason, found ""',
      'contract.yaml:4:44 waivers[0].until: expected a day such as "2027-01-31", found "2027-02-29"',
      'contract.yaml:5:12 waivers[1].rule: expected the id of a rule, or "pack/*" for all of a pack, found "*"',
      'contract.yaml:5:25 waivers[1].object: expected "Kind/name", * for any characters, found "leoflow"',
      'contract.yaml:5:56 waivers[1].until: expected a day such as "2027-01-31", found "2027-1-31"',
      'contract.yaml:6:12 waivers[2].rule: expected the id of a rule, or "pack/*" for all of a pack, found "hardening/pro*"',
      'contract.yaml:6:72 waivers[2].until: expected a day such as "2027-01-31", found "tomorrow"',
      'contract.yaml:7:12 waivers[3].rule: failures of cases, snapshots and waivers cannot be waived; mend them',
      'contract.yaml:8:5 waivers[4].reason: missing; expected text',
      'contract.yaml:8:5 waivers[4].until: missing; expected text',
    ],
  },
  {
    title: 'thresholds',
    yaml: `chart: chart
cases: {a: {}}
coverage: {templates: 101, branches: -1, values: 80%}
`,
    problems: [
      'contract.yaml:3:23 coverage.templates: expected a number of at most 100, found 101',
      'contract.yaml:3:38 coverage.branches: expected a number of at least 0, found -1',
      'contract.yaml:3:50 coverage.values: expected a number, found "80%"',
    ],
  },
  {
    title: 'external objects',
    yaml: `chart: chart
cases: {a: {external: [{kind: Secret}]}}
external: [{kind: Secret, name: Db}, {kind: Secret, name: db, key: x}]
`,
    problems: [
      'contract.yaml:2:24 cases.a.external[0].name: missing; expected text',
      'contract.yaml:3:63 external[1].key: unknown key "key"; did you mean "keys"?',
    ],
  },
];
