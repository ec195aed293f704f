/** Admission webhooks of one namespace each: one that refuses, and one that nobody serves. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { ask, certificatePath } from '../../../toolchain/plane/cluster.ts';
import type { Plane } from '../../../toolchain/plane/plane.ts';

export interface Webhooks {
  close(): Promise<void>;
}

const configurations = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';

/** `denied` and `silent`: namespaces whose Deployments go through it. It tells the reason in the words of `why`. */
export async function openWebhooks(
  plane: Plane,
  { denied, silent, why }: { readonly denied: string; readonly silent: string; readonly why: string },
): Promise<Webhooks> {
  const certificate = readFileSync(certificatePath(plane));
  const key = readFileSync(join(dirname(certificatePath(plane)), 'apiserver.key'));
  const server = createServer({ cert: certificate, key }, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.once('end', () => {
      const { request: review } = JSON.parse(body) as { request: { uid: string } };
      const answer = { uid: review.uid, allowed: false, status: { message: why } };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: answer }),
      );
    });
  });
  const port = async (): Promise<number> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const served = await port();
  // Where nobody listens: port 1 is of no service that runs here.
  const places = { denied: { namespace: denied, port: served }, silent: { namespace: silent, port: 1 } };
  for (const [name, place] of Object.entries(places)) {
    await send(plane, 'POST', configurations, {
      metadata: { name: `${name}.triage.example.com` },
      webhooks: [
        {
          name: `${name}.triage.example.com`,
          clientConfig: {
            url: `https://127.0.0.1:${place.port}/`,
            caBundle: certificate.toString('base64'),
          },
          rules: [
            { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] },
          ],
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': place.namespace } },
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          failurePolicy: 'Fail',
          timeoutSeconds: 5,
        },
      ],
    });
  }
  return {
    async close() {
      for (const name of Object.keys(places))
        await send(plane, 'DELETE', `${configurations}/${name}.triage.example.com`, {});
      server.close();
      server.closeAllConnections();
    },
  };
}

async function send(plane: Plane, method: string, path: string, body: object): Promise<void> {
  const { status, body: text } = await ask(plane, `${plane.apiServer}${path}`, {
    method,
    body: JSON.stringify(body),
  });
  if (status >= 300 && status !== 404) throw new Error(`${method} ${path}: ${status} ${text}`);
}
