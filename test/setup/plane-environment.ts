/** What the command line needs to work on the local plane as an operator works on a cluster and a cloud account. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { findProgram } from '../../toolchain/ensure.ts';
import type { Plane } from '../../toolchain/plane/plane.ts';
import { publishCharts } from './publish-charts.ts';

/** The plane that `test/setup/plane.ts` started for this test run. */
export function testPlane(): Plane {
  const record = process.env['K8S_DEPLOY_TEST_PLANE'];
  if (record === undefined)
    throw new Error('this test belongs to the project "plane", whose setup starts one');
  return JSON.parse(readFileSync(record, 'utf8')) as Plane;
}

/** Environment for an operator: cluster, object store, chart mirrors, passphrase. Publishes the fixture charts. */
export async function operatorEnvironment(plane: Plane): Promise<NodeJS.ProcessEnv> {
  const pulumi = await findProgram('pulumi');
  if (pulumi === null) throw new Error('pulumi is not built: npm run toolchain');
  return {
    HOME: process.env['HOME'],
    K8S_DEPLOY_CACHE: process.env['K8S_DEPLOY_CACHE'],
    PATH: [dirname(pulumi), process.env['PATH']].join(delimiter),
    KUBECONFIG: plane.kubeconfig,
    K8S_DEPLOY_CHART_MIRRORS: await publishCharts(plane.registry),
    PULUMI_CONFIG_PASSPHRASE: randomUUID(),
    AWS_ENDPOINT_URL_S3: plane.s3.endpoint,
    AWS_ACCESS_KEY_ID: plane.s3.accessKeyId,
    AWS_SECRET_ACCESS_KEY: plane.s3.secretAccessKey,
  };
}

/** Puts secrets into the local Secrets Manager, where the External Secrets controller reads them. */
export async function putAwsSecrets(
  plane: Plane,
  region: string,
  secrets: Readonly<Record<string, string>>,
): Promise<void> {
  if (plane.aws === null) throw new Error(`the plane has no Secrets Manager: ${plane.awsMissing}`);
  const call = async (action: string, body: object): Promise<Response> =>
    fetch(plane.aws?.endpoint ?? '', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `secretsmanager.${action}`,
        // The stand-in takes the region from the credential and checks no signature.
        authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/secretsmanager/aws4_request, SignedHeaders=host, Signature=none`,
      },
      body: JSON.stringify({ ...body, ClientRequestToken: randomUUID() }),
    });
  for (const [name, text] of Object.entries(secrets)) {
    const created = await call('CreateSecret', { Name: name, SecretString: text });
    const answer = created.ok
      ? created
      : await call('PutSecretValue', { SecretId: name, SecretString: text });
    if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
  }
}
