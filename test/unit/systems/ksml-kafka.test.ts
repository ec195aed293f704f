import { describe, expect, test } from 'vitest';
import { ksmlApplication } from '../../../src/systems/ksml/index.ts';
import type { Recipe } from '../../../src/systems/system.ts';
import { recipeOf, refusalsOf } from './recipes.ts';
import { application as design, files } from './samples.ts';

const recipe = (options: object): Recipe => recipeOf(ksmlApplication, { ...design, ...options }, files);
const refusals = (options: object): string[] => refusalsOf(ksmlApplication, { ...design, ...options }, files);

describe('secrets in the Kafka properties (KR-10)', () => {
  const password = { 'ssl.keystore.password': { fromConfig: 'keystorePassword' } };

  test('are kept in a Secret, mounted, and read by the directory provider', () => {
    const made = recipe({ kafka: { ...design.kafka, ...password } });
    const name = { $backing: 'secret/ksml/dizzl-sandbox-dev-sensor-inspector-ksml-kafka', field: 'name' };
    expect(made.values).toMatchObject({
      ksmlRunnerConfig: {
        kafka: {
          ...design.kafka,
          'ssl.keystore.password': '${directory:/kafka-credentials:ssl.keystore.password}',
          'config.providers': 'env,directory',
          'config.providers.directory.class':
            'org.apache.kafka.common.config.provider.DirectoryConfigProvider',
        },
      },
      volumes: [{ name: 'kafka-credentials', secret: { secretName: name } }],
      volumeMounts: [{ name: 'kafka-credentials', mountPath: '/kafka-credentials', readOnly: true }],
    });
    expect(made.backing).toEqual([
      {
        kind: 'secret',
        id: name.$backing,
        namespace: 'ksml',
        name: 'dizzl-sandbox-dev-sensor-inspector-ksml-kafka',
        autoName: true,
        type: 'Opaque',
        data: {
          'ssl.keystore.password': {
            source: { fromConfig: 'keystorePassword' },
            path: ['releases', 'edge-workers', 'kafka', 'ssl.keystore.password'],
            shape: 'text',
            transforms: [],
          },
        },
      },
    ]);
    expect(made.notices).toEqual([]);
  });

  test('that are files are the path of their mount, without a provider', () => {
    const made = recipe({
      kafka: { ...design.kafka, 'ssl.keystore.location': { fromFile: 'certs/app.pem' } },
    });
    expect(made.values.ksmlRunnerConfig).toMatchObject({
      kafka: { ...design.kafka, 'ssl.keystore.location': '/kafka-credentials/ssl.keystore.location' },
    });
    expect(made.values.ksmlRunnerConfig).not.toHaveProperty(['kafka', 'config.providers']);
    expect(made.backing).toHaveLength(1);
  });

  test('are noticed where the runner may refuse a second config.providers', () => {
    for (const chart of [{ ref: './charts/ksml' }, { ref: './charts/ksml', version: '2.0.0' }]) {
      const made = recipe({ chart, kafka: { ...design.kafka, ...password } });
      expect(made.notices).toMatchObject([{ rule: 'KR-10', path: ['releases', 'edge-workers', 'kafka'] }]);
    }
  });

  test('a reference to a provider is not a secret', () => {
    const reference = '${env:KAFKA_PASSWORD}';
    const made = recipe({ kafka: { ...design.kafka, 'ssl.key.password': reference } });
    expect(made.values.ksmlRunnerConfig).toMatchObject({ kafka: { 'ssl.key.password': reference } });
    expect(made.backing).toEqual([]);
  });

  const readable =
    'KR-10: this secret would be readable in a ConfigMap; give its source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}';
  test.each([
    ['ssl.keystore.password', 'hunter2'],
    ['ssl.key.password', 12345],
    ['consumer.ssl.truststore.password', 'hunter2'],
    [
      'sasl.jaas.config',
      'org.apache.kafka.common.security.plain.PlainLoginModule required password="hunter2";',
    ],
    ['ssl.keystore.key', '-----BEGIN PRIVATE KEY-----'],
    ['schema.registry.basic.auth.user.info', 'user:hunter2'],
    ['sasl.oauthbearer.client.credentials.client.secret', 'hunter2'],
    ['bearer.auth.token', 'hunter2'],
    ['schema.registry.url', 'https://user:hunter2@registry:8081'],
  ])('%s in the file is refused, and not repeated', (property, value) => {
    const found = refusals({ kafka: { ...design.kafka, [property]: value } });
    expect(found).toEqual([`kafka["${property}"]: ${readable}`]);
    expect(found.join()).not.toContain('hunter2');
  });

  test.each([
    ['security.protocol', 'SASL_SSL'],
    ['basic.auth.credentials.source', 'USER_INFO'],
    ['ssl.truststore.location', '/certs/ca.pem'],
    ['schema.registry.url', 'https://registry:8081/apis'],
  ])('%s is not secret', (property, value) => {
    expect(refusals({ kafka: { ...design.kafka, [property]: value } })).toEqual([]);
  });
});
