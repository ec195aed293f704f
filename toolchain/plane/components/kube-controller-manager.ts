import { certificatePath, servesHttps } from '../cluster.ts';
import type { Component } from '../component.ts';
import { host, portOf } from '../plane.ts';
import { serviceAccountKeyPath, servingFlags } from './kube-apiserver.ts';

/** They look after clouds, certificates of kubelets and addresses of nodes, none of which exist here. */
const idleControllers = [
  'bootstrap-signer-controller',
  'certificatesigningrequest-approving-controller',
  'certificatesigningrequest-cleaner-controller',
  'certificatesigningrequest-signing-controller',
  'cloud-node-lifecycle-controller',
  'node-ipam-controller',
  'node-route-controller',
  'persistentvolume-attach-detach-controller',
  'persistentvolume-expander-controller',
  'service-lb-controller',
  'token-cleaner-controller',
];

export const kubeControllerManager: Component = {
  name: 'kube-controller-manager',
  program: 'kube-controller-manager',
  needs: ['kube-apiserver'],
  command: (plane) => {
    const args = [
      `--kubeconfig=${plane.kubeconfig}`,
      `--bind-address=${host}`,
      `--secure-port=${portOf(plane, 'kube-controller-manager')}`,
      ...servingFlags(plane),
      '--leader-elect=false',
      `--controllers=*,${idleControllers.map((name) => `-${name}`).join(',')}`,
      `--service-account-private-key-file=${serviceAccountKeyPath(plane)}`,
      // Published as the ConfigMap kube-root-ca.crt in every namespace.
      `--root-ca-file=${certificatePath(plane)}`,
      // The defaults (20 and 30 a second) throttle a Helm release with many objects.
      '--kube-api-qps=200',
      '--kube-api-burst=400',
      // kwok's heartbeats are up to a minute apart. A node that counts as lost in between (50 s by default) marks its pods
      // not ready, and nothing turns those ready again: a release then waits until its timeout.
      '--node-monitor-grace-period=1h',
      // A claim that meets a volume which was just freed is tried again only then. The default, 15 s, is a test's patience after a few times.
      '--pvclaimbinder-sync-period=1s',
    ];
    return { args };
  },
  ready: (plane) => servesHttps(plane, 'kube-controller-manager', '/healthz'),
};
