/** What the containers of a namespace have printed, as the kubelet of the plane serves it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../../../toolchain/plane/cluster.ts';
import type { Plane } from '../../../toolchain/plane/plane.ts';

const logs = '/apis/kwok.x-k8s.io/v1alpha1/clusterlogs';

/** `folder`: for the file, which has to stay. The log is that of the container before its last restart, too. */
export async function setLog(
  plane: Plane,
  namespace: string,
  lines: readonly string[],
  folder: string,
): Promise<void> {
  const file = join(folder, `${namespace}.log`);
  // The format of the CRI: time, stream, whether it is a full line.
  const time = new Date().toISOString();
  writeFileSync(file, lines.map((line) => `${time} stdout F ${line}\n`).join(''));
  const { status, body } = await ask(plane, `${plane.apiServer}${logs}`, {
    method: 'POST',
    body: JSON.stringify({
      apiVersion: 'kwok.x-k8s.io/v1alpha1',
      kind: 'ClusterLogs',
      metadata: { name: namespace },
      spec: {
        selector: { matchNamespaces: [namespace] },
        logs: [{ containers: ['main'], logsFile: file, previousLogsFile: file }],
      },
    }),
  });
  if (status >= 300) throw new Error(`${status} ${body}`);
}

export async function removeLog(plane: Plane, namespace: string): Promise<void> {
  await ask(plane, `${plane.apiServer}${logs}/${namespace}`, { method: 'DELETE' });
}
