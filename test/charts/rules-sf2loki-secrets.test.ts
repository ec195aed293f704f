/** SF-11, SF-12 and SF-19 to SF-21: the Secret of the credentials, and who makes it. */
import { describe, expect, test } from 'vitest';
import {
  foreignSecret,
  judgedSubject,
  namespace,
  released,
  ruleOf,
  said,
  setting,
  type Judged,
} from './sf2loki-subject.ts';
import { design, pair, single } from '../unit/systems/sf2loki-releases.ts';
import { subjectOf, unjudged, violations } from './subject.ts';

const store = (...path: string[]) => ['spec', 'provider', 'aws', ...path];
const secrets = { create: true, data: { 'loki-token': 'x' } };
const existing = { ...pair, credentials: { existingSecret: 'theirs', keys: ['server.key', 'loki-token'] } };
const volume = ['spec', 'template', 'spec', 'volumes', 1, 'secret'];

const rows: readonly Judged[] = [
  {
    rule: 'SF-11',
    what: 'a Secret that nobody makes',
    values: { secrets: { existingSecret: 'theirs' } },
    found: [
      'error: Deployment edge-workers-sf2loki, volume secrets: Secret "theirs" is made by nothing in observability: the pod never starts',
    ],
  },
  {
    rule: 'SF-11',
    what: 'another name than that of the ExternalSecret',
    options: design,
    edit: setting('Deployment', [...volume, 'secretName'], 'other'),
    found: [
      'error: Deployment edge-workers-sf2loki, volume secrets: Secret "other" is made by nothing in observability: the pod never starts',
    ],
  },
  {
    rule: 'SF-11',
    what: 'a Secret that may be missing',
    edit: setting('Deployment', [...volume, 'optional'], true),
    found: [
      'error: Deployment edge-workers-sf2loki, volume secrets: Secret "edge-workers-credentials-00000000" is optional, so that the pod starts without the files that sf2loki ends without',
    ],
  },
  {
    rule: 'SF-11',
    what: 'a Secret that is declared',
    options: existing,
    provided: [foreignSecret('theirs')],
    found: [],
  },
  {
    rule: 'SF-12',
    what: 'a file that the Secret does not have',
    values: { config: { sources: { transform_salt_file: '/etc/sf2loki/secrets/transform-salt' } } },
    found: [
      'error: config.yaml, sources.transform_salt_file ("/etc/sf2loki/secrets/transform-salt"): sf2loki reads it when it starts, and Secret edge-workers-credentials-00000000 has ["loki-token","server.key"]: expected a key "transform-salt"',
    ],
  },
  {
    rule: 'SF-12',
    what: 'a file outside every volume',
    values: { config: { sink: { loki: { auth_token_file: '/run/loki-token' } } } },
    found: [
      'error: config.yaml, sink.loki.auth_token_file ("/run/loki-token"): sf2loki reads it when it starts, and no volume is mounted there in Deployment edge-workers-sf2loki, container sf2loki',
    ],
  },
  {
    rule: 'SF-12',
    what: 'items that leave a file out',
    edit: setting('Deployment', [...volume, 'items'], [{ key: 'server.key', path: 'server.key' }]),
    found: [
      'error: config.yaml, sink.loki.auth_token_file ("/etc/sf2loki/secrets/loki-token"): sf2loki reads it when it starts, and the items of volume secrets leave it out',
    ],
  },
  {
    rule: 'SF-12',
    what: 'a key that ESO does not fetch',
    options: design,
    values: { externalSecrets: { data: [{ secretKey: 'server.key', remoteRef: { key: 'a' } }] } },
    found: [
      'error: config.yaml, sink.loki.auth_token_file ("/etc/sf2loki/secrets/loki-token"): sf2loki reads it when it starts, and Secret edge-workers-sf2loki-secrets has ["server.key"]: expected a key "loki-token"',
    ],
  },
  {
    rule: 'SF-12',
    what: 'a Secret that is known to lack it',
    options: existing,
    provided: [foreignSecret('theirs', ['server.key'])],
    found: [
      'error: config.yaml, sink.loki.auth_token_file ("/etc/sf2loki/secrets/loki-token"): sf2loki reads it when it starts, and Secret theirs has ["server.key"]: expected a key "loki-token"',
    ],
  },
  {
    rule: 'SF-12',
    what: 'a secret in plain text, without showing it',
    values: { config: { salesforce: { client_secret: 'hunter2' } } },
    found: [
      'error: config.yaml, salesforce.client_secret: config.yaml is no place for a secret: set client_secret_file, and give the file in credentials',
    ],
  },
  {
    rule: 'SF-12',
    what: 'no way to sign in',
    values: { config: { salesforce: { private_key_file: null } } },
    found: [
      'error: config.yaml, salesforce.private_key_file: sf2loki cannot sign in without it: set a file in /etc/sf2loki/secrets/, and give it in credentials',
    ],
  },
  {
    rule: 'SF-19',
    what: 'create beside existingSecret',
    values: { secrets },
    found: [
      'warning: secrets.create is true beside secrets.existingSecret "edge-workers-credentials-00000000": the chart makes no Secret, and secrets.data counts for nothing',
    ],
  },
  {
    rule: 'SF-19',
    what: 'create beside External Secrets',
    options: design,
    values: { secrets },
    found: [
      'error: Secret edge-workers-sf2loki-secrets is written by the chart and by ExternalSecret edge-workers-sf2loki: expected one of them',
    ],
  },
  {
    rule: 'SF-19',
    what: 'secrets among Helm values',
    options: { ...single, credentials: { existingSecret: 'x' } },
    values: { secrets: { ...secrets, existingSecret: '' } },
    found: [
      'warning: Secret edge-workers-sf2loki-secrets is made of Helm values, which every release record keeps',
    ],
  },
  {
    rule: 'SF-20',
    what: 'a provider that the chart does not know',
    options: design,
    values: { externalSecrets: { provider: 'vault' } },
    found: [
      'error: SecretStore edge-workers-sf2loki: spec.provider has []: expected aws or gcpsm; externalSecrets.provider is "vault"',
    ],
  },
  {
    rule: 'SF-20',
    what: 'a provider without its region, account and data',
    options: design,
    values: { externalSecrets: { aws: { region: '' }, data: [] }, serviceAccount: { esoName: '' } },
    found: [
      'error: SecretStore edge-workers-sf2loki: spec.provider.aws.region is null: expected that of externalSecrets.aws.region, which is empty',
      'error: SecretStore edge-workers-sf2loki: spec.provider.aws.auth.jwt.serviceAccountRef.name is null: expected that of serviceAccount.esoName, which is empty',
      'error: ExternalSecret edge-workers-sf2loki: spec.data is empty, so that the Secret has no file',
    ],
  },
  {
    rule: 'SF-20',
    what: 'another region and account than the values have',
    options: design,
    edit: (each) =>
      setting(
        'SecretStore',
        store('region'),
        'us-east-1',
      )(setting('SecretStore', store('auth', 'jwt', 'serviceAccountRef', 'name'), 'default')(each)),
    found: [
      'error: SecretStore edge-workers-sf2loki: spec.provider.aws.region is "us-east-1": expected "eu-west-1"',
      'error: SecretStore edge-workers-sf2loki: spec.provider.aws.auth.jwt.serviceAccountRef.name is "default": expected "edge-workers-eso"',
    ],
  },
  {
    rule: 'SF-20',
    what: 'the provider of the other cloud',
    options: design,
    edit: setting('SecretStore', ['spec', 'provider'], {
      gcpsm: {
        projectID: 'p',
        auth: { workloadIdentity: { serviceAccountRef: { name: 'edge-workers-eso' } } },
      },
    }),
    found: [
      'error: SecretStore edge-workers-sf2loki: spec.provider is gcpsm: expected the one for externalSecrets.provider "aws"',
    ],
  },
  {
    rule: 'SF-20',
    what: 'a remoteRef that is null, as one version of the chart indents it',
    options: design,
    edit: setting('ExternalSecret', ['spec', 'data', 0], {
      secretKey: 'server.key',
      remoteRef: null,
      key: 'sf2loki/server-key',
    }),
    found: [
      'error: ExternalSecret edge-workers-sf2loki: spec.data[0] (server.key) has remoteRef null: expected a map with the key in the secrets manager; some versions of the chart indent it wrongly',
    ],
  },
  {
    rule: 'SF-20',
    what: 'an entry without a name',
    options: design,
    edit: setting('ExternalSecret', ['spec', 'data', 1, 'secretKey'], undefined),
    found: [
      'error: ExternalSecret edge-workers-sf2loki: spec.data[1] has secretKey not set: expected the name of the file',
    ],
  },
  {
    rule: 'SF-20',
    what: 'another service, and a Secret that is only changed',
    options: design,
    edit: (each) =>
      setting(
        'SecretStore',
        store('service'),
        'ParameterStore',
      )(setting('ExternalSecret', ['spec', 'target', 'creationPolicy'], 'Merge')(each)),
    found: [
      'error: SecretStore edge-workers-sf2loki: spec.provider.aws.service is "ParameterStore": expected "SecretsManager"',
      'error: ExternalSecret edge-workers-sf2loki: spec.target.creationPolicy is "Merge", with which the Secret is not made: expected Owner',
    ],
  },
  {
    rule: 'SF-20',
    what: 'a store that is not there',
    options: design,
    edit: setting('ExternalSecret', ['spec', 'secretStoreRef', 'name'], 'other'),
    found: [
      'error: ExternalSecret edge-workers-sf2loki: spec.secretStoreRef is SecretStore "other", which nobody here makes',
    ],
  },
  { rule: 'SF-20', what: 'a store that can sign in', options: design, found: [] },
  {
    rule: 'SF-21',
    what: 'a Secret that follows the secrets manager',
    options: design,
    found: [
      'notice: Secret edge-workers-sf2loki-secrets follows the secrets manager, and no annotation of the pods changes with it, so that they keep the old one',
    ],
  },
  {
    rule: 'SF-21',
    what: 'a Secret that the chart makes',
    options: existing,
    values: { secrets: { ...secrets, existingSecret: '' } },
    found: [
      'warning: Secret edge-workers-sf2loki-secrets is made by the chart, and no annotation of the pods changes with it, so that they keep the old one',
    ],
  },
  {
    rule: 'SF-21',
    what: 'pods that carry the Secret’s version',
    options: { ...single, credentials: { ...(single['credentials'] as object), secretName: 'files' } },
    found: [],
  },
];

test.each(rows)('$rule finds $what', async (row) => {
  expect(said(ruleOf(row.rule), await judgedSubject(row))).toEqual(row.found);
});

describe('a Secret of somebody else', () => {
  test('SF-12, SF-21: its keys and its changes are not known', async () => {
    const subject = await released(existing, {}, { provided: [foreignSecret('theirs')] });
    expect(unjudged(ruleOf('SF-12'), subject)).toEqual([
      `the keys of Secret ${namespace}/theirs: external[0]`,
    ]);
    expect(unjudged(ruleOf('SF-21'), subject)).toEqual([
      'whether Secret theirs has changed since it was last applied: external[0]',
    ]);
  });

  test('SF-11, SF-12: the chart alone mounts a Secret that nobody makes', async () => {
    const subject = await subjectOf('sf2loki');
    expect(violations(ruleOf('SF-11'), subject)).toHaveLength(1);
    expect(unjudged(ruleOf('SF-12'), subject)).toEqual([
      'the keys of Secret default/sf2loki-secrets, which nobody here makes',
    ]);
  });
});
