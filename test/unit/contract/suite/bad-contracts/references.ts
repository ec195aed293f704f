/** What one part of a contract file says of another, or of the stack file. */
import type { BadFile } from '../../../stack/bad-file.ts';

export const references: readonly BadFile[] = [
  {
    title: 'no target',
    yaml: 'cases: {a: {}}\n',
    problems: [
      'contract.yaml:1:1: says neither release (a key in the stack file) nor chart (a folder or .tgz)',
    ],
  },
  {
    title: 'two targets',
    yaml: 'release: shop\nchart: chart\ncases: {a: {}}\n',
    problems: ['contract.yaml:2:1 chart: release and chart are both given: the cases are of one of them'],
  },
  {
    title: 'a release that the stack file does not have',
    yaml: 'release: shpo\ncases: {a: {}}\n',
    problems: ['contract.yaml:1:10 release: no release "shpo" in the stack file; did you mean "shop"?'],
  },
  {
    title: 'name and namespace of a release',
    yaml: 'release: shop\nname: x\nnamespace: other\ncases: {a: {name: z}}\n',
    problems: [
      'contract.yaml:2:1 name: the stack file says it for a release; remove it, or set it in a case',
      'contract.yaml:3:1 namespace: the stack file says it for a release; remove it, or set it in a case',
    ],
  },
  {
    title: 'packs',
    yaml: 'chart: chart\npacks: [hardning, SF, web]\nwithout: [references, web, x]\ncases: {a: {}}\n',
    problems: [
      'contract.yaml:2:9 packs[0]: no pack "hardning"; did you mean "hardening"?',
      'contract.yaml:2:19 packs[1]: no pack "SF"; there are kubernetes, references, values, hardening, web',
      'contract.yaml:3:23 without[1]: "web" is switched on by packs, too',
      'contract.yaml:3:28 without[2]: no pack "x"; there are kubernetes, references, values, hardening, web',
    ],
  },
  {
    title: 'options without a system',
    yaml: 'chart: chart\npacks: [hardening]\noptions: {replicas: 2}\ncases: {a: {options: {}}}\n',
    problems: [
      'contract.yaml:3:1 options: options are those of a system, and packs names none: no rule would read them',
      'contract.yaml:4:13 cases.a.options: options are those of a system, and packs names none: no rule would read them',
    ],
  },
  {
    title: 'options that the system does not have',
    yaml: `chart: chart
packs: [web]
options: {replica: 2, auth: {mod: jwt}}
cases: {a: {options: {nope: 1}}}
`,
    problems: [
      'contract.yaml:3:11 options.replica: unknown key "replica"; did you mean "replicas"?',
      'contract.yaml:3:30 options.auth.mod: unknown key "mod"; did you mean "mode"?',
      'contract.yaml:4:23 cases.a.options.nope: unknown key "nope"',
    ],
  },
  {
    title: 'unknown parents',
    yaml: 'chart: chart\ncases:\n  minimal: {}\n  a: {inherits: minmal}\n  b: {inherits: [minimal, zzz]}\n',
    problems: [
      'contract.yaml:4:17 cases.a.inherits: no case "minmal"; did you mean "minimal"?',
      'contract.yaml:5:27 cases.b.inherits[1]: no case "zzz"',
    ],
  },
  {
    title: 'a case that inherits from itself',
    yaml: 'chart: chart\ncases: {a: {inherits: a}}\n',
    problems: ['contract.yaml:2:23 cases.a.inherits: cases inherit from each other: "a" from "a"'],
  },
  {
    title: 'a circle of three, told once',
    yaml: 'chart: chart\ncases:\n  a: {inherits: b}\n  b: {inherits: [c]}\n  c: {inherits: a}\n  d: {inherits: a}\n',
    problems: [
      'contract.yaml:5:17 cases.c.inherits: cases inherit from each other: "a" from "b" from "c" from "a"',
    ],
  },
  {
    title: 'the matrix',
    yaml: `chart: chart
cases:
  none: {exclude: [{tls: none}]}
  empty: {matrix: {}}
  no-choice: {matrix: {tls: {}}}
  number: {matrix: {"1": {a: {}}}}
  slips: {matrix: {tls: {with: {}, none: {}}}, exclude: [{tsl: none}, {tls: nome}, {}]}
  all: {matrix: {tls: {with: {}, none: {}}}, exclude: [{tls: with}, {tls: none}]}
  boolean: {matrix: {tls: {on: {}, off: {}}}, exclude: [{tls: true}]}
`,
    problems: [
      'contract.yaml:3:19 cases.none.exclude: excludes combinations, and there is no matrix',
      'contract.yaml:4:19 cases.empty.matrix: expected at least one dimension',
      'contract.yaml:5:29 cases.no-choice.matrix.tls: expected at least one choice',
      'contract.yaml:6:21 cases.number.matrix.1: "1" cannot be a key here: expected a name that starts with a letter',
      'contract.yaml:7:59 cases.slips.exclude[0].tsl: no dimension "tsl" in the matrix; did you mean "tls"?',
      'contract.yaml:7:77 cases.slips.exclude[1].tls: no choice "nome" in matrix.tls; did you mean "none"?',
      'contract.yaml:7:84 cases.slips.exclude[2]: excludes every combination',
      'contract.yaml:8:55 cases.all.exclude: excludes every combination: nothing would be checked',
      'contract.yaml:9:63 cases.boolean.exclude[0].tls: expected text, found true; put it in quotes',
    ],
  },
  {
    title: 'set',
    yaml: `chart: chart
set: [a, "=b"]
cases: {a: {set: ["a.b", "a=b,c", "a=1", "[0]=1"]}}
`,
    problems: [
      'contract.yaml:2:7 set[0]: expected PATH=VALUE, as --set of Helm takes it',
      'contract.yaml:2:10 set[1]: expected PATH=VALUE, as --set of Helm takes it',
      'contract.yaml:3:19 cases.a.set[0]: expected PATH=VALUE, as --set of Helm takes it',
      'contract.yaml:3:26 cases.a.set[1]: expected PATH=VALUE, as --set of Helm takes it',
      'contract.yaml:3:42 cases.a.set[3]: expected PATH=VALUE, as --set of Helm takes it',
    ],
  },
  {
    title: 'rules with one name, and patterns that match nothing',
    yaml: `chart: chart
cases:
  minimal: {}
  grid: {matrix: {tls: {a: {}, b: {}}}}
rules:
  - {id: one, assert: "true", cases: [minimal, "grid [tls=a]", "*tls=b*", "grid*"]}
  - {id: two, assert: "true", cases: [minmal, "ha*"]}
  - {id: one, assert: "true"}
snapshots: [{on: "true", cases: ["grid [tls=c]"]}]
`,
    problems: [
      'contract.yaml:7:39 rules[1].cases[0]: no case matches "minmal"; did you mean "minimal"?',
      'contract.yaml:7:47 rules[1].cases[1]: no case matches "ha*"',
      'contract.yaml:8:10 rules[2].id: a second rule "one"; the first is rules[0]',
      'contract.yaml:9:34 snapshots[0].cases[0]: no case matches "grid [tls=c]"',
    ],
  },
  {
    title: 'set below values, which Helm turns round',
    yaml: `chart: chart
set: ["image.tag=a,list[0]=b"]
cases:
  a: {values: {image: {tag: c}}}
  b: {values: {image: null}}
  c: {values: {list: [x]}}
  d: {values: {image: {pullPolicy: Always}}, set: ["image.tag=d"]}
  e: {valueFiles: [tag.yaml]}
  f: {inherits: d, matrix: {tag: {one: {image: {tag: e}}}}}
`,
    files: { 'tag.yaml': 'image:\n  tag: c\n' },
    problems: [
      'contract.yaml:4:29 cases.a.values.image.tag: "set" gives image.tag in line 2 of contract.yaml, and Helm puts "set" above all values: in case "a" this would have no effect. Give it with "set" here, or under "values" there',
      'contract.yaml:5:23 cases.b.values.image.tag: "set" gives image.tag in line 2 of contract.yaml, and Helm puts "set" above all values: in case "b" this would have no effect. Give it with "set" here, or under "values" there',
      'contract.yaml:6:23 cases.c.values.list[0]: "set" gives list[0] in line 2 of contract.yaml, and Helm puts "set" above all values: in case "c" this would have no effect. Give it with "set" here, or under "values" there',
      'contract.yaml:9:54 cases.f.matrix.tag.one.image.tag: "set" gives image.tag in line 2 of contract.yaml, and Helm puts "set" above all values: in case "f" this would have no effect. Give it with "set" here, or under "values" there',
      'contract.yaml:9:54 cases.f.matrix.tag.one.image.tag: "set" gives image.tag in line 7 of contract.yaml, and Helm puts "set" above all values: in case "f" this would have no effect. Give it with "set" here, or under "values" there',
      'tag.yaml:2:8 image.tag: "set" gives image.tag in line 2 of contract.yaml, and Helm puts "set" above all values: in case "e" this would have no effect. Give it with "set" here, or under "values" there',
    ],
  },
];
