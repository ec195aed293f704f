/** Hooks: those that are told are those that ran, in that order, and what is left of them is what their policies leave. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notAsTold, anythingDone } from './expectations.ts';
import { openStory, type Story } from './story.ts';
import { chartFiles, configMap, hookJob, release, stackFile } from './web-chart.ts';

describe('hooks', () => {
  let story: Story;
  const template = (file: string, text: string): void =>
    story.write({ [`charts/web/templates/${file}`]: text });
  const releases = (more = ''): void => story.write(stackFile(`rest: ${release('rest')}${more}`));
  const web = `\nweb: ${release('web')}`;
  beforeAll(async () => {
    story = await openStory('hooks', {
      files: {
        ...chartFiles('rest', { 'map.yaml': configMap('rest', '{a: "1"}') }),
        ...chartFiles('web', {
          'settings.yaml': configMap('settings', '{mode: "a"}'),
          'migrate.yaml': hookJob('migrate', 'pre-install,pre-upgrade', {
            policy: 'before-hook-creation,hook-succeeded',
          }),
          'seed.yaml': hookJob('seed', 'post-install'),
          'notify.yaml': hookJob('notify', 'post-upgrade,post-install', { policy: 'before-hook-creation' }),
          'leave.yaml': hookJob('leave', 'pre-delete', { policy: 'hook-succeeded' }),
          'smoke.yaml': hookJob('smoke', 'test'),
        }),
      },
    });
    releases();
    await story.up();
  });
  afterAll(async () => await story.close());

  test('of a first install', async () => {
    releases(web);
    const happened = await story.tellAndDo();
    expect(happened.said.filter((line) => line.startsWith('runs'))).toEqual([
      'runs Job plan-hooks/migrate pre-install',
      'runs Job plan-hooks/notify post-install',
      'runs Job plan-hooks/seed post-install',
    ]);
    expect(notAsTold(happened)).toEqual([]);
  });

  test('of an upgrade: those of the upgrade run again', async () => {
    template('settings.yaml', configMap('settings', '{mode: "b"}'));
    const happened = await story.tellAndDo();
    expect(happened.said).toEqual(
      expect.arrayContaining([
        'runs Job plan-hooks/migrate pre-upgrade',
        'runs Job plan-hooks/notify post-upgrade',
        'risk hook-rerun notice',
      ]),
    );
    expect(happened.said).not.toContainEqual(expect.stringContaining('plan-hooks/seed'));
    expect(notAsTold(happened)).toEqual([]);
  });

  test('that changed: alone, they are a change', async () => {
    template(
      'notify.yaml',
      hookJob('notify', 'post-upgrade,post-install', {
        policy: 'before-hook-creation',
        does: 'echo changed',
      }),
    );
    const happened = await story.tellAndDo();
    expect(happened.plan.releases.find(({ key }) => key === 'web')?.hooks).toMatchObject([
      { object: { name: 'migrate' }, change: 'unchanged' },
      { object: { name: 'notify' }, change: 'changed' },
    ]);
    expect(notAsTold(happened)).toEqual([]);
  });

  test('that leave the chart: what they left stays', async () => {
    template('notify.yaml', '');
    template('settings.yaml', configMap('settings', '{mode: "c"}'));
    expect(notAsTold(await story.tellAndDo())).toEqual([]);
  });

  test('of nothing: none runs', async () => {
    expect(anythingDone(await story.tellAndDo())).toEqual([]);
  });

  test('of a release that goes', async () => {
    releases();
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('runs Job plan-hooks/leave pre-delete');
    expect(notAsTold(happened)).toEqual([]);
  });
});
