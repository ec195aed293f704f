import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { formerValues } from '../../../src/plan/former-values.ts';
import type { Backing, SecretValue, Values } from '../../../src/stack/desired.ts';

const login: Backing = {
  kind: 'secret',
  id: 'secret/shop/login',
  namespace: 'shop',
  name: 'login',
  autoName: true,
  type: 'Opaque',
  data: {},
};
const fixed: Backing = { ...login, id: 'secret/shop/fixed', name: 'fixed', autoName: false };
const reference = { $backing: login.id, field: 'name' } as const;
const token: SecretValue = { source: { fromEnv: 'TOKEN' }, transforms: [], shape: 'text', path: ['x'] };

test('what Pulumi fills in now, it fills in again: names, versions and secrets', () => {
  const current: Values = {
    login: reference,
    annotations: { version: { $backing: fixed.id, field: 'resourceVersion' } },
    list: [{ token: { $secret: token } }],
  };
  const recorded = {
    login: 'login-0123abcd',
    annotations: { version: '42' },
    list: [{ token: 'an old token' }],
  };
  expect(formerValues(recorded, current, [login, fixed])).toEqual(current);
});

test('an old name of an auto-named resource is found elsewhere, too', () => {
  const recorded = { env: [{ secret: 'login-0123abcd' }], fixed: 'fixed-0123abcd', other: 'login-page' };
  expect(formerValues(recorded, {}, [login, fixed])).toEqual({
    env: [{ secret: reference }],
    fixed: 'fixed-0123abcd',
    other: 'login-page',
  });
});

test('everything else is as it was, whatever the values are now', () => {
  const recorded = { colour: 'red', replicas: 2, nested: { on: false, none: null }, list: [1, 'two'] };
  expect(formerValues(recorded, { colour: 'green', more: true, nested: 'flat', list: {} }, [login])).toEqual(
    recorded,
  );
});

test('without references it gives back any values unchanged', () => {
  const plain = fc.dictionary(
    fc.string(),
    fc.jsonValue().filter((value) => !/-[0-9a-f]{8}"/.test(JSON.stringify(value))),
  );
  fc.assert(
    fc.property(plain, plain, (recorded, current) => {
      expect(formerValues(recorded as DataMap, JSON.parse(JSON.stringify(current)) as Values, [])).toEqual(
        recorded,
      );
    }),
  );
});
