/** Keys and kinds of values. */
import type { BadFile } from '../bad-file.ts';
import { head, plain } from '../stack-directory.ts';

export const shape: readonly BadFile[] = [
  { title: 'an empty file', yaml: ``, problems: ['deploy.yaml:1:1: expected a map, found nothing'] },
  {
    title: 'a list instead of a map',
    yaml: `- a
- b
`,
    problems: ['deploy.yaml:1:1: expected a map, found a list'],
  },
  {
    title: 'text instead of a map',
    yaml: `hunter2
`,
    never: ['hunter2'],
    problems: ['deploy.yaml:1:1: expected a map, found text'],
  },
  {
    title: 'everything missing',
    yaml: `{}`,
    problems: [
      'deploy.yaml:1:1 apiVersion: missing; expected "k8s-deploy/v1"',
      'deploy.yaml:1:1 name: missing; expected text',
      'deploy.yaml:1:1 cluster: missing; expected a map with "identifier"',
      'deploy.yaml:1:1 releases: missing; expected a map',
    ],
  },
  {
    title: 'another version of the format',
    yaml: `apiVersion: k8s-deploy/v2
name: shop
cluster: {identifier: test}
releases:
  a: ${plain}
`,
    problems: [
      'deploy.yaml:1:13 apiVersion: expected "k8s-deploy/v1", found "k8s-deploy/v2"; did you mean "k8s-deploy/v1"?',
    ],
  },
  {
    title: 'a misspelt key at the top',
    yaml: `${head}relases:
  a: ${plain}
`,
    problems: ['deploy.yaml:5:1 relases: unknown key "relases"; did you mean "releases"?'],
  },
  {
    title: 'an unknown key that resembles none',
    yaml: `${head}releases:
  a: ${plain}
answer: 42
`,
    problems: [
      'deploy.yaml:7:1 answer: unknown key "answer"; expected "apiVersion", "name", "cluster", "namespaces", "registries", "backing", "releases", "protect", "stacks", "contracts" or "external"',
    ],
  },
  {
    title: 'a misspelt key in a release of a system',
    yaml: `${head}releases:
  sf2loki:
    system: web
    chart: {ref: ./chart}
    namespace: shop
    replicaz: 2
`,
    problems: [
      'deploy.yaml:10:5 releases.sf2loki.replicaz: unknown key "replicaz"; did you mean "replicas"?',
    ],
  },
  {
    title: 'a misspelt required key is one problem, not two',
    yaml: `${head}releases:
  a:
    chart: {reff: ./chart}
    namspace: shop
`,
    problems: [
      'deploy.yaml:7:13 releases.a.chart.reff: unknown key "reff"; did you mean "ref"?',
      'deploy.yaml:8:5 releases.a.namspace: unknown key "namspace"; did you mean "namespace"?',
    ],
  },
  {
    title: 'a key in another case',
    yaml: `${head}releases:
  a:
    chart: {ref: ./chart}
    nameSpace: shop
`,
    problems: ['deploy.yaml:8:5 releases.a.nameSpace: unknown key "nameSpace"; did you mean "namespace"?'],
  },
  {
    title: 'a missing key',
    yaml: `${head}releases:
  a:
    chart: {ref: ./chart}
`,
    problems: ['deploy.yaml:7:5 releases.a.namespace: missing; expected text'],
  },
  {
    title: 'no release',
    yaml: `${head}releases: {}
`,
    problems: ['deploy.yaml:5:11 releases: expected at least one release'],
  },
  {
    title: 'releases left empty',
    yaml: `${head}releases:
`,
    problems: ['deploy.yaml:5:10 releases: expected a map, found nothing'],
  },
  {
    title: 'a release left empty',
    yaml: `${head}releases:
  a:
`,
    problems: ['deploy.yaml:6:5 releases.a: expected a map, found nothing'],
  },
  {
    title: 'a release that is text',
    yaml: `${head}releases:
  a: ./chart
`,
    never: ['"./chart"'],
    problems: ['deploy.yaml:6:6 releases.a: expected a map, found text'],
  },
  {
    title: 'a misspelt system',
    yaml: `${head}releases:
  a: {system: wbe, chart: {ref: ./chart}, namespace: shop}
`,
    problems: [
      'deploy.yaml:6:15 releases.a.system: expected "web" or "queue", found "wbe"; did you mean "web"?',
    ],
  },
  {
    title: 'a system that resembles none',
    yaml: `${head}releases:
  a: {system: zookeeper, chart: {ref: ./chart}, namespace: shop}
`,
    problems: ['deploy.yaml:6:15 releases.a.system: expected "web" or "queue", found "zookeeper"'],
  },
  {
    title: 'a system that is a number',
    yaml: `${head}releases:
  a: {system: 5, chart: {ref: ./chart}, namespace: shop}
`,
    problems: ['deploy.yaml:6:15 releases.a.system: expected "web" or "queue", found 5'],
  },
  {
    title: 'an option of a system in a plain release',
    yaml: `${head}releases:
  a: {replicas: 2, chart: {ref: ./chart}, namespace: shop}
`,
    problems: ['deploy.yaml:6:7 releases.a.replicas: "replicas" is only known with "system: web"'],
  },
  {
    title: 'a bad release key',
    yaml: `${head}releases:
  My_Shop: ${plain}
`,
    problems: [
      'deploy.yaml:6:3 releases.My_Shop: "My_Shop" cannot be a key here: expected lower-case letters, digits and "-", starting and ending with a letter or digit',
    ],
  },
  {
    title: 'a release key that Helm refuses for its length',
    yaml: `${head}releases:
  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: ${plain}
`,
    problems: [
      'deploy.yaml:6:3 releases.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" cannot be a key here: expected at most 53 characters',
    ],
  },
  {
    title: 'a list where a map belongs',
    yaml: `${head}releases:
  a:
    chart: [./chart]
    namespace: shop
`,
    problems: ['deploy.yaml:7:12 releases.a.chart: expected a map, found a list'],
  },
  {
    title: 'contracts outside of the directory, and external objects that no cluster has',
    yaml: `${head}releases:
  a: ${plain}
contracts: [../contracts/*.yaml, 5]
external: [{kind: secret, name: db}, {kind: Secret, name: a/b, keys: ["a b"]}, {kind: Secret, nam: db}]
`,
    problems: [
      'deploy.yaml:7:13 contracts[0]: expected a path inside the stack directory, without a leading "/" and without "..", found "../contracts/*.yaml"',
      'deploy.yaml:7:34 contracts[1]: expected text, found the number 5; put it in quotes',
      'deploy.yaml:8:19 external[0].kind: expected a kind such as "Secret", in CamelCase, found "secret"',
      'deploy.yaml:8:59 external[1].name: expected letters, digits, "-", ".", "_" and ":", starting with a letter or digit, found "a/b"',
      'deploy.yaml:8:71 external[1].keys[0]: expected letters, digits, "-", "_" and ".", found "a b"',
      'deploy.yaml:8:95 external[2].nam: unknown key "nam"; did you mean "name"?',
    ],
  },
  {
    title: 'a map where a list belongs',
    yaml: `${head}releases:
  a: ${plain}
external: {kind: Secret}
`,
    problems: ['deploy.yaml:7:11 external: expected a list, found a map'],
  },
  {
    title: 'a problem deep in a list',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, hosts: [{name: x}, {nam: z}]}
`,
    problems: ['deploy.yaml:6:74 releases.a.hosts[1].nam: unknown key "nam"; did you mean "name"?'],
  },
  {
    title: 'an empty list',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, hosts: []}
`,
    problems: [
      'deploy.yaml:6:61 releases.a.hosts: expected a list with at least 1 item, found an empty list',
    ],
  },
  {
    title: 'problems of different releases together',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, replicas: 2}
  b: {system: web, chart: {ref: c}, namespace: Shop}
  c: {chart: {ref: c}, namespace: shop, wait: 1}
extra: 1
`,
    problems: [
      'deploy.yaml:6:64 releases.a.replicas: 2 replicas need ha: true',
      'deploy.yaml:7:48 releases.b.namespace: expected lower-case letters, digits and "-", starting and ending with a letter or digit, found "Shop"',
      'deploy.yaml:8:47 releases.c.wait: expected true or false, found 1',
      'deploy.yaml:9:1 extra: unknown key "extra"; expected "apiVersion", "name", "cluster", "namespaces", "registries", "backing", "releases", "protect", "stacks", "contracts" or "external"',
    ],
  },
];
