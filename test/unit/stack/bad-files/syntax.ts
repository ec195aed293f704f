/** Text that is not the YAML we read. Nothing of it is repeated but keys. */
import type { BadFile } from '../bad-file.ts';
import { head, plain } from '../stack-directory.ts';

export const syntax: readonly BadFile[] = [
  {
    title: 'a tab',
    yaml: `${head}releases:
	a: 1
`,
    problems: ['deploy.yaml:6:1: not valid YAML: a tab cannot indent; use spaces'],
  },
  {
    title: 'a quote that is not closed',
    yaml: `${head}releases:
  a: {chart: {ref: "c}, namespace: shop}
`,
    problems: ['deploy.yaml:6:20: this quote is never closed'],
  },
  {
    title: 'a bracket that is not closed',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop
`,
    problems: [
      'deploy.yaml:7:1: not valid YAML: flow map in block collection must be sufficiently indented and end with a }',
    ],
  },
  {
    title: 'a colon too many',
    yaml: `${head}releases:
  a: b: c
`,
    problems: [
      'deploy.yaml:6:6: not valid YAML: a value cannot be the key of another; put text with ": " in it in quotes',
    ],
  },
  {
    title: 'a colon too few',
    yaml: `${head}releases
  a: 1
`,
    problems: ['deploy.yaml:5:1: not valid YAML: a key must stand on one line; is a ":" or a quote missing?'],
  },
  {
    title: 'wrong indentation',
    yaml: `${head}releases:
    a: ${plain}
  b: ${plain}
`,
    problems: ['deploy.yaml:7:1: not valid YAML: all mapping items must start at the same column'],
  },
  {
    title: 'duplicate keys',
    yaml: `${head}releases:
  a: ${plain}
  a: ${plain}
name: other
`,
    problems: [
      'deploy.yaml:7:3 releases.a: duplicate key "a"; the first is in line 6',
      'deploy.yaml:8:1 name: duplicate key "name"; the first is in line 2',
    ],
  },
  {
    title: 'keys that are not text',
    yaml: `${head}releases:
  1: ${plain}
  true: ${plain}
  ? [a]
  : 1
`,
    problems: [
      'deploy.yaml:6:3 releases: a key must be text; put it in quotes',
      'deploy.yaml:7:3 releases: a key must be text; put it in quotes',
      'deploy.yaml:8:5 releases: a key must be text; put it in quotes',
    ],
  },
  {
    title: 'merge keys',
    yaml: `${head}base: &base {wait: true}
releases:
  a:
    <<: *base
    chart: {ref: c}
`,
    problems: [
      'deploy.yaml:8:5 releases.a["<<"]: merge keys ("<<") are not supported; write the entries out',
    ],
  },
  {
    title: '__proto__',
    yaml: `${head}releases:
  __proto__: ${plain}
`,
    problems: ['deploy.yaml:6:3 releases.__proto__: the key "__proto__" is not supported'],
  },
  {
    title: 'several documents',
    yaml: `${head}releases:
  a: ${plain}
---
name: other
`,
    problems: ['deploy.yaml:7:1: expected one YAML document, found another; keep each in a file of its own'],
  },
  {
    title: 'a directive',
    yaml: `%YAML 1.1
---
${head}`,
    problems: ['deploy.yaml:1:1: YAML directives ("%") are not supported'],
  },
  {
    title: 'an unknown tag',
    yaml: `${head}releases: !!set {a}
`,
    problems: [
      'deploy.yaml:5:11: not valid YAML: unknown tag ("!"); put text that starts with "!" in quotes',
    ],
  },
  {
    title: 'an alias without an anchor',
    yaml: `${head}releases: *releases
`,
    problems: ['deploy.yaml:5:11 releases: no anchor of this name stands before the alias'],
  },
  {
    title: 'an alias inside of its anchor',
    yaml: `${head}releases: &r
  a: *r
`,
    problems: ['deploy.yaml:6:6 releases.a: the alias stands inside of what it repeats'],
  },
  {
    title: 'a control character',
    yaml: `${head}releases: "\u0007"
`,
    problems: [
      'deploy.yaml:5:12: the character U+0007 is not allowed in YAML; write it as an escape in double quotes',
    ],
  },
];
