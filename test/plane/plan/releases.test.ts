/** Releases in other states than Pulumi knows: made, upgraded, broken or removed by hand; moved; beside others; in namespaces that are not there. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textAt } from '../../../src/kubernetes/data.ts';
import { notAsTold, anythingDone, letThrough } from './expectations.ts';
import { openStory, type Story } from './story.ts';
import { chartFiles, configMap, deployment, hookJob, release, stackFile } from './web-chart.ts';

const web = (mode: string): Record<string, string> =>
  chartFiles(
    'web',
    {
      'map.yaml': configMap('{{ .Release.Name }}', `{mode: "{{ .Values.mode }}"}`),
      'web.yaml': deployment('{{ .Release.Name }}'),
    },
    { values: `mode: ${mode}\n` },
  );

describe('a release that Helm has and Pulumi does not know', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory('adopt', {
      files: {
        ...stackFile(`web: ${release('web')}`, 'namespaces: { NAMESPACE: { create: false } }'),
        ...web('a'),
      },
    });
    await story.byHand('POST', '/api/v1/namespaces', { metadata: { name: story.namespace } });
  });
  afterAll(async () => {
    await story.close();
    await story.byHand('DELETE', `/api/v1/namespaces/${story.namespace}`);
  });

  test('an object of somebody else: refused, as it would fail', async () => {
    await story.byHand('POST', `/api/v1/namespaces/${story.namespace}/configmaps`, {
      metadata: { name: 'web' },
      data: { mine: 'x' },
    });
    const happened = await story.tellAndDo(['--no-check']);
    expect(happened.said).toContain('risk foreign-object error');
    expect(letThrough(happened)).toEqual([]);
    expect((await story.helm(['install', 'web', './charts/web'])).stderr).toContain(
      'invalid ownership metadata',
    );
    await story.byHand('DELETE', `/api/v1/namespaces/${story.namespace}/configmaps/web`);
  });

  test('installed by helm: refused, as it would fail', async () => {
    expect(await story.helm(['install', 'web', './charts/web'])).toMatchObject({ exitCode: 0 });
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('risk adopt error');
    expect(letThrough(happened)).toEqual([]);
    expect((await story.helm(['install', 'web', './charts/web'])).stderr).toContain('cannot re-use a name');
    expect(await story.helm(['uninstall', 'web'])).toMatchObject({ exitCode: 0 });
  });

  test('uninstalled again: a first install', async () => {
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('create release web');
    expect(notAsTold(happened)).toEqual([]);
  });
});

describe('a release that somebody works on with helm', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory('helm', { files: { ...stackFile(`web: ${release('web')}`), ...web('a') } });
    await story.up();
  });
  afterAll(async () => await story.close());

  test('upgraded by hand: told, and nothing happens', async () => {
    expect(await story.helm(['upgrade', 'web', './charts/web', '--set', 'mode=z'])).toMatchObject({
      exitCode: 0,
    });
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('finding plan/unplanned-change');
    expect(anythingDone(happened)).toEqual([]);
  });

  test('and then changed in the stack', async () => {
    story.write(web('b'));
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('changed ConfigMap plan-helm/web data.mode');
    expect(notAsTold(happened)).toEqual([]);
  });

  test('rolled back by hand, and then changed in the stack', async () => {
    expect(await story.helm(['rollback', 'web', '1'])).toMatchObject({ exitCode: 0 });
    story.write(web('c'));
    expect(notAsTold(await story.tellAndDo())).toEqual([]);
  });

  test('a failed upgrade by hand, and then a good one', async () => {
    story.write({
      'charts/web/templates/hook.yaml': hookJob('broken', 'pre-upgrade').replace(
        'image: example.com/hook:1.0.0',
        'image: "{{ .Values.none.image }}"',
      ),
    });
    expect(await story.helm(['upgrade', 'web', './charts/web'])).not.toMatchObject({ exitCode: 0 });
    story.write({
      'charts/web/templates/hook.yaml': '',
      'charts/web/templates/web.yaml': deployment('{{ .Release.Name }}', { selector: 'another' }),
    });
    expect((await story.helm(['upgrade', 'web', './charts/web'])).stderr).toContain('immutable');
    story.write(web('d'));
    const happened = await story.tellAndDo();
    expect(happened.said).toContainEqual(expect.stringMatching(/^risk release-state (?:warning|notice)$/));
    expect(notAsTold(happened)).toEqual([]);
  });

  test('pending: refused, as it would fail', async () => {
    const { before } = await setStatus(story, 'pending-upgrade');
    story.write(web('e'));
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('risk release-state error');
    expect(letThrough(happened)).toEqual([]);
    expect((await story.helm(['upgrade', 'web', './charts/web'])).stderr).toContain('another operation');
    await setStatus(story, before);
  });

  test('after that: as told', async () => {
    expect(notAsTold(await story.tellAndDo())).toEqual([]);
  });

  test('uninstalled by hand: told, and nothing happens', async () => {
    expect(await story.helm(['uninstall', 'web'])).toMatchObject({ exitCode: 0 });
    expect(anythingDone(await story.tellAndDo())).toEqual([]);
  });

  test('uninstalled by hand, and then changed in the stack', async () => {
    story.write(web('f'));
    const happened = await story.tellAndDo();
    const isRefused = happened.plan.verdict.outcome === 'refused';
    expect(isRefused ? letThrough(happened) : notAsTold(happened)).toEqual([]);
  });
});

/** Of the newest record, in its label and in itself, as a Helm that was killed leaves it. */
async function setStatus(story: Story, status: string): Promise<{ before: string }> {
  const records = (await story.snapshot()).records.filter(
    (record) => textAt(record, 'metadata', 'namespace') === story.namespace,
  );
  const version = (record: (typeof records)[number]): number =>
    Number(textAt(record, 'metadata', 'labels', 'version') ?? 0);
  const [newest = {}] = records.toSorted((a, b) => version(b) - version(a));
  const encoded = Buffer.from(textAt(newest, 'data', 'release') ?? '', 'base64').toString();
  const record = JSON.parse(gunzipSync(Buffer.from(encoded, 'base64')).toString()) as {
    info: { status: string };
  };
  const before = record.info.status;
  record.info.status = status;
  const changed = Buffer.from(gzipSync(JSON.stringify(record)).toString('base64')).toString('base64');
  await story.byHand(
    'PATCH',
    `/api/v1/namespaces/${story.namespace}/secrets/${textAt(newest, 'metadata', 'name') ?? ''}`,
    {
      metadata: { labels: { status } },
      data: { release: changed },
    },
  );
  return { before };
}

