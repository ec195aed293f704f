/** SF-10, SF-13 to SF-18 and SF-22: config.yaml, its variables, and how a change of it arrives. */
import { describe, expect, test } from 'vitest';
import type { DataMap } from '../../src/kubernetes/data.ts';
import {
  containerPath,
  exemplary,
  foreignSecret,
  fullname,
  judgedSubject,
  released,
  ruleOf,
  said,
  setting,
  type Judged,
} from './sf2loki-subject.ts';
import { several, single } from '../unit/systems/sf2loki-releases.ts';
import { subjectOf, unjudged, violations } from './subject.ts';

const config = (more: DataMap): DataMap => ({ config: more });
const sources = (more: DataMap): DataMap => config({ sources: more });
const annotations = ['spec', 'template', 'metadata', 'annotations', 'checksum/config'];

const rows: readonly Judged[] = [
  {
    rule: 'SF-10',
    what: 'a pod that is killed too early',
    values: { terminationGracePeriodSeconds: 29 },
    found: [
      'error: Deployment edge-workers-sf2loki: terminationGracePeriodSeconds is 29: expected at least 30, which is shutdown_grace and 5 s to close',
    ],
  },
  {
    rule: 'SF-10',
    what: 'a longer shutdown_grace',
    values: config({ service: { shutdown_grace: '1m30s' } }),
    found: [
      'error: Deployment edge-workers-sf2loki: terminationGracePeriodSeconds is 40: expected at least 95, which is shutdown_grace and 5 s to close',
    ],
  },
  {
    rule: 'SF-10',
    what: 'the grace period of Kubernetes',
    values: config({ service: { shutdown_grace: '26s' } }),
    edit: setting('Deployment', ['spec', 'template', 'spec', 'terminationGracePeriodSeconds'], undefined),
    found: [
      'error: Deployment edge-workers-sf2loki: terminationGracePeriodSeconds is 30, as nothing is set: expected at least 31, which is shutdown_grace and 5 s to close',
    ],
  },
  {
    rule: 'SF-10',
    what: 'no duration',
    values: config({ service: { shutdown_grace: 'soon' } }),
    found: [
      'error: config.yaml, service.shutdown_grace ("soon"): the pod’s grace period follows from it: give a duration such as 25s',
    ],
  },
  { rule: 'SF-10', what: 'exactly enough', values: { terminationGracePeriodSeconds: 30 }, found: [] },
  {
    rule: 'SF-13',
    what: 'a variable that is not there',
    values: config({ sink: { loki: { url: 'https://${HOST}/${PATH}' } } }),
    found: [
      'error: config.yaml, sink.loki.url: ${HOST} is no environment variable of the pod: give env.HOST',
      'error: config.yaml, sink.loki.url: ${PATH} is no environment variable of the pod: give env.PATH',
    ],
  },
  {
    rule: 'SF-13',
    what: 'a prefix that makes it another one',
    options: { ...single, env: { HOST: 'loki' }, loki: { url: 'https://loki' } },
    values: config({ sink: { loki: { url: 'https://${HOST}' } } }),
    edit: setting('Deployment', [...containerPath, 'envFrom', 0, 'prefix'], 'X_'),
    found: [
      'error: config.yaml, sink.loki.url: ${HOST} is no environment variable of the pod: give env.HOST',
    ],
  },
  {
    rule: 'SF-13',
    what: 'a variable of env, and one of a Secret',
    options: { ...single, env: { HOST: 'loki', TOKEN: { fromEnv: 'TOKEN' } } },
    values: config({ sink: { loki: { url: 'https://${HOST}/${TOKEN}/${POD_NAME}' } } }),
    found: [],
  },
  {
    rule: 'SF-14',
    what: 'transforms of the chart',
    values: sources({ pubsub: { transforms: [{ action: null, fields: ['USER_NAME'] }] } }),
    found: [
      'error: config.yaml, sources.pubsub.transforms[0]: an entry without action is only the chart’s example, and sf2loki refuses it: remove it',
    ],
  },
  {
    rule: 'SF-14',
    what: 'objects and event types without a name',
    values: sources({
      eventlog_objects: { objects: [{ name: '' }] },
      eventlogfile: { event_types: [{ name: 'Login' }, { name: '' }] },
    }),
    found: [
      'error: config.yaml, sources.eventlog_objects.objects[0]: an entry without name is only the chart’s example, and sf2loki refuses it: remove it',
      'error: config.yaml, sources.eventlogfile.event_types[1]: an entry without name is only the chart’s example, and sf2loki refuses it: remove it',
    ],
  },
  {
    rule: 'SF-16',
    what: 'both topologies',
    values: config({ orgs: [{ name: 'a' }] }),
    found: ['error: config.yaml, salesforce: give either salesforce or orgs: there are both'],
  },
  {
    rule: 'SF-16',
    what: 'sources beside orgs',
    options: several,
    values: sources({ allow_overlap: true }),
    found: ['error: config.yaml, sources: beside orgs every org has its own sources: move these below orgs'],
  },
  {
    rule: 'SF-17',
    what: 'client credentials at the common host',
    values: config({
      salesforce: { auth_mode: 'client_credentials', login_url: 'https://test.salesforce.com' },
    }),
    found: [
      'error: config.yaml, salesforce.login_url ("https://test.salesforce.com"): test.salesforce.com refuses client credentials: give the My Domain, https://NAME.my.salesforce.com',
    ],
  },
  {
    rule: 'SF-18',
    what: 'keys that are not known, without what they hold',
    values: config({ sink: { loki: { urll: 'https://user:secret@loki' } }, metrics: {} }),
    found: [
      'warning: config.yaml, metrics: "metrics" is no key of config.yaml that is known here, and sf2loki does not start with one that it does not know: remove it unless your version has it',
      'warning: config.yaml, sink.loki.urll: "urll" is no key of config.yaml that is known here, and sf2loki does not start with one that it does not know: did you mean "url"?',
    ],
  },
  {
    rule: 'SF-22',
    what: 'a rollout that is switched off',
    values: { rolloutOnConfigChange: false },
    found: [
      'warning: Deployment edge-workers-sf2loki: the pods’ annotation checksum/config is not set, as rolloutOnConfigChange is false: expected the sha256 of the configuration',
    ],
  },
  {
    rule: 'SF-22',
    what: 'a checksum that is lost',
    edit: setting('Deployment', annotations, undefined),
    found: [
      'error: Deployment edge-workers-sf2loki: the pods’ annotation checksum/config is not set: expected the sha256 of the configuration',
    ],
  },
  {
    rule: 'SF-22',
    what: 'a checksum that is none',
    edit: setting('Deployment', annotations, 'latest'),
    found: [
      'error: Deployment edge-workers-sf2loki: the pods’ annotation checksum/config is "latest": expected the sha256 of the configuration',
    ],
  },
  {
    rule: 'sf2loki/config',
    what: 'no --config',
    edit: setting('Deployment', [...containerPath, 'args'], ['--verbose']),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: args have no --config with the path of config.yaml',
    ],
  },
  {
    rule: 'sf2loki/config',
    what: 'another path',
    edit: setting('Deployment', [...containerPath, 'args', 1], '/etc/config.yaml'),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: --config is "/etc/config.yaml", and no volume is mounted there',
    ],
  },
  {
    rule: 'sf2loki/config',
    what: 'a folder in its place',
    edit: setting('Deployment', [...containerPath, 'volumeMounts', 0, 'subPath'], undefined),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: /etc/sf2loki/config.yaml is a folder: expected subPath config.yaml, as a file',
    ],
  },
  {
    rule: 'sf2loki/config',
    what: 'another key',
    edit: setting('Deployment', [...containerPath, 'volumeMounts', 0, 'subPath'], 'config.yml'),
    found: [
      'error: ConfigMap edge-workers-sf2loki-config: there is no key "config.yml", which the container reads, among ["config.yaml"]',
    ],
  },
  {
    rule: 'sf2loki/config',
    what: 'another ConfigMap',
    edit: setting('Deployment', ['spec', 'template', 'spec', 'volumes', 0, 'configMap', 'name'], 'other'),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: /etc/sf2loki/config.yaml comes from ConfigMap "other", which nothing makes in observability',
    ],
  },
  {
    rule: 'sf2loki/config',
    what: 'a volume that is no ConfigMap',
    edit: setting('Deployment', ['spec', 'template', 'spec', 'volumes', 0], { name: 'config', emptyDir: {} }),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: /etc/sf2loki/config.yaml is on volume "config", of type emptyDir: expected a ConfigMap',
    ],
  },
  {
    rule: 'sf2loki/config',
    what: 'broken YAML',
    values: { configOverride: 'sink: {loki: [' },
    found: [
      'error: ConfigMap edge-workers-sf2loki-config: config.yaml is not well-formed YAML: line 2:1: not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  },
  {
    rule: 'sf2loki/config',
    what: 'a list',
    values: { configOverride: '- sink' },
    found: ['error: ConfigMap edge-workers-sf2loki-config: config.yaml is no YAML map'],
  },
  {
    rule: 'sf2loki/config',
    what: 'nobody to sign in as, and nowhere to deliver',
    values: config({ salesforce: { username: '', client_id: null }, sink: { loki: { url: null } } }),
    found: [
      'error: config.yaml, salesforce.username (""): jwt signs in as the integration user: give username',
      'error: config.yaml, sink.loki.url (not set): sf2loki must know where the events go',
      'error: config.yaml, salesforce.client_id (not set): Salesforce must know the connected app: its consumer key',
    ],
  },
  {
    rule: 'sf2loki/config',
    what: 'a mount of the whole folder, joined arguments',
    edit: (each) =>
      setting('Deployment', [...containerPath, 'volumeMounts', 0], {
        name: 'config',
        mountPath: '/cfg',
        readOnly: true,
      })(setting('Deployment', [...containerPath, 'args'], ['--config=/cfg/config.yaml'])(each)),
    found: [],
  },
  {
    rule: 'sf2loki/environment',
    what: 'a variable that is gone',
    edit: setting('Deployment', [...containerPath, 'env', 1], undefined),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: env POD_NAMESPACE, the namespace of the Lease, is not set: expected the field metadata.namespace',
    ],
  },
  {
    rule: 'sf2loki/environment',
    what: 'the wrong field',
    edit: setting(
      'Deployment',
      [...containerPath, 'env', 1, 'valueFrom', 'fieldRef', 'fieldPath'],
      'metadata.name',
    ),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: env POD_NAMESPACE, the namespace of the Lease, is "metadata.name": expected the field metadata.namespace',
    ],
  },
  {
    rule: 'sf2loki/environment',
    what: 'a source that nobody makes',
    options: { ...single, env: { HOST: 'loki' } },
    edit: setting('Deployment', [...containerPath, 'envFrom', 0, 'configMapRef', 'name'], 'other'),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: envFrom names ConfigMap "other", which nothing makes in observability: the container never starts',
      'error: Deployment edge-workers-sf2loki, container sf2loki: env.HOST of the values does not reach it',
    ],
  },
  {
    rule: 'sf2loki/environment',
    what: 'env that is not taken',
    options: { ...single, env: { HOST: 'loki' } },
    edit: setting('Deployment', [...containerPath, 'envFrom'], undefined),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: env.HOST of the values does not reach it',
    ],
  },
];

