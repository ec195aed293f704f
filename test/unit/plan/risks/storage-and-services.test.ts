import { describe, expect, test } from 'vitest';
import { manifest, service, told } from './world.ts';

const claim = (spec: string, name = 'data'): string =>
  manifest('v1', 'PersistentVolumeClaim', name, `spec: {accessModes: [ReadWriteOnce], ${spec}}`);
const sized = (size: string, more = ''): string => claim(`resources: {requests: {storage: ${size}}}${more}`);

describe('volume claims', () => {
  test.each([
    [
      'that shrink',
      sized('10Gi'),
      sized('5Gi'),
      'error: PersistentVolumeClaim shop/data shrinks from 10Gi to 5Gi, which the API server refuses: the upgrade fails',
    ],
    [
      'that grow',
      sized('10Gi'),
      sized('20Gi'),
      'notice: PersistentVolumeClaim shop/data grows from 10Gi to 20Gi, which works if its StorageClass allows it (allowVolumeExpansion), and is never undone',
    ],
    ['of the same size', sized('1Gi'), sized('1024Mi'), null],
    [
      'that change their class',
      sized('1Gi', ', storageClassName: slow'),
      sized('1Gi', ', storageClassName: fast'),
      'error: PersistentVolumeClaim shop/data: spec.storageClassName changes (class slow to fast), which the API server refuses: the upgrade fails',
    ],
    [
      'that get a class',
      sized('1Gi'),
      sized('1Gi', ', storageClassName: fast'),
      'warning: PersistentVolumeClaim shop/data asks for the storage class fast and named none before: unless that is the cluster’s default, the API server refuses it and the upgrade fails',
    ],
    [
      'that are shared by more',
      sized('1Gi'),
      sized('1Gi').replace('ReadWriteOnce', 'ReadWriteMany'),
      'error: PersistentVolumeClaim shop/data: spec.accessModes changes, which the API server refuses: the upgrade fails',
    ],
    [
      'under another name',
      sized('1Gi'),
      sized('1Gi').replace('name: data', 'name: store'),
      'warning: PersistentVolumeClaim shop/data is replaced by store, which starts empty; the old one is deleted, and unless its volume’s reclaim policy is Retain, the data goes with it',
    ],
    [
      'that go',
      sized('1Gi'),
      '',
      'warning: PersistentVolumeClaim shop/data is deleted; unless its volume’s reclaim policy is Retain, the data goes with it',
    ],
  ])('%s', (_, before, after, expected) => {
    expect(told({ before, after })).toEqual(expected === null ? [] : [expected]);
  });

  test('of the cluster tell their class and size', () => {
    const live = sized('20Gi', ', storageClassName: fast, volumeName: pv-1');
    const [before, after] = [sized('10Gi'), sized('15Gi', ', storageClassName: fast')];
    expect(told({ before, after, live })).toEqual([
      'error: PersistentVolumeClaim shop/data shrinks from 20Gi to 15Gi, which the API server refuses: the upgrade fails',
    ]);
  });

  test('of a StatefulSet that is scaled down', () => {
    const set = (replicas: number, when: string): string =>
      manifest(
        'apps/v1',
        'StatefulSet',
        'db',
        `spec: {replicas: ${replicas}, persistentVolumeClaimRetentionPolicy: {whenScaled: ${when}}}`,
      );
    expect(told({ before: set(3, 'Delete'), after: set(1, 'Delete') })).toEqual([
      'warning: StatefulSet shop/db goes from 3 to 1 replicas, and since whenScaled is Delete, the claims of 2 of its pods are deleted, data included',
    ]);
    expect(told({ before: set(3, 'Retain'), after: set(3, 'Delete') })).toEqual([
      'warning: StatefulSet shop/db: whenScaled becomes Delete, so scaling down deletes the claims of the pods that go, data included',
    ]);
    expect(told({ before: set(3, 'Retain'), after: set(1, 'Retain') })).toEqual([]);
  });
});

describe('types of Services', () => {
  const types = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] as const;
  const of = (type: string): string => service('web', `type: ${type}`);

  test.each([
    [
      'LoadBalancer',
      'ClusterIP',
      'its load balancer and the external address are given back, and clients from outside lose it',
    ],
    ['NodePort', 'ClusterIP', 'its port on every node is closed, and clients from outside lose it'],
    ['ClusterIP', 'LoadBalancer', 'a load balancer with an address of its own is made for it'],
    ['ClusterIP', 'NodePort', 'a port is opened for it on every node'],
    [
      'LoadBalancer',
      'NodePort',
      'its load balancer and the external address are given back, and clients from outside lose it',
    ],
    ['ClusterIP', 'ExternalName', 'its cluster IP goes, and its name leads to another host'],
    ['ExternalName', 'ClusterIP', 'from now on its name leads to pods, not to the other host'],
  ])('%s to %s', (was, is, consequence) => {
    expect(told({ before: of(was), after: of(is) }, 'service-type')).toEqual([
      `warning: Service shop/web changes from ${was} to ${is}: ${consequence}`,
    ]);
  });

  test('that stay, or come', () => {
    for (const type of types) {
      expect(told({ before: of(type), after: of(type).replace('80', '81') }, 'service-type')).toEqual([]);
      expect(told({ after: of(type) }, 'service-type')).toEqual([]);
    }
    expect(told({ before: service('web'), after: of('ClusterIP') }, 'service-type')).toEqual([]);
  });
});
