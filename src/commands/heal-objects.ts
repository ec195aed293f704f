/** Sets back, one by one, what Pulumi and Helm would not: they look at what they have written last, and not at what is there. */
import { createObject, replaceObject, type Written } from '../cluster/write-back.ts';
import type { Connection } from '../cluster/connection.ts';
import { objectText } from '../kubernetes/object-id.ts';
import type { ObjectDrift } from '../plan/drift-report.ts';
import { mended } from '../plan/mending.ts';
import { asWanted, objectDrift, type AppliedObject } from '../plan/object-drift.ts';
import type { Drifted } from './drift-report.ts';
import type { Io } from './session.ts';

/**
 * Objects of releases that are the stack's own revision. What belongs to another release, and what a hook has made, stays as it is. Gives what could not be
 * set back, a line each.
 */
export async function healObjects(drifted: Drifted, connection: Connection, io: Io): Promise<string[]> {
  const { applied } = drifted;
  const server = { connection, discovery: applied.discovery };
  const problems: string[] = [];
  const settle = async (
    object: AppliedObject,
    write: (drift: ObjectDrift) => Promise<Written> | null,
  ): Promise<void> => {
    const facts = drifted.factsOf(object);
    const drift = facts === null ? null : objectDrift(object, facts).drift;
    const writing = drift === null ? null : write(drift);
    if (drift === null || writing === null) return;
    const outcome = await writing;
    const name = objectText(object.id);
    if (outcome.result === 'written') {
      const did = drift.state === 'missing' ? 'created again' : 'set back';
      io.terminal.note(`  ${io.terminal.style('green', '✓')} ${name} ${did}`);
    } else if (outcome.result === 'moved') problems.push(`${name}: somebody is changing it`);
    else problems.push(`${name}: the API server refuses it (${outcome.why})`);
  };
  const writing = applied.releases
    .filter(({ byHand }) => byHand === null)
    .flatMap(({ objects }) => objects.map((object) => settle(object, (drift) => ofRelease(object, drift))));
  await Promise.all(writing);
  return problems;

  function ofRelease(object: AppliedObject, { state, madeBy, fields }: ObjectDrift): Promise<Written> | null {
    const { id, applied: manifest, release } = object;
    if (madeBy !== 'release' || manifest === null || release === null) return null;
    if (state === 'missing') return createObject(server, id, { manifest, release });
    const { live = null, dryRun = null } = drifted.factsOf(object) ?? {};
    if (state !== 'changed' || live === null || dryRun === null) return null;
    const places = fields.map(({ place }) => place);
    return replaceObject(server, id, mended(live, asWanted(manifest, dryRun), places));
  }
}
