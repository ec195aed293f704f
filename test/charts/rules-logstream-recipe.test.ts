/** The pack over what the recipe renders: nothing that would break, and what the recipe mends is clean. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Subject } from '../../src/systems/rule.ts';
import { logstreamWorkerGroup } from '../../src/systems/logstream/index.ts';
import { foundBy } from './edited.ts';
import { recipeSubject } from './recipe-subject.ts';
import { unjudged } from './subject.ts';

const { rules } = logstreamWorkerGroup;
const leader = { host: 'leader.example.com', group: 'kubernetes', token: { fromConfig: 'criblToken' } };
const sources = [
  { name: 'syslog', port: 5140, protocol: 'UDP' },
  { name: 's2s', port: 9997 },
];
const today = { chart: { ref: './charts/logstream', version: '4.19.2' }, leader, sources };
const old = {
  chart: { ref: './charts/logstream', version: '1.0' },
  leader,
  sources: [{ name: 's2s', port: 9997 }],
  image: { tag: '2.3.2' },
};

const subject = (options: object, apiVersions: readonly string[] = []): Promise<Subject> =>
  recipeSubject(
    logstreamWorkerGroup,
    options === old || 'image' in options ? 'logstream-workergroup-1.0' : 'logstream-workergroup',
    options,
    { namespace: 'logstream', apiVersions, files: { 'ca.pem': 'PEM' } },
  );

describe('chart 4', () => {
  const tls = {
    ca: { fromFile: 'ca.pem' },
    certificate: { fromConfig: 'c' },
    privateKey: { fromConfig: 'k' },
    passphrase: { fromConfig: 'p' },
  };
  const cases: [string, object][] = [
    ['the least', today],
    ['TLS', { ...today, leader: { ...leader, tls: true } }],
    ['certificates and a passphrase', { ...today, leader: { ...leader, port: 4300, tags: ['a b'], tls } }],
    ['no autoscaling, no rights', { ...today, autoscaling: false, replicas: 4, clusterRole: false }],
    ['a grace period', { ...today, terminationGracePeriod: '1m', podAnnotations: { team: 'a' } }],
  ];
  test.each(cases)('%s: no errors', async (_, options) => {
    expect(foundBy(rules, await subject(options), 'error')).toEqual([]);
  });

  test('closed and verified, only root is a risk; what remains is good to know', async () => {
    const options = { ...today, leader: { ...leader, tls: true }, service: { sourceRanges: ['10.0.0.0/8'] } };
    const found = await subject(options);
    expect(foundBy(rules, found, 'error', 'warning')).toEqual([
      expect.stringMatching(/^LS-20: .*runAsNonRoot/),
    ]);
    expect(foundBy(rules, found, 'notice').map((text) => text.split(':')[0])).toEqual(['LS-4', 'LS-22']);
  });

  test('what is not known is said', async () => {
    const missing = (found: Subject): string[] =>
      (rules ?? []).flatMap((rule) => unjudged(rule, found).map((text) => `${rule.id}: ${text}`));
    const alone = [
      'LS-3: whether the load balancers of this cluster carry TCP and UDP together',
      'LS-11: whether the cluster makes more nodes when pods find no room',
      'LS-13: the version that the leader runs',
      expect.stringMatching(/^LS-18: whether Sources or Destinations of the group have persistent queues/),
    ];
    expect(missing(await subject(today, ['metrics.k8s.io/v1beta1']))).toEqual(alone);
    expect(missing(await subject(today))).toContain(
      'LS-11: whether the cluster has a metrics server: metrics.k8s.io/v1beta1 is not among the API versions given',
    );
  });
});

describe('chart 1.0', () => {
  let found: Subject;
  beforeAll(async () => {
    found = await subject(old);
  });

  test('the autoscaler is of an API that is gone, which the recipe cannot mend', () => {
    expect(foundBy(rules, found, 'error')).toEqual([
      'LS-10: HorizontalPodAutoscaler edge-workers-kubernetes is of autoscaling/v2beta1, which Kubernetes has not had since 1.25, and the target is 1.33.0',
    ]);
  });

  test('without autoscaling there are no errors', async () => {
    expect(foundBy(rules, await subject({ ...old, autoscaling: false }), 'error')).toEqual([]);
  });

  test('its sharp edges are warnings and notices', () => {
    const ids = foundBy(rules, found, 'warning', 'notice').map((text) => text.split(':')[0]);
    expect([...new Set(ids)]).toEqual([
      'LS-4',
      'LS-6',
      'LS-8',
      'LS-9',
      'LS-19',
      'LS-20',
      'LS-21',
      'logstream/probes',
    ]);
  });
});
