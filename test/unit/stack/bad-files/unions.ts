/** Values that may be of several forms. */
import type { BadFile } from '../bad-file.ts';
import { head } from '../stack-directory.ts';

export const unions: readonly BadFile[] = [
  {
    title: 'a quantity',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, memory: 5 GB}
`,
    problems: [
      'deploy.yaml:6:62 releases.a.memory: expected a Kubernetes quantity such as "500m" or "512Mi", found "5 GB"',
    ],
  },
  {
    title: 'unions: no option of this kind',
    yaml: `${head}releases:
  a: {system: queue, chart: {ref: c}, store: 5}
`,
    problems: ['deploy.yaml:6:46 releases.a.store: expected "memory" or a map, found a number'],
  },
  {
    title: 'unions: a misspelt word',
    yaml: `${head}releases:
  a: {system: queue, chart: {ref: c}, store: memroy}
`,
    problems: [
      'deploy.yaml:6:46 releases.a.store: expected "memory" or a map, found text; did you mean "memory"?',
    ],
  },
  {
    title: 'unions: the option that fits best is explained',
    yaml: `${head}releases:
  a: {system: queue, chart: {ref: c}, store: {buckett: state, region: x}}
  b: {system: queue, chart: {ref: c}, store: {volume: 1GB}}
`,
    problems: [
      'deploy.yaml:6:47 releases.a.store.buckett: unknown key "buckett"; did you mean "bucket"?',
      'deploy.yaml:7:55 releases.b.store.volume: expected a Kubernetes quantity such as "500m" or "512Mi", found "1GB"',
    ],
  },
  {
    title: 'unions: two options at once',
    yaml: `${head}releases:
  a: {system: queue, chart: {ref: c}, store: {bucket: state, region: x, volume: 1Gi}}
`,
    problems: [
      'deploy.yaml:6:73 releases.a.store.volume: "volume" cannot be combined with "bucket" or "region"',
    ],
  },
];
