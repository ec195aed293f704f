/** Why releases failed: the cluster is asked what became of their objects, and what it says is told without secrets. */
import type { Connection } from '../cluster/connection.ts';
import { discover, type Discovery } from '../cluster/discovery.ts';
import { externalSecretsIn } from '../cluster/external-secrets.ts';
import { readLogTail } from '../cluster/logs.ts';
import { observe } from '../cluster/observed.ts';
import { readSources, type AskedSource, type FoundSource } from '../cluster/sources.ts';
import { refusedNow } from '../cluster/trials.ts';
import { objectKey } from '../kubernetes/object-id.ts';
import type { Placed } from '../plan/placed.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { Failure } from '../stack/failure.ts';
import { eventsOf } from '../triage/event-tail.ts';
import { isUnnamed } from '../triage/message.ts';
import { neededSources } from '../triage/needed-sources.ts';
import { emptyScene, sourceKey, type Scene, type Source } from '../triage/scene.ts';
import type { Suspect } from '../triage/suspect.ts';
import { offlineSuspects, suspectsIn } from '../triage/troubles.ts';
import type { LogTail, Trouble } from '../triage/trouble.ts';
import { learnSecrets } from './written-secrets.ts';

export interface FailedRelease {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  /** What was to be applied, hooks included. */
  readonly after: Placed;
  /** What Pulumi said of its step; null if nothing. */
  readonly message: string | null;
  /** When its step began. */
  readonly since: Date;
}

/** A cluster that answers slowly shall not keep the outcome back for longer. */
const patienceMilliseconds = 30_000;

/**
 * By the key of the release, most telling first; at least one for each. Never rejects: of what cannot be asked, what Helm said is told. Texts have passed
 * the redactor.
 */
export async function troublesOf(
  connection: Connection,
  failed: readonly FailedRelease[],
  { redactor }: { readonly redactor: Redactor },
): Promise<ReadonlyMap<string, readonly Trouble[]>> {
  if (failed.length === 0) return new Map();
  const discovery = discover(connection);
  const told = failed.map(async (release) => {
    const found = await inTime(
      (async () => await troublesIn(connection, await discovery, release, redactor))(),
    );
    const troubles =
      typeof found === 'string' ? offlineSuspects(sceneOf(release), found).map(offline) : found;
    return [release.key, redactor.redactData(troubles)] as const;
  });
  return new Map(await Promise.all(told));
}

/** What comes of it; a sentence if nothing does. */
async function inTime<T>(work: Promise<T>): Promise<T | string> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<string>((resolve) => {
    timer = setTimeout(
      () => resolve(`the cluster took more than ${patienceMilliseconds / 1000} s to say what is wrong`),
      patienceMilliseconds,
    );
  });
  try {
    return await Promise.race([work, patience]);
  } catch (error) {
    return error instanceof Failure
      ? error.message
      : `what is wrong could not be found out (${String(error)})`;
  } finally {
    clearTimeout(timer);
  }
}

const sceneOf = ({ name, namespace, after, message, since }: FailedRelease): Scene => ({
  ...emptyScene,
  release: { name, namespace },
  message,
  since: since.toISOString(),
  objects: [...after.objects, ...after.crds].map(({ id }) => id),
  hooks: after.hooks.map(({ id, rendered }) => ({
    object: id,
    events: rendered.hook?.events ?? [],
    deletePolicies: rendered.hook?.deletePolicies ?? [],
  })),
});

async function troublesIn(
  connection: Connection,
  discovery: Discovery,
  release: FailedRelease,
  redactor: Redactor,
): Promise<Trouble[]> {
  const plain = sceneOf(release);
  const all = [...plain.objects, ...plain.hooks.map(({ object }) => object)];
  const observed = { ...plain, ...(await observe(connection, discovery, all)) };
  const found = await readSources(connection, unlike(neededSources(observed)));
  learnSecrets(
    found.flatMap(({ live }) => (live === null ? [] : [{ manifest: live }])),
    redactor,
  );
  const lacking = found.flatMap(({ kind, namespace, live }) =>
    kind === 'Secret' && namespace !== null && live === null ? [namespace] : [],
  );
  const makers = await Promise.all(
    [...new Set(lacking)].map(async (namespace) => await externalSecretsIn(connection, discovery, namespace)),
  );
  const scene: Scene = {
    ...observed,
    makers: makers.flat(),
    sources: new Map(
      found.map((source) => [sourceKey(source.kind, source.namespace, source.name), sourceOf(source)]),
    ),
    refused: isUnnamed(observed) ? await refusedNow(connection, discovery, absent(release, observed)) : [],
  };
  return await Promise.all(
    suspectsIn(scene).map(async (one) => trouble(one, scene, await logOf(connection, one))),
  );
}

const unlike = (asked: readonly AskedSource[]): AskedSource[] => [
  ...new Map(asked.map((source) => [sourceKey(source.kind, source.namespace, source.name), source])).values(),
];

const sourceOf = ({ live, keys }: FoundSource): Source => ({ exists: live !== null, keys });

/** Those first that never came to be; what is there may be refused as well. */
function absent({ after }: FailedRelease, { live }: Scene): Placed['objects'] {
  const all = [...after.hooks, ...after.objects];
  const isThere = ({ id }: (typeof all)[number]): boolean => (live.get(objectKey(id)) ?? null) !== null;
  return [...all.filter((each) => !isThere(each)), ...all.filter(isThere)];
}

/** Null if there is none: a container that never began has none, and one of long ago may be gone. */
async function logOf(connection: Connection, { log }: Suspect): Promise<LogTail | null> {
  if (log === null) return null;
  const tried = log.previous ? [log, { ...log, previous: false }] : [log];
  for (const asked of tried) {
    const lines = await readLogTail(connection, asked).catch(() => null);
    if (lines !== null)
      return { pod: asked.pod, container: asked.container, previous: asked.previous, lines };
  }
  return null;
}

function trouble(found: Suspect, scene: Scene, log: LogTail | null): Trouble {
  const { cause, object, of, container, message, hint } = found;
  return { cause, object, of, container, message, hint, events: eventsOf(found, scene), log };
}

const offline = ({ cause, object, of, container, message, hint }: Suspect): Trouble => ({
  cause,
  object,
  of,
  container,
  message,
  hint,
  events: [],
  log: null,
});
