import { describe, expect, test } from 'vitest';
import { logstreamWorkerGroup } from '../../../src/systems/logstream/index.ts';
import { refusalsOf } from './recipes.ts';
import { firstWorkerGroup as first, workerGroup as design } from './samples.ts';

const refusals = (options: object): string[] => refusalsOf(logstreamWorkerGroup, options);

describe('refusals', () => {
  test.each<[string, object, string]>([
    [
      'a version between the two',
      { chart: { ref: './c', version: '3.1.2' } },
      'chart.version: the interface of chart version 3.1.2 is not known; use 4.19.2, or say which one it has: generation: "1.0" or "4"',
    ],
    [
      'min above max',
      { autoscaling: { min: 5, max: 2 } },
      'autoscaling.min: LS-11: min is 5, more than max, which is 2',
    ],
    [
      'replicas beside the autoscaler',
      { replicas: 3 },
      'replicas: LS-11: the autoscaler owns the number of workers; give autoscaling.min, or autoscaling: false',
    ],
    [
      'source ranges without a load balancer',
      { service: { type: 'ClusterIP', sourceRanges: ['10.0.0.0/8'] } },
      'service.sourceRanges: only a load balancer filters addresses, and the type is ClusterIP',
    ],
    [
      'the image latest',
      { image: { tag: 'latest' } },
      'image.tag: LS-12: "latest" is another image every time; give the version that the leader runs',
    ],
    [
      'no group',
      { leader: { ...design.leader, group: '' } },
      'leader.group: expected the name of a worker group, in lower-case letters, digits and "-" (LS-15), found ""',
    ],
    [
      'a URL as host',
      { leader: { ...design.leader, host: 'tcp://leader:4200' } },
      'leader.host: expected a host name or an address, without scheme and port, found "tcp://leader:4200"',
    ],
    [
      'a token in the file',
      { leader: { ...design.leader, token: 'criblmaster' } },
      'leader.token: expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found text',
    ],
    [
      'a long port name',
      { sources: [{ name: 'a-very-long-source', port: 1 }] },
      'sources[0].name: expected at most 15 characters (LS-2), found "a-very-long-source"',
    ],
    [
      'two sources of one name',
      {
        sources: [
          { name: 'syslog', port: 5140 },
          { name: 'syslog', port: 5141 },
        ],
      },
      'sources[1].name: LS-2: "syslog" names two sources; a Service needs different port names',
    ],
    [
      'two sources on one port',
      {
        sources: [
          { name: 'a', port: 5140 },
          { name: 'b', port: 5140 },
        ],
      },
      'sources[1].port: 5140/TCP is already the port of "a"',
    ],
    [
      'no sources',
      { sources: [] },
      'sources: expected at least one source; without one, no data reaches the workers',
    ],
    [
      'half of a client certificate',
      { leader: { ...design.leader, tls: { certificate: { fromConfig: 'c' } } } },
      'leader.tls.certificate: a certificate without its private key; add privateKey',
    ],
    [
      'the other half',
      { leader: { ...design.leader, tls: { privateKey: { fromConfig: 'c' } } } },
      'leader.tls.privateKey: a private key without its certificate; add certificate',
    ],
    [
      'a passphrase for nothing',
      { leader: { ...design.leader, tls: { passphrase: { fromConfig: 'c' } } } },
      'leader.tls.passphrase: a passphrase without the private key that it opens; add privateKey',
    ],
  ])('%s', (_name, options, refusal) => {
    expect(refusals({ ...design, ...options })).toEqual([refusal]);
  });

  test.each<[string, object, string]>([
    [
      'TLS',
      { leader: { ...first.leader, tls: true } },
      'leader.tls: chart 1.0 reaches its leader by plain tcp:// only (LS-6); use chart 4.19.2',
    ],
    [
      'a port',
      { leader: { ...first.leader, port: 4201 } },
      'leader.port: chart 1.0 reaches its leader at port 4200 only; use chart 4.19.2',
    ],
    [
      'tags',
      { leader: { ...first.leader, tags: ['x'] } },
      'leader.tags: chart 1.0 gives no tags besides the group; use chart 4.19.2',
    ],
    [
      'UDP',
      { sources: [{ name: 'syslog', port: 5140, protocol: 'UDP' }] },
      'sources[0].protocol: chart 1.0 makes every container port TCP (LS-3); use chart 4.19.2',
    ],
    [
      'a traffic policy',
      { service: { externalTrafficPolicy: 'Local' } },
      'service.externalTrafficPolicy: chart 1.0 sets no traffic policy; use chart 4.19.2',
    ],
    [
      'behavior',
      { autoscaling: { behavior: {} } },
      'autoscaling.behavior: chart 1.0 sets no scaling behavior; use chart 4.19.2',
    ],
    [
      'a cluster role',
      { clusterRole: true },
      'clusterRole: chart 1.0 has no service account; use chart 4.19.2',
    ],
    [
      'workload identity',
      { serviceAccountAnnotations: { a: 'b' } },
      'serviceAccountAnnotations: chart 1.0 has no service account; use chart 4.19.2',
    ],
    [
      'a grace period',
      { terminationGracePeriod: '60s' },
      'terminationGracePeriod: chart 1.0 sets no grace period; use chart 4.19.2',
    ],
    [
      'no pinned image',
      { image: undefined },
      'image: LS-12: chart 1.0 runs cribl/cribl:latest; give image.tag, the version that the leader runs',
    ],
    [
      'a Service name that is too long',
      { leader: { ...first.leader, group: 'g'.repeat(60) } },
      `leader.group: chart 1.0 makes the name "edge-workers-${'g'.repeat(60)}" of it, with 10 too many characters for a Service`,
    ],
  ])('chart 1.0 and %s', (_name, options, refusal) => {
    expect(refusals({ ...first, ...options })).toEqual([refusal]);
  });
});
