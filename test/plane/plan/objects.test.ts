/** What becomes of the objects of a release: changed, renamed, kept, edited and deleted by hand, refused by the API server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notAsTold, anythingDone, letThrough } from './expectations.ts';
import { openStory, type Story } from './story.ts';
import { chartFiles, configMap, deployment, release, service, stackFile } from './web-chart.ts';

describe('objects that change', { concurrent: true }, () => {
  let story: Story;
  const template = (file: string, text: string): void =>
    story.write({ [`charts/web/templates/${file}`]: text });
  beforeAll(async () => {
    story = await openStory('objects', {
      files: {
        ...stackFile(`web: ${release('web')}`),
        ...chartFiles('web', {
          'settings.yaml': configMap(
            'settings',
            '{mode: "a", file.yaml: "a: 1\\nlist: [{name: x, v: 1}, {name: y, v: 2}]\\n"}',
          ),
          'kept.yaml': configMap('kept', '{a: "1"}', '{helm.sh/resource-policy: keep}'),
          'web.yaml': deployment('web', {
            resources: '{requests: {cpu: 1000m, memory: 1024Mi}}',
            env: '[{name: A, value: "1"}, {name: B, value: "2"}]',
          }),
          'service.yaml': service('web'),
        }),
      },
    });
    await story.up();
  });
  afterAll(async () => await story.close());

  test('nothing at all', { concurrent: false }, async () => {
    const happened = await story.tellAndDo();
    expect(happened.plan.verdict.outcome).toBe('no-changes');
    expect(happened.said).toEqual([]);
    expect(anythingDone(happened)).toEqual([]);
  });

  test('only the timeout', { concurrent: false }, async () => {
    story.write(stackFile(`web: ${release('web', 'timeout: 6m')}`));
    const happened = await story.tellAndDo();
    expect(happened.said).toEqual(['update release web', 'finding plan/empty-update']);
    expect(notAsTold(happened)).toEqual([]);
  });

  test('a document in a ConfigMap, and the order of variables', { concurrent: false }, async () => {
    template(
      'settings.yaml',
      configMap('settings', '{mode: "b", file.yaml: "a: 2\\nlist: [{name: x, v: 3}, {name: z, v: 2}]\\n"}'),
    );
    template(
      'web.yaml',
      deployment('web', {
        resources: '{requests: {cpu: "1", memory: 1Gi}}',
        env: '[{name: B, value: "2"}, {name: A, value: "1"}]',
      }),
    );
    const happened = await story.tellAndDo();
    expect(happened.said).toContainEqual(
      expect.stringMatching(
        /^changed ConfigMap plan-objects\/settings .* » a .* » list\[x\]\.v .*data\.mode/,
      ),
    );
    expect(notAsTold(happened)).toEqual([]);
  });

  test('another name', { concurrent: false }, async () => {
    template(
      'settings.yaml',
      configMap('options', '{mode: "b", file.yaml: "a: 2\\nlist: [{name: x, v: 3}, {name: z, v: 2}]\\n"}'),
    );
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('renamed ConfigMap plan-objects/options');
    expect(notAsTold(happened)).toEqual([]);
  });

  test('another type of Service, and back', { concurrent: false }, async () => {
    template('service.yaml', service('web', { type: 'LoadBalancer' }));
    const there = await story.tellAndDo();
    expect(there.said).toEqual(
      expect.arrayContaining(['changed Service plan-objects/web spec.type', 'risk exposure warning']),
    );
    expect(notAsTold(there)).toEqual([]);
    template('service.yaml', service('web'));
    const back = await story.tellAndDo();
    expect(back.said).toContain('changed Service plan-objects/web spec.type');
    expect(notAsTold(back)).toEqual([]);
  });

  test('one that leaves the release, and is to be kept', { concurrent: false }, async () => {
    template('kept.yaml', '');
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('kept ConfigMap plan-objects/kept');
    expect(notAsTold(happened)).toEqual([]);
  });

  test('one that was kept, and comes back', { concurrent: false }, async () => {
    template('kept.yaml', configMap('kept', '{a: "2"}', '{helm.sh/resource-policy: keep}'));
    expect(notAsTold(await story.tellAndDo())).toEqual([]);
  });

  test('a claim that becomes another: refused, as it would fail', { concurrent: false }, async () => {
    const claim = (size: string): string =>
      `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: ${size}}}}\n`;
    template('claim.yaml', claim('2Gi'));
    expect(notAsTold(await story.tellAndDo())).toEqual([]);
    template('claim.yaml', claim('1Gi'));
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('risk volume-claim error');
    expect(letThrough(happened)).toEqual([]);
    const byHelm = await story.helm(['upgrade', 'web', './charts/web']);
    expect(byHelm.stderr).toContain('is invalid');
    template('claim.yaml', claim('2Gi'));
  });
});

describe('objects that cannot be changed, or were changed by hand', { concurrent: true }, () => {
  let story: Story;
  const template = (file: string, text: string): void =>
    story.write({ [`charts/web/templates/${file}`]: text });
  beforeAll(async () => {
    story = await openStory('by-hand', {
      files: {
        ...stackFile(`web: ${release('web')}`),
        ...chartFiles('web', {
          'settings.yaml': configMap('settings', '{mode: "a"}'),
          'web.yaml': deployment('web'),
          'service.yaml': service('web'),
        }),
      },
    });
    await story.up();
  });
  afterAll(async () => await story.close());

  test('deleted by hand, and no upgrade: it stays away', { concurrent: false }, async () => {
    await story.byHand('DELETE', '/api/v1/namespaces/plan-by-hand/configmaps/settings');
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('missing ConfigMap plan-by-hand/settings kept');
    expect(anythingDone(happened)).toEqual([]);
  });

  test('deleted by hand, and an upgrade: it comes back', { concurrent: false }, async () => {
    template('web.yaml', deployment('web', { replicas: '2' }));
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('missing ConfigMap plan-by-hand/settings recreated');
    expect(notAsTold(happened)).toEqual([]);
  });

  test('scaled by hand, and the release sets the same number', { concurrent: false }, async () => {
    await story.byHand('PATCH', '/apis/apps/v1/namespaces/plan-by-hand/deployments/web', {
      spec: { replicas: 3 },
    });
    template('web.yaml', deployment('web', { replicas: '3' }));
    expect(notAsTold(await story.tellAndDo())).toEqual([]);
  });

  test('a label and an annotation added by hand: nobody touches them', { concurrent: false }, async () => {
    await story.byHand('PATCH', '/apis/apps/v1/namespaces/plan-by-hand/deployments/web', {
      metadata: { labels: { mine: 'x' }, annotations: { mine: 'y' } },
      spec: {
        template: {
          metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-01-01T00:00:00Z' } },
        },
      },
    });
    template('settings.yaml', configMap('settings', '{mode: "c"}'));
    expect(notAsTold(await story.tellAndDo())).toEqual([]);
  });

  test('a key added by hand to a selector', { concurrent: false }, async () => {
    await story.byHand('PATCH', '/api/v1/namespaces/plan-by-hand/services/web', {
      spec: { selector: { more: 'x' } },
    });
    template('settings.yaml', configMap('settings', '{mode: "d"}'));
    expect(notAsTold(await story.tellAndDo())).toEqual([]);
    await story.byHand('PATCH', '/api/v1/namespaces/plan-by-hand/services/web', {
      spec: { selector: { more: null } },
    });
  });

  // The API server refuses the merge of both ports, in the dry run (a gap of the plan) as in Helm's patch: the plan says that the port is set back, and
  // `up` fails. It should be refused.
  test.fails('a port of a Service edited by hand', { concurrent: false }, async () => {
    await story.byHand('PATCH', '/api/v1/namespaces/plan-by-hand/services/web', {
      spec: { ports: [{ name: 'http', port: 81, targetPort: 8080 }] },
    });
    template('settings.yaml', configMap('settings', '{mode: "e"}'));
    const happened = await story.tellAndDo();
    await story.byHand('PATCH', '/api/v1/namespaces/plan-by-hand/services/web', {
      spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    });
    const isRefused = happened.plan.verdict.outcome === 'refused';
    expect(isRefused ? letThrough(happened) : notAsTold(happened)).toEqual([]);
  });

  test('a selector that nobody can change: refused, as it would fail', { concurrent: false }, async () => {
    template('web.yaml', deployment('web', { selector: 'another' }));
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('risk immutable-field error');
    expect(letThrough(happened)).toEqual([]);
    const byHelm = await story.helm(['upgrade', 'web', './charts/web']);
    expect(byHelm.stderr).toContain('field is immutable');
  });
});
