/** A drift report with everything in it, in plain data. */
import type { DriftReport } from '../../src/plan/drift-report.ts';
import { driftField, object } from './plan-parts.ts';

const time = '2026-03-01T09:30:00Z';

export const noDrift = (): DriftReport => ({
  project: 'data-platform',
  stack: 'dev',
  directory: 'deploy',
  cluster: 'dev-eu-1',
  isDrifted: false,
  releases: [
    {
      key: 'web',
      name: 'web',
      namespace: 'shop',
      applied: 3,
      record: {
        revision: 3,
        status: 'deployed',
        updated: time,
        appliedRevision: 3,
        description: 'Upgrade complete',
      },
      byHand: null,
      objects: [],
      outdated: [],
      isDrifted: false,
    },
  ],
  backing: [],
  compared: 12,
  folded: [],
  gaps: [],
});

export const sampleDrift = (): DriftReport => ({
  ...noDrift(),
  isDrifted: true,
  releases: [
    {
      key: 'web',
      name: 'shop-web',
      namespace: 'shop',
      applied: 3,
      record: {
        revision: 4,
        status: 'deployed',
        updated: time,
        appliedRevision: 4,
        description: 'Rollback to 2',
      },
      byHand: 'revised',
      objects: [
        {
          object: object('Deployment', 'web', 'shop'),
          state: 'changed',
          madeBy: 'release',
          by: 'dry-run',
          owner: null,
          fields: [
            driftField(['spec', 'replicas'], { before: 1, after: 3, manager: 'kubectl', time: null }),
            driftField(['spec', 'paused'], { change: 'added', before: null, after: true, time }),
          ],
        },
        {
          object: object('ConfigMap', 'web', 'shop'),
          state: 'missing',
          madeBy: 'release',
          by: 'dry-run',
          owner: null,
          fields: [],
        },
        {
          object: object('Service', 'web', 'shop'),
          state: 'taken',
          madeBy: 'release',
          by: 'dry-run',
          owner: { release: 'theirs', namespace: 'other' },
          fields: [],
        },
        {
          object: object('Secret', 'made', 'shop'),
          state: 'missing',
          madeBy: 'hook',
          by: 'dry-run',
          owner: null,
          fields: [],
        },
      ],
      outdated: [
        {
          workload: object('Deployment', 'web', 'shop'),
          source: object('Secret', 'login', 'shop'),
          written: time,
          manager: 'external-secrets',
          externalSecret: 'login',
          isCertain: true,
          pods: [
            { name: 'web-1', started: '2026-02-01T00:00:00Z', places: ['container main, variable TOKEN'] },
          ],
        },
        {
          workload: object('StatefulSet', 'db', 'shop'),
          source: object('ConfigMap', 'conf', 'shop'),
          written: time,
          manager: null,
          externalSecret: null,
          isCertain: false,
          pods: ['db-0', 'db-1'].map((name) => ({
            name,
            started: '2026-02-01T00:00:00Z',
            places: ['container main, /etc/conf'],
          })),
        },
      ],
      isDrifted: true,
    },
    {
      key: 'gone',
      name: 'gone',
      namespace: 'shop',
      applied: 2,
      record: null,
      byHand: 'uninstalled',
      objects: [],
      outdated: [],
      isDrifted: true,
    },
  ],
  backing: [
    {
      object: object('Secret', 'login-1a2b', 'shop'),
      state: 'changed',
      madeBy: 'stack',
      by: 'fields',
      owner: null,
      fields: [driftField(['data', 'token'], { secret: true, before: null, after: null, time })],
    },
  ],
  folded: [
    {
      noise: 'restart',
      object: object('Deployment', 'web', 'shop'),
      place: ['spec', 'template', 'metadata', 'annotations', 'k8s-deploy/restarted-at'],
      manager: 'k8s-deploy',
    },
    {
      noise: 'autoscaler',
      object: object('Deployment', 'api', 'shop'),
      place: ['spec', 'replicas'],
      manager: 'kube-controller-manager',
    },
  ],
  gaps: ['no permission to get leases: whether they are there is not known'],
});