describe('releases beside each other, and elsewhere', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory('beside', {
      files: {
        ...stackFile(`one: ${release('web')}\ntwo: ${release('web')}`),
        ...web('a'),
      },
    });
  });
  afterAll(async () => await story.close());

  test('two in one namespace', async () => {
    const happened = await story.tellAndDo();
    expect(happened.said).toEqual(
      expect.arrayContaining(['created ConfigMap plan-beside/one', 'created ConfigMap plan-beside/two']),
    );
    expect(notAsTold(happened)).toEqual([]);
  });

  test('one of them changes', async () => {
    story.write(stackFile(`one: ${release('web', 'values: { mode: b }')}\ntwo: ${release('web')}`));
    const happened = await story.tellAndDo();
    expect(happened.said).toEqual(['update release one', 'changed ConfigMap plan-beside/one data.mode']);
    expect(notAsTold(happened)).toEqual([]);
  });

  test('all its values are removed', async () => {
    story.write(stackFile(`one: ${release('web')}\ntwo: ${release('web')}`));
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('changed ConfigMap plan-beside/one data.mode');
    expect(notAsTold(happened)).toEqual([]);
    story.write(stackFile(`one: ${release('web', 'values: { mode: b }')}\ntwo: ${release('web')}`));
    await story.up();
  });

  test('another release name', async () => {
    story.write(
      stackFile(`one: ${release('web', 'values: { mode: b }, releaseName: first')}\ntwo: ${release('web')}`),
    );
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('replace release one');
    expect(notAsTold(happened)).toEqual([]);
  });

  test('another namespace', async () => {
    story.write(
      stackFile(
        `one: ${release('web', 'values: { mode: b }, releaseName: first')}\ntwo: ${release('web').replace('NAMESPACE', 'NAMESPACE-b')}`,
      ),
    );
    const happened = await story.tellAndDo();
    expect(happened.said).toEqual(
      expect.arrayContaining(['replace release two', 'create Namespace plan-beside-b']),
    );
    expect(notAsTold(happened)).toEqual([]);
  });

  test('one goes, with its namespace', async () => {
    story.write(stackFile(`one: ${release('web', 'values: { mode: b }, releaseName: first')}`));
    const happened = await story.tellAndDo();
    expect(happened.said).toEqual(
      expect.arrayContaining(['delete release two', 'delete Namespace plan-beside-b']),
    );
    expect(notAsTold(happened)).toEqual([]);
  });

  test('another key for the same release', async () => {
    story.write(stackFile(`uno: ${release('web', 'values: { mode: b }, releaseName: first')}`));
    const happened = await story.tellAndDo();
    const isRefused = happened.plan.verdict.outcome === 'refused';
    expect(isRefused ? letThrough(happened) : notAsTold(happened)).toEqual([]);
  });
});

describe('a namespace that is not there, and is not to be made', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory('nowhere', {
      files: {
        ...stackFile(`web: ${release('web')}`, 'namespaces: { NAMESPACE: { create: false } }'),
        ...web('a'),
      },
    });
  });
  afterAll(async () => await story.close());

  test('the plan does not fail, and says that up would', async () => {
    expect(letThrough(await story.tellAndDo())).toEqual([]);
  });
});
