import { describe, expect, test } from 'vitest';
import { ksmlProvisioner } from '../../../src/systems/ksml/index.ts';
import { refusalsOf } from './recipes.ts';
import { files, provisioner as minimal } from './samples.ts';

const refusals = (options: object): string[] =>
  refusalsOf(ksmlProvisioner, { ...minimal, ...options }, files);

const registry = (more: object): object => ({ registry: { ...minimal.registry, ...more } });

describe('refusals', () => {
  test.each<[string, object, string]>([
    [
      'a chart repository (KP-13)',
      registry({ url: 'https://nexus.example.com/charts' }),
      'registry.url: expected an OCI registry, oci://HOST/PATH or HOST/PATH; chart repositories and Nexus will not do (KP-13), found "https://nexus.example.com/charts"',
    ],
    [
      'a snapshot',
      registry({ chartVersion: '0.0.0-snapshot' }),
      'registry.chartVersion: expected a released version such as "1.3.0": a snapshot is another chart every time (KP-13), found "0.0.0-snapshot"',
    ],
    [
      'latest',
      registry({ chartVersion: 'latest' }),
      'registry.chartVersion: expected an exact version such as "1.3.0" (KP-13), found "latest"',
    ],
    [
      'a range',
      registry({ chartVersion: '^1.3.0' }),
      'registry.chartVersion: expected an exact version such as "1.3.0" (KP-13), found "^1.3.0"',
    ],
    [
      'a password in the file (KP-3)',
      registry({ auth: { username: 'robot', password: 'hunter2' } }),
      'registry.auth.password: expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found text',
    ],
    [
      'a user without password',
      { basicAuth: { username: 'admin' } },
      'basicAuth.password: missing; expected username and password, or existingSecret',
    ],
    [
      'a password twice',
      { basicAuth: { password: { fromConfig: 'a' }, existingSecret: 'b' } },
      'basicAuth.password: existingSecret gives password too; remove one of them',
    ],
    [
      'a certificate without key',
      { tls: { certificate: { fromConfig: 'a' } } },
      'tls.privateKey: missing; expected certificate and privateKey, or existingSecret (KP-5)',
    ],
    [
      'an authority that nothing checks',
      registry({ ca: { fromFile: 'ca.pem' }, insecureSkipTlsVerify: true }),
      'registry.insecureSkipTlsVerify: KP-7: ca has no effect when any certificate is trusted; remove insecureSkipTlsVerify',
    ],
    [
      'an authority that is none',
      registry({ ca: 'TUlJ' }),
      'registry.ca: expected PEM certificates: no "-----BEGIN CERTIFICATE-----" in it',
    ],
    [
      'a collector without port (KP-6)',
      { tracing: { endpoint: 'http://otel-collector' } },
      'tracing.endpoint: expected http:// or https:// with a port, such as "http://otel-collector:4317" (KP-6), found "http://otel-collector"',
    ],
    [
      'an existing account without name (KP-9)',
      { serviceAccount: { owner: 'existing' } },
      'serviceAccount.name: KP-9: an existing service account needs its name; without one, pods run as "default"',
    ],
    [
      'annotations of an account of the chart',
      { serviceAccount: { annotations: { a: 'b' } } },
      'serviceAccount.annotations: only an account that the stack owns gets annotations; the owner is chart',
    ],
    [
      'values and a values file',
      { customValues: { replicaCount: 1 }, customValuesFile: '/a' },
      'customValuesFile: customValues already become the values file; remove one of them',
    ],
    [
      'spread constraints',
      { customValues: { topologySpreadConstraints: [{ maxSkew: 1 }] } },
      'customValues.topologySpreadConstraints: KR-3: the runner chart renders these into invalid YAML; use affinity',
    ],
    [
      'claims without a store',
      { customValues: { volumeClaimTemplates: [{}] } },
      'customValues.volumeClaimTemplates: KR-3: without store.spec the runner chart renders these into invalid YAML; set store.spec',
    ],
    [
      'probes of a server that is off',
      { customValues: { applicationServer: { enabled: false } } },
      'customValues.applicationServer.enabled: KR-4: the probes ask the application server, so the pods would restart for ever; set startupProbe, readinessProbe and livenessProbe to null too',
    ],
    [
      'a monitor without metrics',
      { customValues: { serviceMonitor: { enabled: true } } },
      'customValues.serviceMonitor.enabled: KR-5: left out by the runner chart unless prometheus.enabled is true',
    ],
    [
      'a scrape that outlasts the interval',
      { customValues: { serviceMonitor: { scrapeTimeout: '31s' } } },
      'customValues.serviceMonitor.scrapeTimeout: KR-6: a scrape may take no longer than the interval, which is 30s',
    ],
  ])('%s', (_name, options, refusal) => {
    expect(refusals(options)).toEqual([refusal]);
  });

  test('the four required variables cannot be empty (KP-1)', () => {
    expect(refusals({ registry: {} })).toEqual([
      expect.stringMatching(/^registry\.url: missing; expected /),
      expect.stringMatching(/^registry\.chartVersion: missing; expected /),
    ]);
    expect(refusals(registry({ url: '', chart: '' }))).toHaveLength(2);
  });

  test('what the runner chart can do is not refused', () => {
    const probes = { startupProbe: null, readinessProbe: null, livenessProbe: null };
    expect(refusals({ customValues: { applicationServer: { enabled: false }, ...probes } })).toEqual([]);
    expect(
      refusals({ customValues: { prometheus: { enabled: true }, serviceMonitor: { enabled: true } } }),
    ).toEqual([]);
    expect(refusals({ customValues: { store: { spec: { a: 1 } }, volumeClaimTemplates: [{}] } })).toEqual([]);
  });
});
