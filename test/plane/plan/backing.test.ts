/** What Pulumi keeps itself, without a change of a release: namespaces, Secrets, CA bundles, accounts, rights. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notAsTold, anythingDone } from './expectations.ts';
import { openStory, type Story } from './story.ts';
import { chartFiles, configMap, deployment, release, stackFile } from './web-chart.ts';

const certificate = (text: string): string =>
  `-----BEGIN CERTIFICATE-----\\n${text}\\n-----END CERTIFICATE-----\\n`;

interface Declared {
  readonly labels?: string;
  readonly verbs?: string;
  readonly ca?: string;
  readonly annotations?: string;
  readonly spare?: boolean;
  readonly more?: string;
}

const declared = ({
  labels = '{team: a}',
  verbs = '[get]',
  ca = 'MIIB',
  annotations = '{a: "1"}',
  spare = true,
  more = '',
}: Declared = {}): Record<string, string> =>
  stackFile(
    `web: ${release('web', 'values: { token: { nameOf: token }, ca: { nameOf: ca }, version: { resourceVersionOf: fixed } }')}`,
    `namespaces: { NAMESPACE: { labels: ${labels} } }
backing:
  secrets:
    token: { namespace: NAMESPACE, data: { token: { fromEnv: HELLO_PASSWORD } } }
    fixed: { namespace: NAMESPACE, fixedName: fixed-name, data: { token: { fromEnv: LOKI_TOKEN } } }${
      spare ? '\n    spare: { namespace: NAMESPACE, fixedName: spare, data: { a: b } }' : ''
    }
  caBundles: { ca: { namespace: NAMESPACE, data: { ca.crt: "${certificate(ca)}" } } }
  serviceAccounts: { robot: { namespace: NAMESPACE, annotations: ${annotations} } }
  roles: { robot: { namespace: NAMESPACE, rules: [{ apiGroups: [""], resources: [pods], verbs: ${verbs} }], subjects: [{ serviceAccount: robot }] } }
${more}`,
  );

describe('backing resources', () => {
  let story: Story;
  beforeAll(async () => {
    const template = deployment('web', {
      env: '[{name: V, value: "{{ .Values.version }}"}, {name: T, valueFrom: {secretKeyRef: {name: "{{ .Values.token }}", key: token}}}, {name: C, valueFrom: {configMapKeyRef: {name: "{{ .Values.ca }}", key: ca.crt}}}]',
    });
    story = await openStory('backing', {
      files: {
        ...declared(),
        ...chartFiles('web', { 'web.yaml': template, 'map.yaml': configMap('map', '{a: "1"}') }),
      },
    });
  });
  afterAll(async () => await story.close());

  test('a first install', async () => {
    const happened = await story.tellAndDo();
    expect(happened.said).toEqual(
      expect.arrayContaining([
        'create Secret plan-backing/fixed-name',
        'create Role plan-backing/robot',
        'create RoleBinding plan-backing/robot',
        'create ServiceAccount plan-backing/robot',
      ]),
    );
    expect(notAsTold(happened)).toEqual([]);
  });

  test('labels of a namespace', async () => {
    story.write(declared({ labels: '{team: b, more: c}' }));
    const happened = await story.tellAndDo();
    expect(happened.said).toContainEqual(
      expect.stringMatching(/^update Namespace plan-backing metadata\.labels/),
    );
    expect(notAsTold(happened)).toEqual([]);
  });

  test('a rule of a role', async () => {
    story.write(declared({ labels: '{team: b, more: c}', verbs: '[get, list]' }));
    const happened = await story.tellAndDo();
    expect(happened.said).toContainEqual(expect.stringMatching(/^update Role plan-backing\/robot rules/));
    expect(notAsTold(happened)).toEqual([]);
  });

  test('an annotation of an account', async () => {
    story.write(declared({ labels: '{team: b, more: c}', verbs: '[get, list]', annotations: '{a: "2"}' }));
    const happened = await story.tellAndDo();
    expect(happened.said).toContainEqual(
      expect.stringMatching(/^update ServiceAccount plan-backing\/robot metadata\.annotations/),
    );
    expect(notAsTold(happened)).toEqual([]);
  });

  test('a rotated CA bundle: the release refers to the new one', async () => {
    story.write(
      declared({ labels: '{team: b, more: c}', verbs: '[get, list]', annotations: '{a: "2"}', ca: 'MIIC' }),
    );
    const happened = await story.tellAndDo();
    expect(happened.said).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^replace ConfigMap plan-backing\/ca data/),
        'changed Deployment plan-backing/web',
      ]),
    );
    expect(notAsTold(happened)).toEqual([]);
  });

  test('a Secret of a fixed name: it changes in its place, and the release knows by its version', async () => {
    story.environment['LOKI_TOKEN'] = 'another token';
    const happened = await story.tellAndDo();
    expect(happened.said).toContainEqual(expect.stringMatching(/^update Secret plan-backing\/fixed-name /));
    expect(notAsTold(happened)).toEqual([]);
  });

  test('both at once, and a Secret that goes', async () => {
    story.environment['HELLO_PASSWORD'] = 'a third one';
    story.environment['LOKI_TOKEN'] = 'a fourth one';
    story.write(declared({ spare: false }));
    const happened = await story.tellAndDo();
    expect(happened.said).toEqual(
      expect.arrayContaining([
        'delete Secret plan-backing/spare',
        expect.stringMatching(/^replace Secret plan-backing\/token/),
      ]),
    );
    expect(notAsTold(happened)).toEqual([]);
  });

  test('a role edited by hand: Pulumi does not look, and nothing happens', async () => {
    await story.byHand('PATCH', '/apis/rbac.authorization.k8s.io/v1/namespaces/plan-backing/roles/robot', {
      rules: [],
    });
    expect(anythingDone(await story.tellAndDo())).toEqual([]);
  });
});
