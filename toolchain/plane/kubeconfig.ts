import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { writeWhole } from '../cache.ts';
import { certificatePath } from './cluster.ts';
import type { Plane } from './plane.ts';

/** Writes the kubeconfig (mode 0600) with the plane's only context, an administrator's. Needs the API server's certificate. */
export function writeKubeconfig(plane: Plane): void {
  const cluster = {
    server: plane.apiServer,
    'certificate-authority-data': readFileSync(certificatePath(plane)).toString('base64'),
  };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': plane.context,
    clusters: [{ name: plane.context, cluster }],
    users: [{ name: plane.context, user: { token: plane.token } }],
    contexts: [{ name: plane.context, context: { cluster: plane.context, user: plane.context } }],
  };
  writeWhole(plane.kubeconfig, stringify(config), 0o600);
}