test.each(rows)('$rule finds $what', async (row) => {
  expect(said(ruleOf(row.rule), await judgedSubject(row))).toEqual(row.found);
});

describe('SF-15', () => {
  const on = { service: { telemetry: { enabled: true } }, sources: { apexlog: { enabled: true } } };

  test('finds what the chart has as an example', async () => {
    expect(said(ruleOf('SF-15'), await subjectOf('sf2loki', { config: on }))).toEqual([
      'warning: config.yaml, sources.pubsub.sample["/event/ApiEventStream"] (0.25): the chart’s example: three of four events of this stream are dropped',
      'notice: config.yaml, sources.apexlog.users[0] ("developer@example.com"): the chart’s example: the logs of nobody are read',
      'notice: config.yaml, salesforce.username ("svc@example.com"): the chart’s example: Salesforce has no such user',
      'notice: config.yaml, sink.loki.labels.environment ("prod"): the chart’s example: every stream says so, wherever it comes from',
      'notice: config.yaml, service.telemetry.endpoint ("https://otlp.example.com/v1/metrics"): the chart’s example: the metrics go nowhere',
    ]);
  });

  test('leaves what somebody gave, and what is off', async () => {
    const sample = { '/event/ApiEventStream': 0.25 };
    const given = config({
      salesforce: { username: 'svc@example.com' },
      sources: { pubsub: { sample } },
      sink: { loki: { labels: { environment: 'prod' } } },
    });
    expect(violations(ruleOf('SF-15'), await subjectOf('sf2loki', given))).toEqual([]);
  });
});

