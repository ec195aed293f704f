/** Per-stack overrides: a problem stands where its value comes from. */
import type { BadFile } from '../bad-file.ts';
import { head, plain } from '../stack-directory.ts';

export const overrides: readonly BadFile[] = [
  {
    title: 'a bad value in the override',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop}
stacks:
  dev:
    releases:
      a:
        replicas: zero
`,
    problems: ['deploy.yaml:11:19 stacks.dev.releases.a.replicas: expected a number, found "zero"'],
  },
  {
    title: 'a bad value in the base',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, replicas: zero}
stacks:
  dev:
    releases:
      a:
        wait: false
`,
    problems: ['deploy.yaml:6:64 releases.a.replicas: expected a number, found "zero"'],
  },
  {
    title: 'a bad value in the base that the override replaces is no problem; the other is',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, replicas: zero, wait: 5}
stacks:
  dev: {releases: {a: {replicas: 1}}}
`,
    problems: ['deploy.yaml:6:76 releases.a.wait: expected true or false, found 5'],
  },
  {
    title: 'an unknown key in the override',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop}
stacks:
  dev:
    releases:
      a:
        replicaz: 2
    extra: 1
`,
    problems: [
      'deploy.yaml:11:9 stacks.dev.releases.a.replicaz: unknown key "replicaz"; did you mean "replicas"?',
      'deploy.yaml:12:5 stacks.dev.extra: unknown key "extra"; expected "apiVersion", "name", "cluster", "namespaces", "registries", "backing", "releases", "protect", "stacks", "contracts" or "external"',
    ],
  },
  {
    title: 'a release that only the override has',
    yaml: `${head}releases:
  a: ${plain}
stacks:
  dev:
    releases:
      b:
        chart: {ref: c}
`,
    problems: ['deploy.yaml:11:9 stacks.dev.releases.b.namespace: missing; expected text'],
  },
  {
    title: 'a misspelt release, and one that is not whole',
    yaml: `${head}releases:
  h: ${plain}
stacks:
  dev: {releases: {hh: {wait: false}, other: {values: {}}}}
`,
    problems: [
      'deploy.yaml:8:20 stacks.dev.releases.hh: unknown release "hh"; did you mean "h"?',
      'deploy.yaml:8:39 stacks.dev.releases.other: unknown release "other"; a release that only this stack has needs a chart',
    ],
  },
  {
    title: 'null takes away what is required',
    yaml: `${head}releases:
  a:
    chart: {ref: c}
    namespace: shop
stacks:
  dev:
    releases:
      a:
        namespace: null
`,
    problems: ['deploy.yaml:13:20 stacks.dev.releases.a.namespace: missing; expected text'],
  },
  {
    title: 'null takes away a map',
    yaml: `${head}releases:
  a: ${plain}
stacks:
  dev:
    cluster: ~
`,
    problems: ['deploy.yaml:9:14 stacks.dev.cluster: missing; expected a map with "identifier"'],
  },
  {
    title: 'a list replaces: positions are in the new one',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, after: []}
  b: ${plain}
stacks:
  dev:
    releases:
      a:
        after: [b, c]
`,
    problems: ['deploy.yaml:12:20 stacks.dev.releases.a.after[1]: no release "c"'],
  },
  {
    title: 'a combination that the override breaks',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, replicas: 2, ha: true}
stacks:
  dev: {releases: {a: {ha: null}}}
`,
    problems: ['deploy.yaml:6:64 releases.a.replicas: 2 replicas need ha: true'],
  },
  {
    title: 'a map over text',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop}
stacks:
  dev: {releases: {a: {namespace: {name: shop}}}}
`,
    problems: ['deploy.yaml:8:35 stacks.dev.releases.a.namespace: expected text, found a map'],
  },
  {
    title: 'what all stacks share',
    yaml: `${head}releases:
  a: ${plain}
stacks:
  dev:
    name: other
    stacks: {}
`,
    problems: [
      'deploy.yaml:9:5 stacks.dev.name: cannot differ between stacks; set it at the top',
      'deploy.yaml:10:5 stacks.dev.stacks: cannot differ between stacks; set it at the top',
    ],
  },
  {
    title: 'null where nothing is',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, replicas: 1}
stacks:
  dev: {releases: {a: {replicaz: null, auth: {ttl: null}}}}
`,
    problems: [
      'deploy.yaml:8:24 stacks.dev.releases.a.replicaz: null removes a key, and there is none to remove; did you mean "replicas"?',
      'deploy.yaml:8:46 stacks.dev.releases.a.auth.jwtSecret: missing; expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}',
      'deploy.yaml:8:47 stacks.dev.releases.a.auth.ttl: null removes a key, and there is none to remove',
    ],
  },
  {
    title: 'only the chosen stack is laid over',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, wait: 1}
stacks:
  dev:
  prod: {releases: {a: {wait: true}}}
`,
    problems: ['deploy.yaml:6:47 releases.a.wait: expected true or false, found 1'],
  },
  {
    title: 'an override that is no map',
    yaml: `${head}releases:
  a: ${plain}
stacks:
  dev: [replicas]
`,
    problems: ['deploy.yaml:8:8 stacks.dev: expected a map, found a list'],
  },
  {
    title: 'stacks that are no map',
    yaml: `${head}releases:
  a: ${plain}
stacks: [dev]
`,
    problems: ['deploy.yaml:7:9 stacks: expected a map, found a list'],
  },
  {
    title: 'a bad stack name',
    yaml: `${head}releases:
  a: ${plain}
stacks:
  dev: {}
  -prod: {}
`,
    problems: [
      'deploy.yaml:9:3 stacks.-prod: "-prod" cannot be a key here: expected letters, digits, "-", "_" and ".", starting with a letter or digit',
    ],
  },
  {
    title: 'a password in the override',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop}
stacks:
  dev: {releases: {a: {token: hunter2}}}
`,
    never: ['hunter'],
    problems: [
      'deploy.yaml:8:31 stacks.dev.releases.a.token: expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found text',
    ],
  },
];
