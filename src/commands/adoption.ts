/** What the stack file lets be taken over (`adopt: true`) and what of that is there. */
import type { Connection } from '../cluster/connection.ts';
import { readReleases } from '../cluster/release-records.ts';
import { textAt } from '../kubernetes/data.ts';
import { Failure } from '../stack/failure.ts';
import type { DesiredStack } from '../stack/desired.ts';

/**
 * The ids by which Pulumi's provider finds it, by the id of a backing resource or the key of a release. Of what Pulumi has in its state already, it takes no notice.
 * An uninstalled release whose history was kept cannot be upgraded, and so not be taken over.
 */
export async function importsOf(
  connection: Connection,
  { adopt, releases, backing }: Pick<DesiredStack, 'adopt' | 'releases' | 'backing'>,
): Promise<ReadonlyMap<string, string>> {
  const may = new Set(adopt);
  const records = await readReleases(
    connection,
    releases.filter(({ key }) => may.has(key)),
  );
  const found = releases.flatMap(({ key, name, namespace }): [string, string][] => {
    const record = records.releases.get(key);
    const isThere = record !== undefined && record.latest.status !== 'uninstalled';
    return isThere ? [[key, `${namespace}/${name}`]] : [];
  });
  const namespaces = await Promise.all(
    backing
      .filter((each) => each.kind === 'namespace')
      .filter(({ id }) => may.has(id))
      .map(async ({ id, name }): Promise<[string, string][]> => {
        const { status, body } = await connection.get(`/api/v1/namespaces/${encodeURIComponent(name)}`);
        const owner = textAt(body, 'metadata', 'annotations', 'meta.helm.sh/release-name');
        if (owner !== undefined) throw owned(name, owner);
        return status === 200 ? [[id, name]] : [];
      }),
  );
  return new Map([...found, ...namespaces.flat()]);
}

const owned = (namespace: string, release: string): Failure =>
  new Failure(
    'findings',
    `namespace ${namespace} belongs to the Helm release ${release}: it is not taken over`,
    {
      hint: `leave it to that release: namespaces: { ${namespace}: { create: false } }; nothing was changed`,
    },
  );
