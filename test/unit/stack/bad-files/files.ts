/** Files that the stack file names. */
import type { BadFile } from '../bad-file.ts';
import { head } from '../stack-directory.ts';

export const files: readonly BadFile[] = [
  {
    title: 'a file that is missing',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, banner: {fromFile: texts/baner.txt}}
`,
    files: { 'texts/banner.txt': 'hi' },
    problems: [
      'deploy.yaml:6:73 releases.a.banner.fromFile: there is no file "texts/baner.txt"; did you mean "texts/banner.txt"?',
    ],
  },
  {
    title: 'the same file missing twice, and a value file',
    yaml: `${head}releases:
  a: {chart: {ref: c, ca: {fromFile: ca.pem}}, namespace: shop, valueFiles: [x/y.yaml]}
backing:
  caBundles:
    db: {namespace: shop, data: {ca.crt: {fromFile: ca.pem}}}
`,
    problems: [
      'deploy.yaml:6:38 releases.a.chart.ca.fromFile: there is no file "ca.pem"',
      'deploy.yaml:6:78 releases.a.valueFiles[0]: there is no file "x/y.yaml"',
      'deploy.yaml:9:53 backing.caBundles.db.data["ca.crt"].fromFile: there is no file "ca.pem"',
    ],
  },
  {
    title: 'a path that climbs out',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, valueFiles: [../secret.yaml, a/../../b]}
`,
    problems: [
      'deploy.yaml:6:54 releases.a.valueFiles[0]: expected a path inside the stack directory, without a leading "/" and without "..", found "../secret.yaml"',
      'deploy.yaml:6:70 releases.a.valueFiles[1]: expected a path inside the stack directory, without a leading "/" and without "..", found "a/../../b"',
    ],
  },
  {
    title: 'an absolute path',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, banner: {fromFile: /etc/passwd}}
`,
    problems: [
      'deploy.yaml:6:73 releases.a.banner.fromFile: expected a path inside the stack directory, without a leading "/" and without "..", found "/etc/passwd"',
    ],
  },
  {
    title: 'a symbolic link that leaves the directory',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, banner: {fromFile: passwd}, valueFiles: [etc/hosts]}
`,
    links: { passwd: '/etc/passwd', etc: '/etc' },
    problems: [
      'deploy.yaml:6:73 releases.a.banner.fromFile: "passwd" leads out of the stack directory, where nothing is read',
      'deploy.yaml:6:95 releases.a.valueFiles[0]: "etc/hosts" leads out of the stack directory, where nothing is read',
    ],
  },
  {
    title: 'a symbolic link to nothing, and one to itself',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, banner: {fromFile: gone}, valueFiles: [self]}
`,
    links: { gone: 'nowhere', self: 'self' },
    problems: [
      'deploy.yaml:6:73 releases.a.banner.fromFile: there is no file "gone"',
      'deploy.yaml:6:93 releases.a.valueFiles[0]: "self" cannot be read (ELOOP)',
    ],
  },
  {
    title: 'a directory',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, valueFiles: [values]}
`,
    files: { 'values/a.yaml': '' },
    problems: ['deploy.yaml:6:54 releases.a.valueFiles[0]: "values" is not a file'],
  },
  {
    title: 'a name with NUL',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, valueFiles: ["a\\0b"]}
`,
    problems: [
      'deploy.yaml:6:54 releases.a.valueFiles[0]: "a\\u0000b" cannot be read (ERR_INVALID_ARG_VALUE)',
    ],
  },
  {
    title: 'a value file that is a list',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, valueFiles: [values.yaml]}
`,
    files: { 'values.yaml': '# values\n- a\n' },
    problems: ['values.yaml:2:1: expected a map of Helm values, found a list'],
  },
  {
    title: 'syntax errors in two value files',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, valueFiles: [one.yaml, two.yaml]}
`,
    files: { 'one.yaml': 'a: 1\na: 2\n', 'two.yaml': 'a: "x\n' },
    problems: [
      'one.yaml:2:1 a: duplicate key "a"; the first is in line 1',
      'two.yaml:1:4: this quote is never closed',
    ],
  },
];
