/** What the Secrets hold that pods use: told to the redactor before a log is printed, since a program may log them. */
import type { Connection } from '../cluster/connection.ts';
import type { Discovery } from '../cluster/discovery.ts';
import { readLive } from '../cluster/live-objects.ts';
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import { dataSources, type RunningWorkload } from '../plan/rotation.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { learnSecrets } from './written-secrets.ts';

export interface PodSecrets {
  /** Learns of those that were not read before. Gives what could not be: one line each, once. */
  learn(workloads: readonly RunningWorkload[]): Promise<readonly string[]>;
}

export function podSecrets(
  connection: Connection,
  discovery: Discovery,
  redactor: Pick<Redactor, 'learn'>,
): PodSecrets {
  const read = new Set<string>();
  return {
    async learn(workloads) {
      const fresh = dataSources(workloads)
        .filter(({ kind }) => kind === 'Secret')
        .filter((id) => !read.has(objectKey(id)));
      for (const id of fresh) read.add(objectKey(id));
      const asked = fresh.map((id) => ({ id, applied: null }));
      const { live } = await readLive(connection, discovery, asked);
      learnSecrets(
        [...live.values()].flatMap(({ live: manifest }) => (manifest === null ? [] : { manifest })),
        redactor,
      );
      return fresh.filter((id) => !live.has(objectKey(id))).map(unknownSecret);
    },
  };
}

const unknownSecret = ({ namespace, name }: ObjectId): string =>
  `Secret ${namespace}/${name} cannot be read: should a program log what it holds, that is not hidden`;
