import { apply, ask } from './cluster.ts';
import type { Plane } from './plane.ts';
import { waitUntil } from './wait.ts';

const collection = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const servedTimeoutMs = 60_000;
/** Everything that is served, in one small answer: reading back 21 large definitions over and over is what takes long. */
const discovery = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/**
 * Applies CustomResourceDefinitions, given as YAML or JSON text, and returns their names (`PLURAL.GROUP`). The name is
 * read by its indentation: parsing a megabyte of YAML for it would take longer than the API server takes for all of them.
 */
export async function applyDefinitions(plane: Plane, manifests: readonly string[]): Promise<string[]> {
  return Promise.all(
    manifests.map(async (manifest) => {
      const name = /^ {2}name: (\S+)$/m.exec(manifest)?.[1];
      if (name === undefined) {
        throw new Error(`A CustomResourceDefinition without a name: ${manifest.slice(0, 200)}`);
      }
      await apply(plane, `${collection}/${name}`, manifest);
      return name;
    }),
  );
}

interface Discovery {
  items: { metadata: { name: string }; versions: { resources?: { resource: string }[] }[] }[];
}

/** Waits until the API server serves them all. */
export async function awaitDefinitions(plane: Plane, names: readonly string[]): Promise<void> {
  await waitUntil(
    async () => {
      const served = await servedResources(plane);
      return names.every((name) => served.has(name));
    },
    { what: `the API server to serve ${names.join(', ')}`, timeoutMs: servedTimeoutMs },
  );
}

async function servedResources(plane: Plane): Promise<Set<string>> {
  const { body } = await ask(plane, `${plane.apiServer}/apis`, { accept: discovery });
  const { items } = JSON.parse(body) as Discovery;
  return new Set(
    items.flatMap(({ metadata, versions }) =>
      versions.flatMap(({ resources = [] }) => resources.map((one) => `${one.resource}.${metadata.name}`)),
    ),
  );
}
