import { describe, expect, test } from 'vitest';
import { hookNote } from '../../../src/report/rollback.ts';

const hook = (name: string, ...events: string[]): Parameters<typeof hookNote>[0][number] => ({
  object: { apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name },
  events,
});

describe('hooks of a rollback', () => {
  test.each<[string, Parameters<typeof hookNote>[0], string | null]>([
    ['none', [], null],
    ['of other events', [hook('smoke', 'test'), hook('first', 'pre-install')], null],
    [
      'of upgrades',
      [hook('migrate', 'pre-install', 'pre-upgrade'), hook('tell', 'post-upgrade')],
      'For Helm this is an upgrade to the old chart: its upgrade hooks run (Job shop/migrate, Job shop/tell), its rollback hooks do not run',
    ],
    [
      'of rollbacks',
      [hook('undo', 'pre-rollback')],
      'For Helm this is an upgrade to the old chart: its rollback hooks do not run (Job shop/undo)',
    ],
    [
      'of both, each apart',
      [hook('migrate', 'pre-upgrade'), hook('undo', 'post-rollback')],
      'For Helm this is an upgrade to the old chart: its upgrade hooks run (Job shop/migrate), its rollback hooks do not run (Job shop/undo)',
    ],
    [
      'one of both events runs',
      [hook('migrate', 'pre-upgrade', 'pre-rollback')],
      'For Helm this is an upgrade to the old chart: its upgrade hooks run (Job shop/migrate), its rollback hooks do not run',
    ],
  ])('%s', (_, hooks, note) => {
    expect(hookNote(hooks)).toBe(note);
  });
});
