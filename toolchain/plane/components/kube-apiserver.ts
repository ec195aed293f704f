import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { writeWhole } from '../../cache.ts';
import { certificatePath, servesHttps } from '../cluster.ts';
import type { Component } from '../component.ts';
import { applyDefaults } from '../defaults.ts';
import { writeKubeconfig } from '../kubeconfig.ts';
import { configPath, host, portOf, type Plane } from '../plane.ts';

/** Signs the service account tokens; the controller manager must use the same. */
export function serviceAccountKeyPath(plane: Plane): string {
  return join(plane.directory, 'pki', 'service-account.key');
}

/** A serving key pair for the other Kubernetes components too: they'd spend half a second on making their own. */
export function servingFlags(plane: Plane): string[] {
  return [`--tls-cert-file=${certificatePath(plane)}`, `--tls-private-key-file=${servingKeyPath(plane)}`];
}

function servingKeyPath(plane: Plane): string {
  return join(plane.directory, 'pki', 'apiserver.key');
}

export const kubeApiserver: Component = {
  name: 'kube-apiserver',
  program: 'kube-apiserver',
  needs: ['etcd'],
  prepare: async (plane) => {
    const key = serviceAccountKeyPath(plane);
    await mkdir(dirname(key), { recursive: true, mode: 0o700 });
    if (!existsSync(key)) {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      writeWhole(key, privateKey.export({ type: 'sec1', format: 'pem' }).toString(), 0o600);
    }
    // Columns: token, user, uid, groups.
    writeWhole(configPath(plane, 'tokens.csv'), `${plane.token},admin,admin,system:masters\n`, 0o600);
  },
  command: (plane) => {
    const args = [
      `--etcd-servers=http://${host}:${portOf(plane, 'etcd')}`,
      `--bind-address=${host}`,
      `--secure-port=${portOf(plane, 'kube-apiserver')}`,
      // No endpoints for the service "kubernetes": loopback is not allowed there, and no pod is real.
      `--advertise-address=${host}`,
      '--endpoint-reconciler-type=none',
      // Makes its own serving certificate there, and keeps it.
      `--cert-dir=${dirname(certificatePath(plane))}`,
      `--service-account-key-file=${serviceAccountKeyPath(plane)}`,
      `--service-account-signing-key-file=${serviceAccountKeyPath(plane)}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      `--token-auth-file=${configPath(plane, 'tokens.csv')}`,
      '--authorization-mode=RBAC',
      '--service-cluster-ip-range=10.96.0.0/16',
      '--allow-privileged=true',
      // The names of the nodes mean nothing to this machine's resolver.
      '--kubelet-preferred-address-types=InternalIP',
      // Fairness between tenants costs memory and start time; here is one.
      '--enable-priority-and-fairness=false',
      '--profiling=false',
    ];
    return { args };
  },
  ready: (plane) => servesHttps(plane, 'kube-apiserver', '/readyz'),
  settle: async (plane) => {
    writeKubeconfig(plane);
    await applyDefaults(plane);
  },
};
