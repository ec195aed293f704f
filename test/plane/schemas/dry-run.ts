/** The API server as the judge: creation without effect, under strict validation. */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { textAt, type DataMap } from '../../../src/kubernetes/data.ts';
import { certificatePath, type Answer } from '../../../toolchain/plane/cluster.ts';
import type { Plane } from '../../../toolchain/plane/plane.ts';

export interface Answered {
  readonly accepted: boolean;
  /** Why not. */
  readonly message: string;
}

export interface Server {
  /** As `kubectl create --dry-run=server --validate=strict`. */
  judge(object: DataMap, kind?: { readonly apiVersion: string; readonly kind: string }): Promise<Answered>;
  send(method: string, path: string, body?: DataMap): Promise<Answer>;
  close(): void;
}

export function server(plane: Plane): Server {
  const agent = new Agent({ keepAlive: true, maxSockets: 4, ca: readFileSync(certificatePath(plane)) });
  const headers = { authorization: `Bearer ${plane.token}`, 'content-type': 'application/json' };
  const send: Server['send'] = (method, path, body) =>
    new Promise((resolve, reject) => {
      const sent = request(`${plane.apiServer}${path}`, { method, agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.once('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      });
      sent.once('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });

  const resources = new Map<string, Promise<readonly Resource[]>>();
  const resourcesOf = async (apiVersion: string): Promise<readonly Resource[]> => {
    const { body } = await send('GET', base(apiVersion));
    return (JSON.parse(body) as { resources: Resource[] }).resources;
  };

  return {
    send,
    close: () => agent.destroy(),
    async judge(object, { apiVersion, kind } = identity(object)) {
      const known = resources.get(apiVersion) ?? resourcesOf(apiVersion);
      resources.set(apiVersion, known);
      const resource = (await known).find((one) => one.kind === kind && !one.name.includes('/'));
      if (resource === undefined) throw new Error(`the plane does not serve ${apiVersion} ${kind}`);
      const place = resource.namespaced ? '/namespaces/default' : '';
      const path = `${base(apiVersion)}${place}/${resource.name}?dryRun=All&fieldValidation=Strict`;
      const { status, body } = await send('POST', path, object);
      const accepted = status === 201;
      return { accepted, message: accepted ? '' : ((JSON.parse(body) as { message: string }).message ?? '') };
    },
  };
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const base = (apiVersion: string): string => `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`;

const identity = (object: DataMap) => ({
  apiVersion: textAt(object, 'apiVersion') ?? '',
  kind: textAt(object, 'kind') ?? '',
});
