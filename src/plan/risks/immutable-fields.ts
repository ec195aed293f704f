/** Changes that the API server refuses: the upgrade fails, and Helm's `--force` is not used. */
import { at, isMap, textAt, type Data, type DataPath } from '../../kubernetes/data.ts';
import { fieldText, isUnder, type FieldPlace } from '../../kubernetes/field.ts';
import { objectText, type ObjectId } from '../../kubernetes/object-id.ts';
import { immutables, type Immutable, type Way } from './immutable-table.ts';
import { told, type ReleaseJudge } from './judge.ts';
import { kindOf, type Arrival } from './scene.ts';
import { covers, isDefaulted } from './server-defaults.ts';
import { kubectl, listText, unique } from './wording.ts';

export const immutableFields: ReleaseJudge = function* ({ arriving, live }) {
  for (const arrival of arriving) {
    const { id, how } = arrival;
    const inCluster = live(id);
    // Only what is patched can be refused: Helm makes anew what is not there.
    if (how !== 'changed' || inCluster === null) continue;
    const rules = Object.hasOwn(immutables, kindOf(id)) ? (immutables[kindOf(id)] ?? []) : [];
    const refused = rules.map((rule) => ({ way: rule.way, places: placesOf(rule, arrival, inCluster) }));
    const places = refused.flatMap((each) => each.places);
    const way = refused.find((each) => each.places.length > 0)?.way;
    if (way !== undefined) {
      const texts = unique(places.map(fieldText));
      yield told('immutable-field', 'error', {
        object: id,
        place: places[0] ?? [],
        message: `${objectText(id)}: ${listText(texts)} ${texts.length === 1 ? 'changes' : 'change'}, which the API server refuses: the upgrade fails`,
        hint: hintOf(way, id),
      });
    }
    yield* revisionHistory(arrival);
    yield* updateStrategy(arrival);
  }
};

function placesOf(rule: Immutable, arrival: Arrival, live: Data | undefined): FieldPlace[] {
  const { before, after, fields, folded } = arrival;
  if (before === null || rule.when?.(before.manifest) === false) return [];
  const changed = [
    ...fields.filter((field) => !isDefaulted(field)).map(({ place }) => place),
    // Noise elsewhere; here it is refused like any other change.
    ...folded.flatMap(({ noise, places }) => (refusedNoise.has(noise) ? places : [])),
  ];
  return changed.filter((place) => {
    const top = rule.places.find((start) => isUnder(place, ...start));
    if (top === undefined || rule.except?.some((start) => isUnder(place, ...start)) === true) return false;
    if (isAllowed(place, arrival)) return false;
    return !(isMap(live) && isThere(live, after.manifest, top, place));
  });
}

const refusedNoise = new Set(['checksum', 'chart-label', 'order']);

/** Somebody has made it anew by hand, as it is to be. */
function isThere(live: Data, wanted: Data, top: DataPath, place: FieldPlace): boolean {
  // The field itself if it can be found by its path, else all of what may not change.
  const path = place.filter((step) => typeof step !== 'object');
  const exact = path.length === place.length ? path : top;
  const asked = at(wanted, ...exact);
  return asked !== undefined && covers(at(live, ...exact), asked);
}

/** Exceptions that depend on more than the place. */
function isAllowed(place: FieldPlace, { id, before, after }: Arrival): boolean {
  const [, part, container, field] = place;
  switch (kindOf(id)) {
    case 'Pod':
      return (
        (part === 'containers' || part === 'initContainers') && container !== undefined && field === 'image'
      );
    case 'batch/Job': {
      if (part === 'completions') {
        // An indexed Job may be resized, together with its parallelism.
        const spec = at(after.manifest, 'spec');
        return (
          textAt(spec, 'completionMode') === 'Indexed' && at(spec, 'completions') === at(spec, 'parallelism')
        );
      }
      // What decides where its pods run may change until it starts.
      return (
        at(before?.manifest, 'spec', 'suspend') === true &&
        schedulingPlaces.some((start) => isUnder(place, 'spec', 'template', ...start))
      );
    }
    default:
      return false;
  }
}

const schedulingPlaces: readonly DataPath[] = [
  ['metadata', 'annotations'],
  ['metadata', 'labels'],
  ['spec', 'nodeSelector'],
  ['spec', 'tolerations'],
  ['spec', 'schedulingGates'],
  ['spec', 'affinity', 'nodeAffinity'],
];

function hintOf(way: Way, id: ObjectId): string {
  switch (way) {
    case 'orphan':
      return `Delete it without its pods, and the upgrade makes it anew: ${kubectl('delete', id, '--cascade=orphan')}. Pods that the new selector does not match are left over.`;
    case 'again':
      return `Delete it before the upgrade, which makes it anew: ${kubectl('delete', id)}. Or give it a name that changes with its content.`;
    case 'rename':
      return 'Give it another name: then a new one is made and the old one goes.';
  }
}

function* revisionHistory({ id, fields }: Arrival): ReturnType<ReleaseJudge> {
  const field = fields.find(({ place }) => isUnder(place, 'spec', 'revisionHistoryLimit'));
  if (field === undefined || kindOf(id) !== 'apps/StatefulSet') return;
  yield told('immutable-field', 'warning', {
    object: id,
    place: field.place,
    message: `${objectText(id)}: spec.revisionHistoryLimit changes, which the API server refuses up to Kubernetes 1.32: there the upgrade fails`,
    hint: hintOf('orphan', id),
  });
}

/**
 * The server completes RollingUpdate by its settings. Helm's patch takes away only what the old manifest has, so they stay beside OnDelete, which
 * the server refuses. (Deployments have a patch strategy against that.)
 */
function* updateStrategy({ id, before, after }: Arrival): ReturnType<ReleaseJudge> {
  if (kindOf(id) !== 'apps/StatefulSet' || before === null) return;
  const place = ['spec', 'updateStrategy'];
  const typeOf = (set: Data): string => textAt(set, ...place, 'type') ?? 'RollingUpdate';
  const settings = [before, after].map(({ manifest }) => at(manifest, ...place, 'rollingUpdate'));
  if (typeOf(before.manifest) !== 'RollingUpdate' || typeOf(after.manifest) !== 'OnDelete') return;
  if (settings.some((each) => each !== undefined)) return;
  yield told('immutable-field', 'error', {
    object: id,
    place,
    message: `${objectText(id)}: spec.updateStrategy becomes OnDelete, and the settings of RollingUpdate that the server has filled in stay beside it, which it refuses: the upgrade fails`,
    hint: 'Say spec.updateStrategy.rollingUpdate: null beside it.',
  });
}
