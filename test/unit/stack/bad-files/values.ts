/** Values of the right kind, or nearly. */
import type { BadFile } from '../bad-file.ts';
import { head, plain } from '../stack-directory.ts';

export const values: readonly BadFile[] = [
  {
    title: 'text for a boolean',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, wait: "true"}
`,
    problems: ['deploy.yaml:6:47 releases.a.wait: expected true or false, found "true"'],
  },
  {
    title: 'yes for a boolean',
    yaml: `${head}releases:
  a:
    chart: {ref: c}
    namespace: shop
    wait: yes
`,
    problems: [
      'deploy.yaml:9:11 releases.a.wait: without quotes this is a boolean for Helm (YAML 1.1) and text in YAML 1.2; write true or false, or put it in quotes',
    ],
  },
  {
    title: 'Norway',
    yaml: `${head}releases:
  a:
    chart: {ref: c}
    namespace: shop
    values: {country: no, retries: off}
`,
    problems: [
      'deploy.yaml:9:23 releases.a.values.country: without quotes this is a boolean for Helm (YAML 1.1) and text in YAML 1.2; write true or false, or put it in quotes',
      'deploy.yaml:9:36 releases.a.values.retries: without quotes this is a boolean for Helm (YAML 1.1) and text in YAML 1.2; write true or false, or put it in quotes',
    ],
  },
  {
    title: 'a fraction for a whole number',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, replicas: 1.5}
`,
    problems: ['deploy.yaml:6:64 releases.a.replicas: expected a whole number, found 1.5'],
  },
  {
    title: 'text for a number',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, replicas: "2"}
`,
    problems: ['deploy.yaml:6:64 releases.a.replicas: expected a number, found "2"'],
  },
  {
    title: 'a negative number',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, replicas: -1}
`,
    problems: [
      'deploy.yaml:6:64 releases.a.replicas: expected a number of at least 1, found -1',
      'deploy.yaml:6:64 releases.a.replicas: -1 replicas need ha: true',
    ],
  },
  {
    title: 'a number that is too large',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, replicas: 1e9}
`,
    problems: [
      'deploy.yaml:6:64 releases.a.replicas: expected a number of at most 50, found 1000000000',
      'deploy.yaml:6:64 releases.a.replicas: 1000000000 replicas need ha: true',
    ],
  },
  {
    title: 'not a number',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, replicas: .nan}
`,
    problems: [
      'deploy.yaml:6:64 releases.a.replicas: infinity and NaN are not supported; Helm values are JSON',
    ],
  },
  {
    title: 'not a multiple',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, auth: {jwtSecret: {fromEnv: JWT}, ttl: 61}}
`,
    problems: ['deploy.yaml:6:93 releases.a.auth.ttl: expected a multiple of 60, found 61'],
  },
  {
    title: 'an octal file mode',
    yaml: `${head}releases:
  a:
    chart: {ref: c}
    namespace: shop
    values:
      defaultMode: 0644
`,
    problems: [
      'deploy.yaml:10:20 releases.a.values.defaultMode: without quotes this is another number for Helm (YAML 1.1) than in YAML 1.2; write it in decimal digits only, or put it in quotes',
    ],
  },
  {
    title: 'a number with underscores',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, values: {big: 1_000_000}}
`,
    problems: [
      'deploy.yaml:6:55 releases.a.values.big: without quotes this is another number for Helm (YAML 1.1) than in YAML 1.2; write it in decimal digits only, or put it in quotes',
    ],
  },
  {
    title: 'a number that loses digits',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, values: {account: 12345678901234567890}}
`,
    problems: [
      'deploy.yaml:6:59 releases.a.values.account: a number of this size loses digits; put it in quotes',
    ],
  },
  {
    title: 'a duration in words',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, timeout: 5 minutes}
`,
    problems: [
      'deploy.yaml:6:50 releases.a.timeout: expected a duration such as "30s", "5m" or "1h30m", found "5 minutes"',
    ],
  },
  {
    title: 'a duration without a unit',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: shop, timeout: 300}