test('SF-18 does not judge the keys of a version that is not known here', async () => {
  const subject = await released(exemplary, { config: { metrics: {} } });
  const later = { ...subject, chart: { ...subject.chart, appVersion: '3.0.0' } };
  expect(violations(ruleOf('SF-18'), later)).toEqual([]);
  expect(unjudged(ruleOf('SF-18'), later)).toEqual(['metrics of config.yaml: the keys of sf2loki 3.0.0']);
});

test('SF-13 does not judge variables that a Secret of somebody else may hold', async () => {
  const url = { config: { sink: { loki: { url: 'https://${HOST}' } } } };
  const options = { ...single, envFromSecrets: ['theirs'] };
  const subject = await released(options, url, { provided: [foreignSecret('theirs')] });
  expect(violations(ruleOf('SF-13'), subject)).toEqual([]);
  expect(unjudged(ruleOf('SF-13'), subject)).toEqual([
    'the keys of Secret theirs, for sink.loki.url of config.yaml',
  ]);
  const known = await released(options, url, { provided: [foreignSecret('theirs', ['HOST'])] });
  expect([...ruleOf('SF-13').check(known)]).toEqual([]);
});

test('what cannot be read is not judged', async () => {
  const subject = await released(exemplary, { configOverride: '[' });
  expect(unjudged(ruleOf('SF-7'), subject)).toEqual([
    'config.yaml: it cannot be read, as sf2loki/config says',
  ]);
});

test('a violation points to the value that decides it', async () => {
  const bucket = { state: { s3: { bucket: '' } } };
  const [map] = violations(ruleOf('SF-7'), await released(exemplary, { config: bucket }));
  expect(map).toMatchObject({
    object: { kind: 'ConfigMap', name: `${fullname}-config` },
    path: ['data', 'config.yaml'],
    value: ['config', 'state', 's3', 'bucket'],
  });
  const configOverride = 'state: {store: gcs}';
  const [text] = violations(ruleOf('SF-7'), await released(exemplary, { configOverride }));
  expect(text).toMatchObject({ value: ['configOverride'] });
});
