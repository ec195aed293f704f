/** Rules of the LogStream and KSML packs give verdicts over any data: no shape of a manifest, value or option makes them throw. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { providedBy, surroundings } from '../../src/contract/references/surroundings.ts';
import { isMap, type Data, type DataMap, type DataPath } from '../../src/kubernetes/data.ts';
import { ksmlApplication, ksmlProvisioner } from '../../src/systems/ksml/index.ts';
import { logstreamWorkerGroup } from '../../src/systems/logstream/index.ts';
import type { Rule, Subject } from '../../src/systems/rule.ts';
import { renderedObject } from '../setup/rendered.ts';
import { subjectOf } from './subject.ts';

const application: DataMap = {
  ksmlRunnerConfig: {
    definitions: { main: 'definition.yaml' },
    kafka: { 'application.id': 'a', 'bootstrap.servers': 'b:9093' },
  },
  ksmlDefinitions: { 'definition.yaml': 'streams: {}\n' },
  prometheus: { enabled: true },
  serviceMonitor: { enabled: true },
  networkPolicy: { enabled: true },
};

const packs: [string, readonly Rule[] | undefined, string, DataMap][] = [
  ['LogStream', logstreamWorkerGroup.rules, 'logstream-workergroup', {}],
  [
    'LogStream, as a StatefulSet',
    logstreamWorkerGroup.rules,
    'logstream-workergroup',
    { deployment: 'statefulset' },
  ],
  ['LogStream 1.0', logstreamWorkerGroup.rules, 'logstream-workergroup-1.0', {}],
  ['the KSML Provisioner', ksmlProvisioner.rules, 'ksml-provisioner', { customValues: { a: 1 } }],
  ['a KSML application', ksmlApplication.rules, 'ksml', application],
  ['a KSML Job', ksmlApplication.rules, 'ksml', { ...application, deploymentMode: 'Job' }],
];

/** Any data, such as stands nowhere in a manifest. */
const anything = fc.oneof(
  fc.constantFrom<Data>(
    null,
    true,
    0,
    -1,
    1.5,
    '',
    'x',
    '$(A)',
    '${env:A}',
    'tcp://',
    '%',
    [],
    {},
    [null],
    [[]],
    { '': null },
  ),
  fc.jsonValue({ maxDepth: 3 }).map((data) => data as Data),
);

/** Every path in the data, its own included. */
const pathsIn = (data: Data, path: DataPath = []): DataPath[] => {
  const entries: [string | number, Data][] = Array.isArray(data)
    ? data.map((item: Data, index) => [index, item])
    : Object.entries(isMap(data) ? data : {});
  return [path, ...entries.flatMap(([step, item]) => pathsIn(item, [...path, step]))];
};

const replaced = (data: Data, [step, ...rest]: DataPath, by: Data): Data => {
  if (step === undefined) return by;
  if (Array.isArray(data))
    return data.map((item: Data, index) => (index === step ? replaced(item, rest, by) : item));
  return isMap(data) ? { ...data, [step]: replaced(data[step] ?? null, rest, by) } : data;
};

const asMap = (data: Data): DataMap => (isMap(data) ? data : {});

function subjectWith(
  subject: Subject,
  manifests: readonly DataMap[],
  values: DataMap,
  options: Data,
): Subject {
  const objects = manifests.map((manifest, index) => {
    const { hook = null } = subject.objects[index] ?? {};
    return renderedObject(manifest, { hook });
  });
  const { name, namespace } = subject.release;
  const around = surroundings(providedBy(objects, { by: `release ${name}`, release: name, namespace }));
  return { ...subject, objects, values, given: values, around, release: { ...subject.release, options } };
}

describe.each(packs)('%s', (_, rules = [], chart, values) => {
  test('a render with anything at any place', async () => {
    const subject = await subjectOf(chart, values, {
      release: 'app',
      apiVersions: ['monitoring.coreos.com/v1'],
    });
    const all: Data = [subject.values, ...subject.objects.map(({ manifest }) => manifest)];
    const places = pathsIn(all);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...places), anything), { minLength: 1, maxLength: 4 }),
        anything,
        (changes, options) => {
          const changed = changes.reduce<Data>((data, [path, by]) => replaced(data, path, by), all);
          const [given = null, ...manifests] = Array.isArray(changed) ? (changed as readonly Data[]) : [];
          const random = subjectWith(subject, manifests.map(asMap), asMap(given), options);
          for (const rule of rules) {
            for (const verdict of rule.check(random)) {
              const text = 'notChecked' in verdict ? verdict.notChecked : verdict.message;
              expect(text).not.toMatch(/\[object Object\]|undefined/);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('an empty render', async () => {
    const subject = await subjectOf(chart, values, { release: 'app' });
    for (const rule of rules) expect(() => [...rule.check(subjectWith(subject, [], {}, null))]).not.toThrow();
  });
});
