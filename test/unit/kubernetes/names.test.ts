/** Names as the API server takes them. */
import { expect, test } from 'vitest';
import {
  isDataKey,
  isEnvironmentName,
  isPortName,
  labelValueProblem,
  objectNameProblem,
  qualifiedNameProblem,
} from '../../../src/kubernetes/names.ts';

const a = (count: number): string => 'a'.repeat(count);

test.each<[kind: string, name: string, isValid: boolean]>([
  ['ConfigMap', 'a.b-c', true],
  ['ConfigMap', a(253), true],
  ['ConfigMap', a(254), false],
  ['ConfigMap', 'A', false],
  ['ConfigMap', '-a', false],
  ['ConfigMap', 'a..b', false],
  ['ConfigMap', 'a_b', false],
  ['ConfigMap', '', false],
  ['Service', 'a.b', false],
  ['Service', '1a', false],
  ['Service', a(63), true],
  ['Service', a(64), false],
  ['Namespace', '1a', true],
  ['ClusterRole', 'app:reader:NS', true],
  ['ClusterRole', 'a/b', false],
  ['Role', '..', false],
  ['CronJob', a(52), true],
  ['CronJob', a(53), false],
  ['StatefulSet', a(53), false],
  ['Job', a(63), true],
  ['Job', a(64), false],
  ['constructor', 'a', true],
])('%s %s', (kind, name, isValid) => {
  expect(objectNameProblem(kind, name) === null).toBe(isValid);
});

test.each<[key: string, isValid: boolean]>([
  ['app.kubernetes.io/name', true],
  ['Name_1.x', true],
  [a(63), true],
  [a(64), false],
  ['a/b/c', false],
  ['/b', false],
  ['UPPER.example/b', false],
  ['a b', false],
  ['', false],
])('label key "%s"', (key, isValid) => {
  expect(qualifiedNameProblem(key) === null).toBe(isValid);
});

test.each<[value: string, isValid: boolean]>([
  ['', true],
  ['1.0_x-Y', true],
  [a(63), true],
  [a(64), false],
  ['1.0+build', false],
  ['-a', false],
])('label value "%s"', (value, isValid) => {
  expect(labelValueProblem(value) === null).toBe(isValid);
});

test.each<[name: string, isValid: boolean]>([
  ['http', true],
  [a(15), true],
  [a(16), false],
  ['8080', false],
  ['a--b', false],
  ['Http', false],
])('port name "%s"', (name, isValid) => {
  expect(isPortName(name)).toBe(isValid);
});

test.each<[key: string, isValid: boolean]>([
  ['.dockerconfigjson', true],
  ['a_B-1.c', true],
  ['..data', false],
  ['.', false],
  ['a/b', false],
  [a(254), false],
])('data key "%s"', (key, isValid) => {
  expect(isDataKey(key)).toBe(isValid);
});

test.each<[name: string, minor: number, isValid: boolean]>([
  ['A_B.c-1', 31, true],
  ['1A', 31, false],
  ['A B', 31, false],
  ['1A', 32, true],
  ['A=B', 32, false],
  ['', 32, false],
  ['Ä', 33, false],
])('variable "%s" on 1.%i', (name, minor, isValid) => {
  expect(isEnvironmentName(name, minor)).toBe(isValid);
});
