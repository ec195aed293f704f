/** Whether a value of the cluster is the one that a plan tells. */
import { isMap, type Data } from '../../../src/kubernetes/data.ts';
import { quantity } from '../../../src/kubernetes/quantity.ts';

/** What a plan writes for what it must not or cannot know: secrets, names and versions that only `up` makes. */
const open: readonly (readonly [told: string, real: string])[] = [
  ['(secret)', String.raw`[\s\S]*`],
  ['-xxxxxxxx', '-[0-9a-f]{8}'],
  ['(new)', String.raw`\d+`],
];

export const isAsTold = (told: Data, real: Data | undefined): boolean =>
  otherThanTold(told, real).length === 0;

/** Paths of what is not as it was told. Maps may hold more than is told: the server fills in defaults. */
export function otherThanTold(told: Data, real: Data | undefined, path = ''): string[] {
  if (isNothing(told) && (real === undefined || isNothing(real))) return [];
  if (isMap(told) && isMap(real)) {
    return Object.entries(told).flatMap(([key, item]) =>
      otherThanTold(item, real[key], path === '' ? key : `${path}.${key}`),
    );
  }
  if (Array.isArray(told) && Array.isArray(real)) return otherItems(told, real as readonly Data[], path);
  return isSameLeaf(told, real) ? [] : [path];
}

function isSameLeaf(told: Data, real: Data | undefined): boolean {
  if (told === '(secret)') return real !== undefined;
  if (typeof told === 'string' && typeof real === 'string' && openText(told).test(real)) return true;
  const [one, other] = [quantity(told), quantity(real)];
  return told === real || (one !== null && one === other);
}

/** What the server leaves out of what it is given. */
const isNothing = (data: Data): boolean =>
  data === null ||
  data === '' ||
  data === false ||
  data === 0 ||
  (typeof data === 'object' && Object.keys(data).length === 0);

/** In any order: some lists have none. */
function otherItems(told: readonly Data[], real: readonly Data[], path: string): string[] {
  if (told.length !== real.length) return [path];
  const left = [...real];
  return told.flatMap((item, index) => {
    const place = left.findIndex((other) => isAsTold(item, other));
    if (place === -1) return otherThanTold(item, real[index], `${path}[${index}]`);
    left.splice(place, 1);
    return [];
  });
}

function openText(told: string): RegExp {
  let pattern = escaped(told);
  for (const [text, real] of open) pattern = pattern.replaceAll(escaped(text), real);
  return new RegExp(`^${pattern}$`);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
