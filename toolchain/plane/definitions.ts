import { apply, read } from './cluster.ts';
import type { Plane } from './plane.ts';
import { waitUntil } from './wait.ts';

const collection = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const establishedTimeoutMs = 60_000;

/**
 * Applies CustomResourceDefinitions, given as YAML or JSON text, and returns their names. The name is read by its
 * indentation: parsing a megabyte of YAML for it would take longer than the API server takes for all of them.
 */
export async function applyDefinitions(plane: Plane, manifests: readonly string[]): Promise<string[]> {
  return Promise.all(
    manifests.map(async (manifest) => {
      const name = /^ {2}name: (\S+)$/m.exec(manifest)?.[1];
      if (name === undefined)
        throw new Error(`A CustomResourceDefinition without a name: ${manifest.slice(0, 200)}`);
      await apply(plane, `${collection}/${name}`, manifest);
      return name;
    }),
  );
}

interface Definition {
  status?: { conditions?: { type: string; status: string }[] };
}

/** Waits until the API server serves them all. */
export async function awaitDefinitions(plane: Plane, names: readonly string[]): Promise<void> {
  await Promise.all(
    names.map((name) =>
      waitUntil(
        async () => {
          const found = (await read(plane, `${collection}/${name}`)) as Definition | null;
          return (
            found?.status?.conditions?.some((one) => one.type === 'Established' && one.status === 'True') ===
            true
          );
        },
        { what: `the resource ${name} to be served`, timeoutMs: establishedTimeoutMs },
      ),
    ),
  );
}
