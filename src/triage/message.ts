/** What Helm says of a release that failed: which of it is the API server's refusal of an object, and of which. */
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import { hints } from './hints.ts';
import { refusalIn, type Refusal } from './refusal.ts';
import type { Scene } from './scene.ts';
import { suspect, type Suspect } from './suspect.ts';
import type { CauseId } from './trouble.ts';

const longestMessage = 20_000; // characters that are looked at
const mostErrors = 50;

/** Stands for what Helm keeps of a release, where no object of it is to blame. */
export const releaseId = ({ name, namespace }: Scene['release']): ObjectId => ({
  apiVersion: 'helm.sh/v3',
  kind: 'Release',
  namespace,
  name,
});

/** `object`: null if the message does not name one of the release. */
interface Refused {
  readonly refusal: Refusal;
  readonly object: ObjectId | null;
}

/** One suspect for each refusal that the message quotes, each with its object as far as that can be told. */
export function messageTroubles(scene: Scene): Suspect[] {
  const found = refusalsOf(scene).map((each) => withObject(each, scene));
  const told = found.map(({ refusal, object }) =>
    suspect({
      cause: refusal.cause,
      object: object ?? releaseId(scene.release),
      message: refusal.message,
      hint: refusal.hint ?? handOver(refusal.cause, object, scene) ?? hints[refusal.cause],
    }),
  );
  return [
    ...new Map(told.map((each) => [JSON.stringify([each.cause, each.object, each.message]), each])).values(),
  ];
}

/** By the marks that Helm looks at (`checkOwnership` of its `pkg/action/validate.go`). Null where nothing is to be handed over. */
function handOver(cause: CauseId, object: ObjectId | null, { release }: Scene): string | null {
  if (cause !== 'name-taken' || object === null) return null;
  const where = object.namespace === null ? '' : ` --namespace ${object.namespace}`;
  const what = `${object.kind.toLowerCase()} ${object.name}${where} --overwrite`;
  const marks = `meta.helm.sh/release-name=${release.name} meta.helm.sh/release-namespace=${release.namespace}`;
  return `delete it, choose another name, or hand it over: \`kubectl annotate ${what} ${marks}\` and \`kubectl label ${what} app.kubernetes.io/managed-by=Helm\``;
}

/** Whether it takes a dry run to find out which object is refused. */
export const isUnnamed = (scene: Scene): boolean =>
  refusalsOf(scene).some(({ refusal, object }) => object === null && !bookkeeping.has(refusal.cause));

/** They are of the release as a whole, or of what Helm keeps of it. */
const bookkeeping = new Set(['name-taken', 'forbidden', 'missing-namespace', 'unreachable']);

function refusalsOf(scene: Scene): Refused[] {
  const message = scene.message?.slice(0, longestMessage) ?? '';
  // Go's multierror: `2 errors occurred:\n\t* …\n\t* …`
  const parts = message.split(/\n\s*\* /).slice(0, mostErrors);
  return parts.flatMap((part) => {
    const refusal = refusalIn(part);
    return refusal === null ? [] : [{ refusal, object: plannedObject(refusal, scene) }];
  });
}

/** Asked again, the API server says which one it refuses. */
function withObject({ refusal, object }: Refused, { refused }: Scene): Refused {
  if (object !== null) return { refusal, object };
  const again = refused.find(({ message }) => refusalIn(message)?.cause === refusal.cause);
  return { refusal, object: again?.object ?? null };
}

/** By its name and kind, which may be written `Deployment`, `Deployment.apps`, `deployments` or `deployments.apps`. */
function plannedObject({ kind, name, namespace }: Refusal, { objects, hooks }: Scene): ObjectId | null {
  const all = [...objects, ...hooks.map(({ object }) => object)];
  const word = kind === null ? null : (kind.split('.')[0] ?? '').toLowerCase();
  const fits = all.filter(
    (object) =>
      (name === null || object.name === name) &&
      (namespace === null || object.namespace === null || object.namespace === namespace) &&
      (word === null || isKind(object.kind.toLowerCase(), word)),
  );
  const keys = new Set(fits.map(objectKey));
  const isTold = name !== null || (word !== null && keys.size === 1);
  return isTold ? (fits[0] ?? null) : null;
}

/** Plurals as Kubernetes forms them (`UnsafeGuessKindToResource`): `ingresses`, `networkpolicies`. */
const isKind = (kind: string, word: string): boolean =>
  [kind, `${kind}s`, `${kind}es`, `${kind.replace(/y$/, '')}ies`].includes(word);
