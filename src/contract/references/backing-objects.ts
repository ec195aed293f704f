/** The objects that Pulumi makes of backing resources, as far as they are known before: secrets and names with placeholders. */
import { createHash } from 'node:crypto';
import type { Data, DataMap } from '../../kubernetes/data.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Backing, DesiredStack } from '../../stack/desired.ts';
import { offlineName, offlineText } from '../../systems/placeholders.ts';
import type { Provided } from '../../systems/rule.ts';
import { providedBy } from './surroundings.ts';

/** Of a whole stack. A bucket is no object of the cluster. */
export const backingObjects = (stack: Pick<DesiredStack, 'backing'>): Provided[] =>
  stack.backing.flatMap((backing) =>
    providedBy(
      manifestsOf(backing).map((manifest) => asRendered(manifest)),
      {
        by: `backing resource ${backing.id}`,
        release: null,
        namespace: 'namespace' in backing ? backing.namespace : '',
      },
    ),
  );

interface Manifest extends DataMap {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: DataMap & { readonly name: string; readonly namespace?: string };
}

/** As `pulumi/components` declares them. */
function manifestsOf(backing: Backing): Manifest[] {
  switch (backing.kind) {
    case 'bucket':
      return [];
    case 'namespace': {
      const { name, labels, annotations } = backing;
      return [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels, annotations } }];
    }
    case 'secret': {
      const stringData = mapValues(backing.data, (entry) =>
        typeof entry === 'string' ? entry : offlineText(entry),
      );
      return [
        { apiVersion: 'v1', kind: 'Secret', metadata: placed(backing), type: backing.type, stringData },
      ];
    }
    case 'caBundle':
      return [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: placed(backing), data: backing.data }];
    case 'secretStore': {
      const spec = { provider: backing.provider as Data };
      return [{ apiVersion: external, kind: 'SecretStore', metadata: placed(backing), spec }];
    }
    case 'externalSecret': {
      const data = Object.entries(backing.data).map(([secretKey, remote]) => ({
        secretKey,
        remoteRef: { ...remote },
      }));
      const { refreshInterval, store, name } = backing;
      const secretStoreRef = { kind: 'SecretStore', name: store };
      const spec = { refreshInterval, secretStoreRef, target: { name, creationPolicy: 'Owner' }, data };
      return [{ apiVersion: external, kind: 'ExternalSecret', metadata: placed(backing), spec }];
    }
    case 'serviceAccount': {
      const metadata = { ...placed(backing), annotations: backing.annotations };
      return [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata }];
    }
    case 'role': {
      const metadata = placed(backing);
      const rules = backing.rules.map((rule): DataMap => ({ ...rule }));
      const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: backing.name };
      const subjects = backing.subjects.map(({ serviceAccount, namespace }) => ({
        kind: 'ServiceAccount',
        name: serviceAccount,
        namespace,
      }));
      return [
        { apiVersion: rbac, kind: 'Role', metadata, rules },
        { apiVersion: rbac, kind: 'RoleBinding', metadata, roleRef, subjects },
      ];
    }
  }
}

const external = 'external-secrets.io/v1';
const rbac = 'rbac.authorization.k8s.io/v1';

type Placed = Exclude<Backing, { kind: 'bucket' | 'namespace' }>;
const placed = (backing: Placed): { name: string; namespace: string } => ({
  name: offlineName(backing),
  namespace: backing.namespace,
});

const mapValues = <From, To>(
  map: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));

const asRendered = (manifest: Manifest): RenderedObject => ({
  manifest,
  apiVersion: manifest.apiVersion,
  kind: manifest.kind,
  name: manifest.metadata.name,
  namespace: manifest.metadata.namespace ?? null,
  template: '',
  hook: null,
  isCrd: false,
  hash: createHash('sha256').update(JSON.stringify(manifest)).digest('hex'),
  duplicateKeys: [],
});
