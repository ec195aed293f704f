import { describe, expect, test } from 'vitest';
import { design, minimal, pem, refusals, trial, type Options } from './leoflow-releases.ts';

const database = { url: { fromConfig: 'databaseUrl' } };
const verified = { ...database, ca: pem };
const monitoring = [{ namespaceSelector: {} }];
const rwx = { accessMode: 'ReadWriteMany' };

describe('refused when the stack file is loaded', () => {
  test.each<[string, Options, string[]]>([
    [
      'LF-1',
      { ...minimal, database: undefined },
      [
        'database: LF-1: Leoflow needs database.url or database.existingSecret; or poc.postgresql, to try it out',
      ],
    ],
    [
      'LF-1, redis',
      { ...minimal, redis: undefined },
      ['redis: LF-1: Leoflow needs redis.url or redis.existingSecret; or poc.redis, to try it out'],
    ],
    [
      'LF-1, both ways',
      { ...minimal, redis: { url: { fromEnv: 'R' }, existingSecret: 'r' } },
      ['redis: LF-1: give either url or existingSecret: there are both'],
    ],
    [
      'LF-1, and a trial',
      { ...trial, database },
      ['database: LF-1: poc.postgresql already installs one: remove one of them'],
    ],
    [
      'LF-2',
      { ...minimal, auth: {} },
      ['auth: LF-2: give either jwtSecret or existingSecret: there is neither'],
    ],
    [
      'LF-2, nothing',
      { ...minimal, auth: undefined },
      ['auth: missing; expected {jwtSecret}, or {existingSecret} (LF-2)'],
    ],
    [
      'LF-4',
      { ...minimal, bootstrap: {} },
      ['bootstrap: LF-4: give either password or existingSecret: there is neither'],
    ],
    [
      'LF-5',
      { ...minimal, agentTLS: { certificate: { existingSecret: 's' } } },
      [
        'agentTLS.ca: LF-5: tasks hang when their agents cannot verify the server: give the CA of its certificate',
      ],
    ],
    [
      'LF-5, nothing',
      { ...minimal, agentTLS: {} },
      [
        'agentTLS.ca: LF-5: tasks hang when their agents cannot verify the server: give the CA of its certificate',
        'agentTLS.certificate: LF-5: the server needs a certificate for its agents: give either existingSecret, or cert and key; or set enabled: false to try it out',
      ],
    ],
    [
      'LF-5, no key',
      { ...minimal, agentTLS: { certificate: { cert: pem }, ca: pem } },
      [
        'agentTLS.certificate: LF-5: the server needs a certificate for its agents: give either existingSecret, or cert and key; or set enabled: false to try it out',
      ],
    ],
    [
      'LF-3, in plain text',
      { ...minimal, secretKey: 'hunter2' },
      ['secretKey: expected a secret source, or {existingSecret: NAME}, found text'],
    ],
    [
      'LF-6',
      { ...minimal, agentTLS: undefined },
      [
        'agentTLS: missing; expected {certificate, ca}, or {enabled: false} for a test in a closed cluster (LF-5)',
      ],
    ],
    [
      'LF-7',
      { ...minimal, replicas: 2 },
      [
        'logs.accessMode: LF-7: there may be 2 pods, and those on other nodes wait for a ReadWriteOnce volume for ever: set ReadWriteMany, or logs.enabled: false',
      ],
    ],
    [
      'LF-7, autoscaled',
      { ...minimal, autoscaling: { min: 1, max: 3 } },
      [
        'logs.accessMode: LF-7: there may be 3 pods, and those on other nodes wait for a ReadWriteOnce volume for ever: set ReadWriteMany, or logs.enabled: false',
      ],
    ],
    [
      'LF-10',
      { ...minimal, serviceMonitor: { interval: '5s' } },
      ['serviceMonitor.scrapeTimeout: LF-10: 10s is more than the interval of 5s'],
    ],
    [
      'LF-12',
      { ...minimal, serviceMonitor: {}, networkPolicy: {} },
      [
        'networkPolicy.metricsFrom: LF-12: the policy lets nobody reach the metrics that serviceMonitor is for: say where Prometheus is',
      ],
    ],
    [
      'LF-13',
      { ...design, podDisruptionBudget: { minAvailable: 1, maxUnavailable: 1 } },
      ['podDisruptionBudget: LF-13: give either minAvailable or maxUnavailable: there are both'],
    ],
    [
      'LF-13, neither',
      { ...design, podDisruptionBudget: {} },
      ['podDisruptionBudget: LF-13: give either minAvailable or maxUnavailable: there is neither'],
    ],
    [
      'LF-14',
      { ...minimal, podDisruptionBudget: { minAvailable: 1 } },
      [
        'podDisruptionBudget.minAvailable: LF-14: 1 of 1 must stay, so no node could ever be drained: lower it, or raise the number of pods',
      ],
    ],
    [
      'LF-14, percent rounded up',
      { ...design, podDisruptionBudget: { minAvailable: '51%' } },
      [
        'podDisruptionBudget.minAvailable: LF-14: 51% of 2 must stay, so no node could ever be drained: lower it, or raise the number of pods',
      ],
    ],
    [
      'LF-14, none',
      { ...design, podDisruptionBudget: { maxUnavailable: '0%' } },
      ['podDisruptionBudget.maxUnavailable: LF-14: none may go, so no node could ever be drained: raise it'],
    ],
    [
      'LF-14, pods',
      { ...design, podDisruptionBudget: { maxUnavailable: 'half' } },
      [
        'podDisruptionBudget.maxUnavailable: expected a number of pods from 1, or a percentage such as "50%", found "half"',
      ],
    ],
    [
      'LF-15',
      { ...minimal, logs: rwx, autoscaling: { min: 4, max: 3 } },
      ['autoscaling.max: LF-15: max 3 is less than min 4'],
    ],
    [
      'LF-15, replicas',
      { ...minimal, logs: rwx, replicas: 2, autoscaling: {} },
      ['replicas: LF-15: autoscaling owns the number of pods: remove replicas'],
    ],
    [
      'LF-16',
      { ...minimal, database: verified },
      [
        'migrations.databaseCa: LF-16: the chart mounts database.ca in the server only, so the migration Job would fail on an address with verify-full. Say how the Job verifies the database: "image" (an image of your own has the CA at /etc/leoflow/db-ca/ca.crt), "chart" (your chart mounts it in the Job) or "unverified" (its connection is encrypted only, and the server checks the chain but not the host name); or set migrations.enabled: false and migrate yourself',
      ],
    ],
    [
      'LF-16, no CA',
      { ...minimal, migrations: { databaseCa: 'chart' } },
      ['migrations.databaseCa: LF-16: there is no database.ca, so this would count for nothing: remove it'],
    ],
    [
      'LF-16, no migrations',
      { ...minimal, database: verified, migrations: { enabled: false, databaseCa: 'chart' } },
      ['migrations.databaseCa: LF-16: migrations are off, so this would count for nothing: remove it'],
    ],
    [
      'LF-16, no image',
      { ...minimal, database: verified, migrations: { databaseCa: 'image' } },
      [
        'migrations.image.repository: LF-16: for databaseCa: image, name the repository of your image with the CA in it',
      ],
    ],
    [
      'LF-17',
      { ...design, database: { ...verified, sslmode: 'require' } },
      ['database.sslmode: LF-17: database.ca decides it already: remove sslmode'],
    ],
    [
      'LF-19',
      { ...design, database: { ...database, ca: 'certs/ca.pem' } },
      ['database.ca: expected certificates in PEM form, "-----BEGIN CERTIFICATE-----"'],
    ],
    [
      'LF-26',
      { ...minimal, database: { ...database, pool: { maxOpen: 3 } } },
      ['database.pool.maxIdle: LF-26: 5 idle connections are more than the 3 of maxOpen'],
    ],
    [
      'LF-26, server',
      { ...minimal, logs: rwx, replicas: 6, database: { ...database, pool: { serverMax: 100 } } },
      ['database.pool.maxOpen: LF-26: 6 pods with 20 connections each are more than the server’s 100'],
    ],
    [
      'LF-27',
      { ...minimal, otel: {} },
      ['otel.endpoint: missing; expected the collector’s address HOST:PORT (LF-27)'],
    ],
    [
      'LF-27, form',
      { ...minimal, otel: { endpoint: 'collector' } },
      ['otel.endpoint: expected the collector’s address HOST:PORT (LF-27), found "collector"'],
    ],
    [
      'LF-29',
      { ...minimal, image: { tag: '0.2.0' }, migrations: { image: { tag: '0.1.0' } } },
      [
        'migrations.image.tag: LF-29: the server’s tag is "0.2.0", and migrations must be of the same version: set image.tag only',
      ],
    ],
    [
      'LF-29, server unpinned',
      { ...minimal, migrations: { image: { tag: '0.1.0' } } },
      [
        'migrations.image.tag: LF-29: the server’s tag is the chart’s, and migrations must be of the same version: set image.tag only',
      ],
    ],
    [
      'LF-31',
      { ...minimal, serviceAccount: { create: false } },
      [
        'serviceAccount.name: LF-31: with create: false all that runs as "default" could create task pods: name the service account',
      ],
    ],
    [
      'LF-31, task files',
      { ...minimal, tasks: { secret: { mountPath: '/keys' } } },
      ['tasks.secret: LF-31: give either files or existingSecret: there is neither'],
    ],
    [
      'LF-33',
      { ...minimal, values: { secretKey: 'hunter2', database: { url: 'postgres://u:hunter2@db/x' } } },
      [
        'values.database.url: LF-33: secrets never enter Helm values, which every release record keeps: use database.url of the release with a secret source',
        'values.secretKey: LF-33: secrets never enter Helm values, which every release record keeps: use secretKey of the release with a secret source',
      ],
    ],
    [
      'LF-33, beside it',
      { ...trial, poc: { postgresql: { values: { auth: { password: 'hunter2' } } }, redis: {} } },
      [
        'poc.postgresql.values.auth.password: LF-33: secrets never enter Helm values, which every release record keeps: use poc.postgresql.password with a secret source',
      ],
    ],
    [
      'a secret in plain text',
      { ...minimal, database: { url: 'postgres://u:hunter2@db/x' } },
      [
        'database.url: expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found text',
      ],
    ],
  ])('%s', (_, options, expected) => {
    expect(refusals(options).toSorted()).toEqual(expected);
  });

  test('every problem at once', () => {
    expect(
      refusals({ ...minimal, replicas: 2, auth: {}, podDisruptionBudget: {}, otel: { endpoint: 'c:1' } }),
    ).toHaveLength(3);
  });
});

test('with a place for Prometheus the policy and the monitor go together', () => {
  expect(refusals({ ...minimal, serviceMonitor: {}, networkPolicy: { metricsFrom: monitoring } })).toEqual(
    [],
  );
});
