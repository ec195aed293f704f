import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { withoutAdditions } from '../../../src/plan/additions.ts';

const data = (text: string): DataMap => parse(text) as DataMap;

/** `fields`: as the server writes them, of somebody. */
function stripped(applied: string, live: string, fields: string, manager = 'kubectl-edit'): unknown {
  const object = { ...data(live), metadata: { managedFields: [{ manager, fieldsV1: data(fields) }] } };
  const { metadata: _metadata, ...rest } = withoutAdditions(object, data(applied));
  return rest;
}

const containers = (env: string): string => `{spec: {containers: [{name: main, env: ${env}}]}}`;
const inEnv = (fields: string): string =>
  `{"f:spec": {"f:containers": {'k:{"name":"main"}': {"f:env": ${fields}}}}}`;

describe('what somebody has put in besides what the manifest sets', () => {
  test.each([
    [
      'a field',
      '{spec: {replicas: 1}}',
      '{spec: {replicas: 1, paused: true}}',
      '{"f:spec": {"f:paused": {}}}',
      '{spec: {replicas: 1}}',
    ],
    [
      'a variable',
      containers('[{name: A, value: a}]'),
      containers('[{name: A, value: a}, {name: B, value: b}]'),
      inEnv(`{'k:{"name":"B"}': {".": {}, "f:name": {}, "f:value": {}}}`),
      containers('[{name: A, value: a}]'),
    ],
    [
      'the first variable',
      '{spec: {containers: [{name: main}]}}',
      containers('[{name: B, value: b}]'),
      inEnv(`{".": {}, 'k:{"name":"B"}': {".": {}, "f:name": {}, "f:value": {}}}`),
      '{spec: {containers: [{name: main}]}}',
    ],
    [
      'a map of one owner',
      '{spec: {}}',
      '{spec: {nodeSelector: {disk: ssd}}}',
      '{"f:spec": {"f:nodeSelector": {}}}',
      '{spec: {}}',
    ],
    [
      'a finalizer',
      '{spec: {finalizers: [ours]}}',
      '{spec: {finalizers: [ours, theirs]}}',
      `{"f:spec": {"f:finalizers": {'v:"theirs"': {}}}}`,
      '{spec: {finalizers: [ours]}}',
    ],
    [
      'one field of a map of defaults',
      '{spec: {}}',
      '{spec: {strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 3}}}}',
      '{"f:spec": {"f:strategy": {"f:rollingUpdate": {"f:maxSurge": {}}}}}',
      '{spec: {strategy: {type: RollingUpdate}}}',
    ],
  ])('%s goes', (_what, applied, live, fields, expected) => {
    expect(stripped(applied, live, fields)).toEqual(data(expected));
  });
});

describe('what stays', () => {
  test.each([
    [
      'what the manifest sets, whoever wrote it last',
      '{spec: {replicas: 1}}',
      '{spec: {replicas: 3}}',
      '{"f:spec": {"f:replicas": {}}}',
    ],
    [
      'a port whose protocol the manifest leaves to the server',
      '{spec: {ports: [{port: 80}]}}',
      '{spec: {ports: [{port: 80, protocol: TCP, name: http}]}}',
      `{"f:spec": {"f:ports": {'k:{"port":80,"protocol":"TCP"}': {".": {}, "f:port": {}}}}}`,
    ],
    ['a default that nobody owns', '{spec: {}}', '{spec: {dnsPolicy: ClusterFirst}}', '{"f:spec": {}}'],
  ])('%s', (_what, applied, live, fields) => {
    expect(stripped(applied, live, fields)).toEqual(data(live));
  });

  test.each(['helm', 'pulumi-resource-kubernetes', 'pulumi-kubernetes-1a2b', 'k8s-deploy'])(
    'what %s itself wrote',
    (manager) => {
      const live = '{spec: {paused: true}}';
      expect(stripped('{spec: {}}', live, '{"f:spec": {"f:paused": {}}}', manager)).toEqual(data(live));
    },
  );

  test('the status', () => {
    const object = {
      status: { ready: 1 },
      metadata: {
        managedFields: [
          { manager: 'kubelet', subresource: 'status', fieldsV1: { 'f:status': { 'f:ready': {} } } },
        ],
      },
    };
    expect(withoutAdditions(object, {})).toBe(object);
  });
});

test('fields of any shape are survived, and nothing comes that was not there', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const keys = (value: unknown): string[] => JSON.stringify(value).match(/"[^"]*":/g) ?? [];
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), json),
      fc.dictionary(fc.string(), json),
      json,
      (live, applied, fields) => {
        const object = {
          ...live,
          metadata: { managedFields: [{ manager: 'x', fieldsV1: fields }] },
        } as unknown as DataMap;
        const before = new Set(keys(object));
        for (const key of keys(withoutAdditions(object, applied as DataMap))) expect(before).toContain(key);
      },
    ),
  );
});
