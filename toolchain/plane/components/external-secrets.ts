import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { programs } from '../../programs.ts';
import type { Component } from '../component.ts';
import { applyDefinitions, awaitDefinitions } from '../definitions.ts';
import { host, portOf, type Plane } from '../plane.ts';
import { answers } from '../wait.ts';

/** The module's own CRDs, which the toolchain put beside the program. */
async function definitions(program: string): Promise<string[]> {
  const folder = join(dirname(program), programs['external-secrets'].assets.to);
  const files = (await readdir(folder)).filter((file) => file.includes('external-secrets.io_'));
  return Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
}

/** Its AWS provider asks moto instead of AWS. */
function awsEnvironment({ aws }: Plane): Record<string, string> {
  if (aws === null) return {};
  return {
    AWS_SECRETSMANAGER_ENDPOINT: aws.endpoint,
    AWS_STS_ENDPOINT: aws.endpoint,
    AWS_REGION: aws.region,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The External Secrets controller. */
export const externalSecrets: Component = {
  name: 'external-secrets',
  program: 'external-secrets',
  needs: ['kube-apiserver'],
  prepare: async (plane, program) => {
    const names = await applyDefinitions(plane, await definitions(program));
    await awaitDefinitions(plane, names);
  },
  command: (plane) => ({
    args: [
      `--metrics-addr=${host}:${portOf(plane, 'external-secrets')}`,
      '--concurrent=4',
      '--store-requeue-interval=30s',
      '--zap-time-encoding=iso8601',
    ],
    env: { KUBECONFIG: plane.kubeconfig, ...awsEnvironment(plane) },
  }),
  ready: (plane) => answers(`http://${host}:${portOf(plane, 'external-secrets')}/metrics`),
};
