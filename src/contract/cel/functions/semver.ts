/** Semantic versions, as Kubernetes has them. */
import { celFunc, celMethod, CelScalar, type CelFunc } from '@bufbuild/cel';
import { parse, type SemVer } from 'semver';
import { opaqueType } from './opaque.ts';

const { STRING, INT, BOOL } = CelScalar;

/** Strictly as semver.org has it: all three numbers, no `v`. */
const strict = (text: string): SemVer | null => (/^\d/.test(text) ? parse(text) : null);

/** Without a leading `v`, with the numbers that are missing, without leading zeros. */
function normalized(text: string): string {
  const [, core = '', rest = ''] = /^v?([\d.]*)(.*)$/s.exec(text) ?? [];
  const numbers = core.split('.');
  if (core === '' || numbers.includes('') || numbers.length > 3) return text;
  return (
    [...numbers, '0', '0']
      .slice(0, 3)
      .map((number) => number.replace(/^0+(?=\d)/, ''))
      .join('.') + rest
  );
}

const { of, valueOf, type } = opaqueType<SemVer>('Semver', ({ version }) => version);

function parsed(text: string): SemVer {
  const version = strict(text);
  if (version === null) throw new Error('semver() was given what is no semantic version');
  return version;
}

const normalizedIf = (text: string, asked: boolean): string => (asked ? normalized(text) : text);

export const semverFunctions: readonly CelFunc[] = [
  celFunc('semver', [STRING], type, (text) => of(parsed(text))),
  celFunc('semver', [STRING, BOOL], type, (text, normalize) => of(parsed(normalizedIf(text, normalize)))),
  celFunc('isSemver', [STRING], BOOL, (text) => strict(text) !== null),
  celFunc(
    'isSemver',
    [STRING, BOOL],
    BOOL,
    (text, normalize) => strict(normalizedIf(text, normalize)) !== null,
  ),
  celMethod('major', type, [], INT, function () {
    return BigInt(valueOf(this).major);
  }),
  celMethod('minor', type, [], INT, function () {
    return BigInt(valueOf(this).minor);
  }),
  celMethod('patch', type, [], INT, function () {
    return BigInt(valueOf(this).patch);
  }),
  celMethod('isLessThan', type, [type], BOOL, function (other) {
    return valueOf(this).compare(valueOf(other)) < 0;
  }),
  celMethod('isGreaterThan', type, [type], BOOL, function (other) {
    return valueOf(this).compare(valueOf(other)) > 0;
  }),
  celMethod('compareTo', type, [type], INT, function (other) {
    return BigInt(valueOf(this).compare(valueOf(other)));
  }),
];
