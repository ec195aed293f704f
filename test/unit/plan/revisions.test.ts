import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlacedObject } from '../../../src/plan/facts.ts';
import { broughtByFailed, rollbackTarget } from '../../../src/plan/revisions.ts';

/** `3:deployed` */
const history = (...texts: string[]) =>
  texts.map((text) => {
    const [revision = '', status = ''] = text.split(':');
    return { revision: Number(revision), status };
  });

test.each([
  ['the one before', history('1:superseded', '2:superseded', '3:deployed'), null, 2],
  ['the last deployed one after a failure', history('1:superseded', '2:deployed', '3:failed'), null, 2],
  ['not one that failed', history('1:superseded', '2:failed', '3:deployed'), null, 1],
  ['as it is asked', history('1:superseded', '2:superseded', '3:deployed'), 1, 1],
  ['of a broken-off upgrade, too', history('4:deployed', '5:pending-upgrade'), null, 4],
])('it goes back to %s', (_name, revisions, wanted, expected) => {
  expect(rollbackTarget(revisions, wanted)).toMatchObject({ revision: { revision: expected } });
});

test.each([
  ['Helm has no revision of it', [], null],
  ['there is no earlier revision that was whole; the newest is 1 (deployed)', history('1:deployed'), null],
  ['Helm has no revision 9 of it; it can go back to: 1', history('1:superseded', '2:deployed'), 9],
  ['revision 2 is what runs', history('1:superseded', '2:deployed'), 2],
  [
    'revision 2 is failed, and was never whole; it can go back to: 1',
    history('1:superseded', '2:failed', '3:deployed'),
    2,
  ],
])('%s', (problem, revisions, wanted) => {
  expect(rollbackTarget(revisions, wanted)).toEqual({ problem });
});

test('whatever the history: it never goes to one that was never whole, nor to what runs', () => {
  const statuses = ['deployed', 'superseded', 'failed', 'pending-upgrade', 'pending-install', 'uninstalled'];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...statuses), { maxLength: 12 }),
      fc.option(fc.integer({ min: 0, max: 14 })),
      (those, wanted) => {
        const revisions = those.map((status, index) => ({ revision: index + 1, status }));
        const target = rollbackTarget(revisions, wanted);
        const isSensible =
          'problem' in target
            ? target.problem !== ''
            : ['deployed', 'superseded'].includes(target.revision.status) &&
              target.revision.revision !== revisions.at(-1)?.revision &&
              (wanted === null || target.revision.revision === wanted);
        expect(isSensible).toBe(true);
      },
    ),
  );
});

const object = (name: string, colour = 'any'): PlacedObject => ({
  id: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name },
  manifest: { data: { colour } },
  template: null,
  hash: `${name} ${colour}`,
});
const names = (objects: readonly PlacedObject[]): string[] => objects.map(({ id }) => id.name);

test('of failed revisions, what neither the deployed one had nor the next will have', () => {
  const failed = [
    [object('web'), object('second')],
    [object('web', 'other'), object('second'), object('third'), object('next')],
  ];
  expect(names(broughtByFailed(failed, [object('web')], [object('web'), object('next')]))).toEqual([
    'second',
    'third',
  ]);
  expect(broughtByFailed([], [object('web')], [])).toEqual([]);
});
