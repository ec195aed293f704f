import { describe, expect, test } from 'vitest';
import { recipe, refusals, single } from './sf2loki-releases.ts';

describe('configOverride', () => {
  const text = [
    'salesforce: {auth_mode: jwt_bearer, client_id: id, username: u, private_key_file: /etc/sf2loki/secrets/server.key}',
    'sink: {loki: {url: "http://loki:3100/loki/api/v1/push", auth_token_file: /etc/sf2loki/secrets/loki-token}}',
  ].join('\n');
  const ha = [
    'coordinate: {type: k8s_lease, k8s_lease: {name: theirs, namespace: "${POD_NAMESPACE}"}}',
    'state: {store: s3, s3: {bucket: their-bucket, region: eu-west-1}}',
    'service: {shutdown_grace: 1m}',
  ].join('\n');
  const rest = { ...single, salesforce: undefined, loki: undefined };

  test('is handed on as it is, and everything else follows from it', () => {
    const override = `${text}\n${ha}\n`;
    const made = recipe(
      { ...rest, replicas: 2, configOverride: { fromFile: 'config.yaml' } },
      { 'config.yaml': override },
    );
    expect(made.values).toMatchObject({
      configOverride: override,
      ha: { enabled: true, leaseName: 'theirs' },
      terminationGracePeriodSeconds: 75,
    });
    expect(made.values).not.toHaveProperty('config');
    expect(made.backing.filter(({ kind }) => kind === 'bucket')).toMatchObject([
      { bucket: 'their-bucket', region: 'eu-west-1' },
    ]);
  });

  test('without a leader runs one pod at a time (SF-23)', () => {
    expect(recipe({ ...rest, configOverride: text }).values).toMatchObject({
      rollingUpdate: { maxSurge: 0 },
    });
  });

  test.each([
    [
      'no lease for two pods',
      { replicas: 2, configOverride: text },
      [
        'configOverride: SF-2: coordinate.type: with noop every replica would deliver every event: with ha it must be k8s_lease',
        'configOverride: SF-5: state.store: with ha the replicas share their checkpoints, and a file is seen by one pod only: give a bucket, with store s3 or gcs',
      ],
    ],
    [
      'another lease and namespace',
      {
        replicas: 2,
        lease: { name: 'mine' },
        configOverride: `${text}\n${ha.replace('"${POD_NAMESPACE}"', 'default')}`,
      },
      [
        'configOverride: SF-3: coordinate.k8s_lease.name: the pods may use no Lease but "mine" of lease.name, not "theirs"',
        'configOverride: SF-4: coordinate.k8s_lease.namespace: the pods may use a Lease in "observability" only, not in "default": set ${POD_NAMESPACE}',
      ],
    ],
    [
      'a missing file, variable and secret in plain text',
      {
        configOverride: `${text}\nservice: {telemetry: {basic_auth_token_file: /etc/sf2loki/secrets/otlp-token, basic_auth_token: hunter2, endpoint: "\${OTLP}"}}`,
      },
      [
        'configOverride: SF-12: service.telemetry.basic_auth_token: config.yaml is no place for a secret: set basic_auth_token_file, and give the file in credentials',
        'configOverride: SF-12: service.telemetry.basic_auth_token_file: credentials have no file "otlp-token", which sf2loki reads when it starts',
        'configOverride: SF-13: service.telemetry.endpoint: ${OTLP} is no environment variable of the pod: give env.OTLP',
      ],
    ],
    ['no map', { configOverride: '- a' }, ['configOverride: sf2loki takes a YAML map as its configuration']],
    [
      'options that would count for nothing',
      { configOverride: text, shutdownGrace: '5s', config: { a: 1 } },
      [
        'config: configOverride replaces all of config.yaml, so this would count for nothing: remove one of them',
        'shutdownGrace: configOverride replaces all of config.yaml, so this would count for nothing: remove one of them',
      ],
    ],
    [
      'another bucket',
      { configOverride: `${text}\n${ha}`, ha: true, state: { bucket: 'mine' } },
      ['state.bucket: configOverride keeps its checkpoints in "their-bucket": name the same one, or none'],
    ],
    [
      'no region for the bucket',
      { configOverride: `${text}\n${ha.replace(', region: eu-west-1', '')}`, ha: true },
      ['configOverride: state.s3.region: creating the bucket needs its region; or set state.create: false'],
    ],
    [
      'the chart’s examples',
      {
        configOverride: `${text}\nsources: {apexlog: {transforms: [{action: null}]}, eventlogfile: {event_types: [Login, {name: ""}]}}`,
      },
      [
        'configOverride: SF-14: sources.apexlog.transforms[0]: an entry without action is only the chart’s example, and sf2loki refuses it: remove it',
        'configOverride: SF-14: sources.eventlogfile.event_types[1]: an entry without name is only the chart’s example, and sf2loki refuses it: remove it',
      ],
    ],
  ])('refused: %s', (_, options, expected) => {
    expect(refusals({ ...rest, ...options }).toSorted()).toEqual(expected);
  });

  test('text that is no YAML is refused with its line', () => {
    expect(refusals({ ...rest, configOverride: 'salesforce: {a: 1\nsink: [' })).toEqual(
      expect.arrayContaining([expect.stringMatching(/^configOverride: line \d+:\d+: /)]),
    );
  });
});
