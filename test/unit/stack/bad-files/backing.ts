/** Backing resources, namespaces and registries. */
import type { BadFile } from '../bad-file.ts';
import { head, plain } from '../stack-directory.ts';

export const backing: readonly BadFile[] = [
  {
    title: 'a URL with a password in it',
    yaml: `${head}releases:
  a: ${plain}
backing:
  buckets:
    state: {region: x, endpoint: "ftp://admin:hunter2@example.com"}
`,
    never: ['hunter2'],
    problems: [
      'deploy.yaml:9:34 backing.buckets.state.endpoint: expected an http:// or https:// URL, found "ftp://***@example.com"',
    ],
  },
  {
    title: 'bucket options',
    yaml: `${head}releases:
  a: ${plain}
backing:
  buckets:
    State_Bucket: {region: x}
    state: {region: x, encryption: AES265, require: [versoning], expireNoncurrentDays: 0}
`,
    problems: [
      'deploy.yaml:9:5 backing.buckets.State_Bucket: "State_Bucket" cannot be a key here: expected lower-case letters, digits, "-" and ".", starting and ending with a letter or digit',
      'deploy.yaml:10:36 backing.buckets.state.encryption: expected "AES256" or "aws:kms" or false, found "AES265"; did you mean "AES256"?',
      'deploy.yaml:10:54 backing.buckets.state.require[0]: expected "versioning", "encryption", "blockPublicAccess", "lifecycle" or "tags", found "versoning"; did you mean "versioning"?',
      'deploy.yaml:10:88 backing.buckets.state.expireNoncurrentDays: expected a number of at least 1, found 0',
    ],
  },
  {
    title: 'namespace and registry options',
    yaml: `${head}releases:
  a: ${plain}
namespaces:
  shop: {podSecurity: {enforce: strict}, labels: {tier: 1}}
registries:
  https://registry.example.com: {plainHttp: true}
`,
    problems: [
      'deploy.yaml:8:33 namespaces.shop.podSecurity.enforce: expected "privileged", "baseline" or "restricted", found "strict"',
      'deploy.yaml:8:57 namespaces.shop.labels.tier: expected text, found the number 1; put it in quotes',
      'deploy.yaml:10:3 registries["https://registry.example.com"]: "https://registry.example.com" cannot be a key here: expected a host such as "registry.example.com", "localhost:5000" or "ghcr.io/team", without "https://"',
    ],
  },
  {
    title: 'roles',
    yaml: `${head}releases:
  a: ${plain}
backing:
  roles:
    leases: {namespace: shop, rules: [{apiGroups: [""], resources: [], verb: [get]}], subjects: []}
`,
    problems: [
      'deploy.yaml:9:68 backing.roles.leases.rules[0].resources: expected a list with at least 1 item, found an empty list',
      'deploy.yaml:9:72 backing.roles.leases.rules[0].verb: unknown key "verb"; did you mean "verbs"?',
      'deploy.yaml:9:97 backing.roles.leases.subjects: expected a list with at least 1 item, found an empty list',
    ],
  },
  {
    title: 'external secret stores',
    yaml: `${head}releases:
  a: ${plain}
backing:
  externalSecrets:
    one: {namespace: shop, store: {provider: azure}, data: {k: {key: x}}}
    two: {namespace: shop, store: {provider: aws, projectID: x}, data: {k: {key: x}}}
    three: {namespace: shop, store: 7, data: {k: {}}}
`,
    problems: [
      'deploy.yaml:9:46 backing.externalSecrets.one.store.provider: expected "aws" or "gcp", found "azure"',
      'deploy.yaml:10:35 backing.externalSecrets.two.store.region: missing; expected text',
      'deploy.yaml:10:51 backing.externalSecrets.two.store.projectID: "projectID" is only known with "provider: gcp"',
      'deploy.yaml:11:37 backing.externalSecrets.three.store: expected text or a map, found a number',
      'deploy.yaml:11:50 backing.externalSecrets.three.data.k.key: missing; expected text',
    ],
  },
];
