/** What values.schema.json refuses, in Helm's words. */
import { describe, expect, test } from 'vitest';
import { template } from './helm.ts';
import { kafka, ksml, ksmlRunnerConfig } from './ksml.ts';

const runner = (part: object): object => ({ ksmlRunnerConfig: { ...ksmlRunnerConfig, ...part } });

describe('refusals of the values schema', () => {
  const cases: [string, object, string][] = [
    [
      'no definitions',
      runner({ definitions: {} }),
      "at '/ksmlRunnerConfig/definitions': minProperties: got 0, want 1",
    ],
    [
      'no kafka properties',
      runner({ kafka: {} }),
      "at '/ksmlRunnerConfig/kafka': missing properties 'application.id', 'bootstrap.servers'",
    ],
    [
      'no application.id',
      runner({ kafka: { 'bootstrap.servers': 'b' } }),
      "at '/ksmlRunnerConfig/kafka': missing property 'application.id'",
    ],
    [
      'no bootstrap.servers',
      runner({ kafka: { 'application.id': 'a' } }),
      "at '/ksmlRunnerConfig/kafka': missing property 'bootstrap.servers'",
    ],
    [
      'a map as kafka property',
      runner({ kafka: { ...kafka, ssl: {} } }),
      "at '/ksmlRunnerConfig/kafka/ssl': got object",
    ],
    [
      'a definition that is no file name',
      runner({ definitions: { a: 1 } }),
      "at '/ksmlRunnerConfig/definitions/a': got number",
    ],
    ['a negative replicaCount', { replicaCount: -1 }, "at '/replicaCount': minimum: got -1, want 0"],
    ['a replicaCount as text', { replicaCount: '1' }, "at '/replicaCount': got string, want integer"],
    [
      'a port as number',
      { applicationServer: { port: 8080 } },
      "at '/applicationServer/port': got number, want string",
    ],
    [
      'a metrics port as number',
      { prometheus: { port: 9999 } },
      "at '/prometheus/port': got number, want string",
    ],
    [
      'another mode',
      { deploymentMode: 'Deployment' },
      "at '/deploymentMode': 'Deployment' does not match pattern",
    ],
    [
      'a negative time to live',
      { job: { ttlSecondsAfterFinished: -1 } },
      "at '/job/ttlSecondsAfterFinished': minimum: got -1, want 0",
    ],
    [
      'a log level',
      { logging: { rootLogLevel: 'LOUD' } },
      "at '/logging/rootLogLevel': value must be one of 'TRACE'",
    ],
    [
      'a definition file that is a map',
      { ksmlDefinitions: { 'a.yaml': {} } },
      "at '/ksmlDefinitions/a.yaml': got object, want string",
    ],
  ];
  test.each(cases)('%s', async (_, values, message) => {
    await expect(ksml(values)).rejects.toThrow(message);
  });

  test('the defaults, with both faults at once', async () => {
    const refusal = template('ksml');
    await expect(refusal).rejects.toThrow('minProperties: got 0, want 1');
    await expect(refusal).rejects.toThrow("missing properties 'application.id', 'bootstrap.servers'");
  });

  test.each([
    { deploymentMode: 'statefulset' },
    { deploymentMode: 'job' },
    { replicaCount: 0 },
    { unknown: 1 },
  ])('not of %o', async (values) => {
    expect((await ksml(values)).kinds).toContain('Service');
  });
});
