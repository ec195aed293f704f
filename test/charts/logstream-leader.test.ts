/** The leader's URL, and what a change of it does to the pods. */
import { describe, expect, test } from 'vitest';
import { leaderUrl, workers } from './logstream.ts';
import { podTemplate } from './workload.ts';

const pods = async (kind: string, values: object): Promise<unknown> =>
  podTemplate((await workers(values)).one(kind)).metadata;

describe('the leader URL', () => {
  const cases: [string, object, string][] = [
    [
      'LS-5 LS-6 defaults',
      {},
      'tcp://criblleader@logstream-leader-internal:4200?group=kubernetes&tag=kubernetes',
    ],
    ['host, port, group', { host: 'l', port: 4300, group: 'eu' }, 'tcp://criblleader@l:4300?group=eu&tag=eu'],
    [
      'LS-5 nothing is encoded',
      { host: 'l', token: 'a/b@c#d' },
      'tcp://a/b@c#d@l:4200?group=kubernetes&tag=kubernetes',
    ],
    ['LS-15 the deprecated tag', { host: 'l', tag: 'old' }, 'tcp://criblleader@l:4200?group=old&tag=old'],
    [
      'tags, spaces as +',
      { host: 'l', tags: ['one two', 'x'] },
      'tcp://criblleader@l:4200?group=kubernetes&tag=kubernetes&tag=one+two&tag=x',
    ],
    [
      'leader TLS',
      {
        host: 'l',
        tlsLeader: {
          enable: true,
          privKeyPath: '/k',
          passphrase: 'p/@',
          capath: '/ca',
          certpath: '/c',
          rejectUnauthorized: 'true',
          requestCert: 'true',
          commonNameRegex: 'a b',
        },
      },
      'tls://criblleader@l:4200?group=kubernetes&tag=kubernetes&tls.privKeyPath=/k&tls.passphrase=p/@&tls.caPath=/ca' +
        '&tls.certPath=/c&tls.rejectUnauthorized=true&tls.requestCert=true&tls.commonNameRegex=a+b',
    ],
    [
      'LS-7 integers in leader TLS',
      { host: 'l', tlsLeader: { enable: true, rejectUnauthorized: 1, requestCert: 1 } },
      'tls://criblleader@l:4200?group=kubernetes&tag=kubernetes&tls.rejectUnauthorized=%!s(float64=1)' +
        '&tls.requestCert=%!s(float64=1)',
    ],
    [
      'LS-7 zeros in leader TLS are lost',
      { host: 'l', tlsLeader: { enable: true, rejectUnauthorized: 0, requestCert: 0 } },
      'tls://criblleader@l:4200?group=kubernetes&tag=kubernetes',
    ],
    [
      'TLS options without enable',
      { host: 'l', tlsLeader: { capath: '/ca' } },
      'tcp://criblleader@l:4200?group=kubernetes&tag=kubernetes',
    ],
  ];
  test.each(cases)('%s', async (_, config, expected) => {
    expect(leaderUrl(await workers({ config }))).toBe(expected);
  });
});

describe('LS-8 a changed leader token', () => {
  test('leaves the pod template as it was by default', async () => {
    expect(await pods('Deployment', { config: { token: 'new' } })).toEqual(await pods('Deployment', {}));
  });

  test('changes a checksum beside the annotations with includeSecretConfigAnnotation', async () => {
    const values = { includeSecretConfigAnnotation: true, podAnnotations: { a: 'b' } };
    const metadata = await pods('Deployment', values);
    expect(metadata).toMatchObject({
      'checksum/secret': expect.stringMatching(/^[0-9a-f]{64}$/),
      annotations: { a: 'b' },
    });
    expect(metadata).toHaveProperty('annotations', { a: 'b' });
    expect(await pods('Deployment', { ...values, config: { token: 'new' } })).not.toEqual(metadata);
  });

  test.each([
    ['daemonset', 'DaemonSet'],
    ['statefulset', 'StatefulSet'],
  ])('does nothing in a %s', async (deployment, kind) => {
    const metadata = await pods(kind, { deployment, includeSecretConfigAnnotation: true });
    expect(metadata).not.toHaveProperty('checksum/secret');
  });
});
