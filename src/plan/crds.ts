/** CRDs of a chart's `crds/` folder: Helm creates them with the first install, and neither upgrades nor removes them. */
import type { DataMap } from '../kubernetes/data.ts';
import { objectKey } from '../kubernetes/object-id.ts';
import { driftOf } from './drift.ts';
import type { PlacedObject } from './facts.ts';
import type { CrdState, ReleaseOperation } from './plan.ts';

/** `live`: by `objectKey`, null where there is none; what is not in it could not be asked for. `skipped`: the release has `skipCrds`. */
export function crdStates(
  crds: readonly PlacedObject[],
  { operation, skipped, live }: CrdContext,
): CrdState[] {
  return crds.map((crd) => {
    const { name } = crd.id;
    const found = live.get(objectKey(crd.id));
    if (found === undefined) return { name, state: 'unknown', fields: [] };
    if (found === null) {
      const isInstall = operation === 'create' || operation === 'replace';
      return { name, state: isInstall && !skipped ? 'created' : 'missing', fields: [] };
    }
    const [difference] = driftOf({
      id: crd.id,
      applied: crd.manifest,
      live: found,
      dryRun: null,
      upgrade: false,
      changed: [],
    });
    return difference === undefined
      ? { name, state: 'same', fields: [] }
      : { name, state: 'outdated', fields: difference.fields.map(asWanted) };
  });
}

interface CrdContext {
  readonly operation: ReleaseOperation;
  readonly skipped: boolean;
  readonly live: ReadonlyMap<string, DataMap | null>;
}

/** From what the cluster has to what the chart has. */
const asWanted = ({ place, change, secret, before, after, lines }: CrdState['fields'][number]) => ({
  place,
  change: opposite[change],
  secret,
  before: after,
  after: before,
  lines: lines?.map((line) => ({ ...line, mark: mirrored[line.mark] }) as typeof line) ?? null,
});

const opposite = { added: 'removed', removed: 'added', changed: 'changed' } as const;
const mirrored = { added: 'removed', removed: 'added', same: 'same', skipped: 'skipped' } as const;
