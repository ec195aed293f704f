/** Who must have signed a chart. */
import type { BadFile } from '../bad-file.ts';
import { head } from '../stack-directory.ts';

const signed = (verify: string, ref = 'oci://ghcr.io/acme/web'): string => `${head}releases:
  a:
    namespace: shop
    chart:
      ref: ${ref}
      version: 1.0.0
      verify: ${verify}
`;
const issuer = 'https://token.actions.githubusercontent.com';

export const signatures: readonly BadFile[] = [
  {
    title: 'a pattern without anchors',
    yaml: signed(`{keyless: {issuer: "${issuer}", identityPattern: https://github.com/acme/.*}}`),
    problems: [
      'deploy.yaml:11:98 releases.a.chart.verify.keyless.identityPattern: it must be anchored at both ends, and lacks "^" at its start and "$" at its end; write ^https://github.com/acme/.*$',
    ],
  },
  {
    title: 'a pattern with an anchor for each alternative',
    yaml: signed(`{keyless: {issuer: "${issuer}", identityPattern: "^a|b$"}}`),
    problems: [
      'deploy.yaml:11:98 releases.a.chart.verify.keyless.identityPattern: its anchors hold for one alternative each, not for all; put the alternatives in a group: ^(one|other)$',
    ],
  },
  {
    title: 'an identity and a pattern',
    yaml: signed(`{keyless: {issuer: "${issuer}", identity: a, identityPattern: "^a$"}}`),
    problems: [
      'deploy.yaml:11:25 releases.a.chart.verify.keyless: expected either identity or identityPattern',
    ],
  },
  {
    title: 'an issuer alone, which vouches for everybody',
    yaml: signed(`{keyless: {issuer: "${issuer}"}}`),
    problems: [
      'deploy.yaml:11:25 releases.a.chart.verify.keyless: expected either identity or identityPattern',
    ],
  },
  {
    title: 'an issuer without TLS',
    yaml: signed('{keyless: {issuer: http://issuer.example.com, identity: a}}'),
    problems: [
      'deploy.yaml:11:34 releases.a.chart.verify.keyless.issuer: expected an https:// URL, found "http://issuer.example.com"',
    ],
  },
  {
    title: 'nobody',
    yaml: signed('{}'),
    problems: ['deploy.yaml:11:15 releases.a.chart.verify: expected either keyless or publicKey'],
  },
  {
    title: 'a key and an identity',
    yaml: signed(`{keyless: {issuer: "${issuer}", identity: a}, publicKey: x}`),
    problems: ['deploy.yaml:11:15 releases.a.chart.verify: expected either keyless or publicKey'],
  },
  {
    title: 'an identity without a log',
    yaml: signed(`{keyless: {issuer: "${issuer}", identity: a}, transparencyLog: false}`),
    problems: [
      'deploy.yaml:11:112 releases.a.chart.verify.transparencyLog: a keyless signature cannot do without: its certificate is valid for minutes, and only the log shows when it was made',
    ],
  },
  {
    title: 'a trusted root that nothing is looked up in',
    yaml: signed('{publicKey: x, transparencyLog: false, trustedRoot: {fromFile: root.json}}'),
    files: { 'root.json': '{}' },
    problems: [
      'deploy.yaml:11:67 releases.a.chart.verify.trustedRoot: nothing is looked up in it: without a transparency log only publicKey counts',
    ],
  },
  {
    title: 'the key as a file that is not there',
    yaml: signed('{publicKey: {fromFile: cosign.pub}}'),
    problems: ['deploy.yaml:11:38 releases.a.chart.verify.publicKey.fromFile: there is no file "cosign.pub"'],
  },
  {
    title: 'a signature of a folder',
    yaml: signed('{publicKey: x}', './charts/web'),
    problems: [
      'deploy.yaml:11:15 releases.a.chart.verify: only a chart in an OCI registry has a signature that can be verified; push it to one and use oci://HOST/PATH/NAME',
    ],
  },
  {
    title: 'misspelt, for a registry',
    yaml: `${head}releases:
  a: {chart: {ref: ./chart}, namespace: shop}
registries:
  ghcr.io/acme: {verify: {keyles: {issuer: "${issuer}", identity: a}}}
`,
    problems: [
      'deploy.yaml:8:26 registries["ghcr.io/acme"].verify: expected either keyless or publicKey',
      'deploy.yaml:8:27 registries["ghcr.io/acme"].verify.keyles: unknown key "keyles"; did you mean "keyless"?',
    ],
  },
];
