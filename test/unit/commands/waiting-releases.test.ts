import { describe, expect, test } from 'vitest';
import { isWaiting } from '../../../src/commands/waiting-releases.ts';
import type { Backing, Values } from '../../../src/stack/desired.ts';
import { nameOf, resourceVersionOf } from '../../../src/stack/values.ts';

const secret = (name: string): Backing => ({
  id: `secret/shop/${name}`,
  kind: 'secret',
  namespace: 'shop',
  name,
  autoName: false,
  type: 'Opaque',
  data: {},
});
const [changing, staying] = [secret('changing'), secret('staying')];
const resources = {
  property: ({ id }: Backing, field: string): string | null =>
    id === changing.id && field === 'resourceVersion' ? null : 'known',
};
const waits = (values: Values): boolean => isWaiting({ values }, { backing: [changing, staying] }, resources);

describe('a release waits for what only up will know', () => {
  test.each<[string, Values, boolean]>([
    ['the version of a Secret that changes', { a: { b: [resourceVersionOf(changing)] } }, true],
    ['its name, which stays', { a: nameOf(changing) }, false],
    ['the version of another', { a: resourceVersionOf(staying) }, false],
    ['nothing', { a: null, b: ['x', 1] }, false],
  ])('%s', (_, values, expected) => {
    expect(waits(values)).toBe(expected);
  });
});