`,
    problems: [
      'deploy.yaml:6:50 releases.a.timeout: expected a duration such as "30s", "5m" or "1h30m", found the number 300',
    ],
  },
  {
    title: 'a version that YAML reads as a number',
    yaml: `apiVersion: k8s-deploy/v1
name: shop
cluster: {identifier: test, kubeVersion: 1.30}
releases:
  a: ${plain}
`,
    problems: [
      'deploy.yaml:3:42 cluster.kubeVersion: expected text in quotes (without them YAML reads 1.0 as 1), found the number 1.3',
    ],
  },
  {
    title: 'a chart version that YAML reads as a number',
    yaml: `${head}releases:
  a: {chart: {ref: c, version: 1.0}, namespace: shop}
`,
    problems: [
      'deploy.yaml:6:32 releases.a.chart.version: expected text in quotes (without them YAML reads 1.0 as 1), found the number 1',
    ],
  },
  {
    title: 'a number and a boolean for text',
    yaml: `${head}releases:
  a: ${plain}
namespaces:
  shop: {annotations: {example.com/scrape: true, example.com/port: 9090}}
`,
    problems: [
      'deploy.yaml:8:44 namespaces.shop.annotations["example.com/scrape"]: expected text, found true; put it in quotes',
      'deploy.yaml:8:68 namespaces.shop.annotations["example.com/port"]: expected text, found the number 9090; put it in quotes',
    ],
  },
  {
    title: 'a chart in an OCI registry without a version',
    yaml: `${head}releases:
  a: {chart: {ref: "oci://registry.example.com:5000/charts/web"}, namespace: shop}
  b: {chart: {ref: "oci://registry.example.com:5000/charts/web:1.2.3"}, namespace: shop}
  c: {chart: {ref: "https://registry.example.com/charts/web"}, namespace: shop}
`,
    problems: [
      'deploy.yaml:6:14 releases.a.chart.version: a chart in an OCI registry needs a version; add it here, or a tag or digest to ref',
    ],
  },
  {
    title: 'a version with a v',
    yaml: `apiVersion: k8s-deploy/v1
name: shop
cluster: {identifier: test, kubeVersion: v1.33}
releases:
  a: ${plain}
`,
    problems: [
      'deploy.yaml:3:42 cluster.kubeVersion: expected a Kubernetes version such as "1.33" or "1.33.4", found "v1.33"',
    ],
  },
  {
    title: 'a misspelt choice',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, tier: frontent}
`,
    problems: [
      'deploy.yaml:6:60 releases.a.tier: expected "frontend" or "backend", found "frontent"; did you mean "frontend"?',
    ],
  },
  {
    title: 'a choice that resembles none',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, tier: middle}
`,
    problems: ['deploy.yaml:6:60 releases.a.tier: expected "frontend" or "backend", found "middle"'],
  },
  {
    title: 'a bad name',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: -shop}
`,
    problems: [
      'deploy.yaml:6:35 releases.a.namespace: expected lower-case letters, digits and "-", starting and ending with a letter or digit, found "-shop"',
    ],
  },
  {
    title: 'a name with a line break and shell text',
    yaml: `${head}releases:
  a: {chart: {ref: c}, namespace: "x\\n::add-mask::$(id)\\u202e\\u009b"}
`,
    problems: [
      'deploy.yaml:6:35 releases.a.namespace: expected lower-case letters, digits and "-", starting and ending with a letter or digit, found "x\\n::add-mask::$(id)\\u202e\\u009b"',
    ],
  },
  {
    title: 'a long value is shortened',
    yaml: `${head}releases:
  a: {chart: {ref: c, digest: sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff}, namespace: shop}
`,
    problems: [
      'deploy.yaml:6:31 releases.a.chart.digest: expected "sha256:" and 64 hexadecimal digits, found "sha256:fffffffffffffffffffffffffffffffffffffffffffffffffffff…"',
    ],
  },
  {
    title: 'a broken combination of options',
    yaml: `${head}releases:
  a:
    system: web
    chart: {ref: c}
    namespace: shop
    replicas: 3
`,
    problems: ['deploy.yaml:10:15 releases.a.replicas: 3 replicas need ha: true'],
  },
];
