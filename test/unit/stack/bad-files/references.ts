/** What one part of the file says of another. */
import type { BadFile } from '../bad-file.ts';
import { head, plain } from '../stack-directory.ts';

export const references: readonly BadFile[] = [
  {
    title: 'after names no release',
    yaml: `${head}releases:
  web: {chart: {ref: c}, namespace: shop, after: [databse, cache]}
  database: ${plain}
`,
    problems: [
      'deploy.yaml:6:51 releases.web.after[0]: no release "databse"; did you mean "database"?',
      'deploy.yaml:6:60 releases.web.after[1]: no release "cache"',
    ],
  },
  {
    title: 'a release after itself',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, after: [a]}
`,
    problems: ['deploy.yaml:6:49 releases.a.after[0]: releases wait for each other: "a" after "a"'],
  },
  {
    title: 'a circle of three, told once',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, after: [b]}
  b: {chart: {ref: c}, namespace: shop, after: [c]}
  c: {chart: {ref: c}, namespace: shop, after: [a]}
  d: {chart: {ref: c}, namespace: shop, after: [a]}
`,
    problems: [
      'deploy.yaml:8:49 releases.c.after[0]: releases wait for each other: "a" after "b" after "c" after "a"',
    ],
  },
  {
    title: 'a misspelt backing name in values',
    yaml: `${head}releases:
  a:
    chart: {ref: c}
    namespace: shop
    values:
      env:
        - secretName: {nameOf: datbase}
backing:
  secrets:
    database: {namespace: shop, data: {url: {fromEnv: URL}}}
`,
    problems: [
      'deploy.yaml:11:32 releases.a.values.env[0].secretName.nameOf: no "datbase" in backing.secrets, backing.caBundles, backing.externalSecrets, backing.serviceAccounts; did you mean "database"?',
    ],
  },
  {
    title: 'a backing name that is a number',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, values: {x: {nameOf: 5}}}
`,
    problems: [
      'deploy.yaml:6:62 releases.a.values.x.nameOf: expected a key of backing.secrets, backing.caBundles, backing.externalSecrets, backing.serviceAccounts',
    ],
  },
  {
    title: 'a backing name that two kinds have',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, values: {x: {nameOf: db}}}
backing:
  secrets:
    db: {namespace: shop, data: {}}
  caBundles:
    db: {namespace: shop, data: {}}
`,
    problems: [
      'deploy.yaml:6:62 releases.a.values.x.nameOf: "db" is in backing.secrets and in backing.caBundles; give one of them another key',
    ],
  },
  {
    title: 'a resource version of what is no declared Secret',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, values: {x: {resourceVersionOf: ca}, y: {resourceVersionOf: dp}}}
backing:
  secrets:
    db: {namespace: shop, fixedName: database, data: {}}
  caBundles:
    ca: {namespace: shop, data: {}}
`,
    problems: [
      'deploy.yaml:6:73 releases.a.values.x.resourceVersionOf: no "ca" in backing.secrets',
      'deploy.yaml:6:101 releases.a.values.y.resourceVersionOf: no "dp" in backing.secrets; did you mean "db"?',
    ],
  },
  {
    title: 'in a value file, at its place there',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, valueFiles: [values.yaml]}
`,
    files: { 'values.yaml': 'a:\n  - name: {nameOf: db}\n' },
    problems: [
      'values.yaml:2:20 a[0].name.nameOf: no "db" in backing.secrets, backing.caBundles, backing.externalSecrets, backing.serviceAccounts',
    ],
  },
];
