import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { componentNames, contextName, host, type Plane } from './plane.ts';
import { freePorts } from './ports.ts';

const region = 'us-east-1';

/** A plane that has its ports and credentials, and no process yet. `awsMissing`: why moto can't be part of it, else null. */
export async function newPlane(directory: string, awsMissing: string | null): Promise<Plane> {
  const names = componentNames.filter((name) => name !== 'moto' || awsMissing === null);
  const ports = await freePorts(names.length);
  const portByName = new Map(names.map((name, index) => [name, ports[index] ?? 0]));
  const address = (name: (typeof componentNames)[number]) => `${host}:${portByName.get(name)}`;
  for (const folder of ['data', 'config', 'logs', 'pki']) {
    await mkdir(join(directory, folder), { recursive: true, mode: 0o700 });
  }
  const credentials = { region, accessKeyId: random(10), secretAccessKey: random(20) };
  return {
    directory,
    state: 'starting',
    kubeconfig: join(directory, 'kubeconfig'),
    context: contextName,
    apiServer: `https://${address('kube-apiserver')}`,
    token: random(24),
    registry: address('registry'),
    s3: { endpoint: `http://${address('versitygw')}`, ...credentials },
    aws: awsMissing === null ? { endpoint: `http://${address('moto')}`, ...credentials } : null,
    awsMissing,
    components: names.map((name) => ({
      name,
      pid: null,
      identity: null,
      port: portByName.get(name) ?? 0,
      log: join(directory, 'logs', `${name}.log`),
    })),
  };
}

function random(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
