/** The two ConfigMaps, and which of them rolls the pods. */
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import type { Rendered } from './helm.ts';
import { data, kafka, ksml, ksmlRunnerConfig as least, name } from './ksml.ts';
import { podTemplate } from './workload.ts';

const runner = (rendered: Rendered): unknown =>
  parse(data(rendered.one('ConfigMap', `${name}-runner`))['ksml-runner.yaml'] ?? '');

const onError = (loggerName: string): object => ({
  log: true,
  logPayload: false,
  loggerName,
  handler: 'stopOnFail',
});
const logback = async (logging: object): Promise<string> =>
  data((await ksml({ logging })).one('ConfigMap', `${name}-logging`))['logback.xml'] ?? '';
const checksum = async (values: object): Promise<string | undefined> =>
  podTemplate((await ksml(values)).one('StatefulSet')).metadata.annotations?.['checksum/config'];

describe('the runner ConfigMap', () => {
  test('by default', async () => {
    expect(runner(await ksml())).toEqual({
      ksml: {
        configDirectory: '/ksml',
        schemaDirectory: '/ksml',
        storageDirectory: '/ksml-store/data',
        createStorageDirectory: true,
        enableProducers: true,
        enablePipelines: true,
        errorHandling: {
          consume: onError('ConsumeError'),
          produce: onError('ProduceError'),
          process: onError('ProcessError'),
        },
        applicationServer: { enabled: true, port: 8080 },
        prometheus: { enabled: false, port: 9999, configFile: '/ksml/ksml-metrics-config.yml' },
        definitions: { main: 'definition.yaml' },
        schemaRegistries: null,
        notations: null,
      },
      kafka: {
        'config.providers': 'env',
        'config.providers.env.class': 'org.apache.kafka.common.config.provider.EnvVarConfigProvider',
        'group.instance.id': '${env:KSML_GROUP_INSTANCE_ID}',
        ...kafka,
      },
    });
  });

  test('with everything set', async () => {
    const ksmlRunnerConfig = {
      ...least,
      storageDirectory: '/data', // KR-8: outside the mounted store
      createStorageDirectory: false,
      producersEnabled: false,
      pipelinesEnabled: false,
      errorHandling: { produce: { stopOnError: false, logPayload: true, log: false, loggerName: 'Mine' } },
      schemaRegistries: { confluent: { config: { 'schema.registry.url': 'http://r' } } },
      notations: { avro: { type: 'confluent_avro', schemaRegistry: 'confluent' } },
    };
    const values = { ksmlRunnerConfig, applicationServer: { port: '8081' }, prometheus: { enabled: true } };
    expect(runner(await ksml(values))).toMatchObject({
      ksml: {
        storageDirectory: '/data',
        createStorageDirectory: false,
        enableProducers: false,
        enablePipelines: false,
        errorHandling: {
          consume: { handler: 'stopOnFail' },
          produce: { log: false, logPayload: true, loggerName: 'Mine', handler: 'continueOnFail' },
        },
        applicationServer: { port: 8081 },
        prometheus: { enabled: true },
        schemaRegistries: ksmlRunnerConfig.schemaRegistries,
        notations: ksmlRunnerConfig.notations,
      },
    });
  });

  test('holds definitions, schemas and the exporter’s configuration as files', async () => {
    const schemaDefinitions = { 'SensorData.avsc': '{"type": "record"}' };
    const ksmlDefinitions = { 'definition.yaml': 'streams:\n  a: {topic: "x"}\n', 'more.yaml': '# more\n' };
    const files = data(
      (await ksml({ schemaDefinitions, ksmlDefinitions })).one('ConfigMap', `${name}-runner`),
    );
    expect(files).toMatchObject({ ...schemaDefinitions, ...ksmlDefinitions });
    expect(parse(files['ksml-metrics-config.yml'] ?? '')).toMatchObject({ lowercaseOutputName: true });
  });

  test('KR-1 a definition that names no file renders', async () => {
    const rendered = await ksml({ ksmlDefinitions: { 'other.yaml': '' } });
    expect(runner(rendered)).toMatchObject({ ksml: { definitions: { main: 'definition.yaml' } } });
    expect(data(rendered.one('ConfigMap', `${name}-runner`))).not.toHaveProperty(['definition.yaml']);
  });

  test('KR-10 a password in the kafka map is readable in the ConfigMap', async () => {
    const secret = { ...kafka, 'sasl.jaas.config': 'password="canary"' };
    const rendered = await ksml({ ksmlRunnerConfig: { ...least, kafka: secret } });
    expect(data(rendered.one('ConfigMap', `${name}-runner`))['ksml-runner.yaml']).toContain('canary');
  });
});

describe('the logging ConfigMap', () => {
  test('patterns, levels, and loggers over the default ones', async () => {
    const text = await logback({
      rootLogLevel: 'WARN',
      loggers: { 'io.axual.ksml': 'DEBUG', mine: 'TRACE' },
    });
    expect(text).toContain('<configuration scan="true"');
    expect(text).toContain('<root level="WARN">');
    expect(text).toContain('<logger name="io.axual.ksml" level="DEBUG"/>');
    expect(text).toContain('<logger name="mine" level="TRACE"/>');
    expect(text).toContain('<logger name="org.apache.kafka" level="WARN"/>');
    expect(text.match(/<pattern>%date/g)).toHaveLength(2);
  });

  test('JSON instead of patterns', async () => {
    const text = await logback({ jsonEnabled: true });
    expect(text.match(/LogstashEncoder/g)).toHaveLength(2);
    expect(text).not.toContain('<pattern>');
  });
});

test('checksum/config follows the runner ConfigMap only', async () => {
  const before = await checksum({});
  expect(await checksum({ logging: { rootLogLevel: 'DEBUG' } })).toBe(before);
  expect(await checksum({ ksmlDefinitions: { 'definition.yaml': 'streams: {a: {}}\n' } })).not.toBe(before);
});
