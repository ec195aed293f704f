/** The plan of a stack as it would be applied now: what Pulumi, the cluster and the gate say, brought together. */
import { confidential } from '../contract/confidential.ts';
import type { CheckResult } from '../contract/finding.ts';
import type { Connection } from '../cluster/connection.ts';
import { discover, type Discovery } from '../cluster/discovery.ts';
import { readLive } from '../cluster/live-objects.ts';
import { readReleases, type ReleaseRecords } from '../cluster/release-records.ts';
import type { Preview } from '../deploy/deployment.ts';
import type { Manner } from '../deploy/manner.ts';
import { planned } from '../deploy/planned.ts';
import { objectKey } from '../kubernetes/object-id.ts';
import { assemble, type ReleaseInput } from '../plan/assemble.ts';
import { backingChange } from '../plan/backing.ts';
import { namespaceId, namespacesOf, nowhereFindings } from '../plan/nowhere.ts';
import type { Scope } from '../plan/placed.ts';
import type { Limits, Plan } from '../plan/plan.ts';
import { unrenderedFinding } from '../plan/unknown.ts';
import type { Renderer } from '../render/renderer.ts';
import { defaultKubeVersion } from '../contract/kubernetes/version.ts';
import { needsInPlan } from '../contract/needs/findings.ts';
import { secretsOf } from '../stack/secrets.ts';
import type { DesiredRelease, SecretValue } from '../stack/desired.ts';
import { offlineName, offlineValues } from '../systems/placeholders.ts';
import { lookupGaps, lookupsOf, planRenders, randomGaps } from './plan-renders.ts';
import { formerReleases, liveRelease } from './live-release.ts';
import { importsOf } from './adoption.ts';
import { stackPlace } from './plan-place.ts';
import { leftOutGaps, mannerOf, settledBy, type MannerOptions, type PlannedWork } from './planned-work.ts';
import { clusterNeeds, type ClusterNeeds } from './cluster-needs.ts';
import { atGate } from './contract-gate.ts';
import { startRenderer } from './renderer.ts';
import { chartPaths, type Io, type Prepared, type Session } from './session.ts';
import { stopwatch, type Stopwatch } from './stopwatch.ts';
import { together } from './together.ts';
import { isWaiting } from './waiting-releases.ts';
import { learnRecords, learnSecrets } from './written-secrets.ts';

export interface LivePlanOptions extends MannerOptions {
  /** Whether the contract gate is asked. */
  readonly check: boolean;
  readonly limits: Limits;
  /** Keys of releases that are compared with their newest revision, though it failed: Helm is made to do so, too. Default: none. */
  readonly fromNewest?: ReadonlySet<string>;
}

export interface LivePlan {
  readonly plan: Plan;
  readonly prepared: Prepared;
  readonly work: PlannedWork;
}

const unchecked: Pick<CheckResult, 'findings' | 'unjudged'> = { findings: [], unjudged: [] };
const unasked: Pick<ClusterNeeds, 'needs'> = { needs: [] };

/** Throws a `Failure` if there can be no plan. */
export async function livePlan(session: Session, options: LivePlanOptions, io: Io): Promise<LivePlan> {
  const { environment } = io;
  const watch = stopwatch();
  const { manner, leftOut } = mannerOf(session.stack, options);
  const starting = await startRenderer('auto', environment); // gets ready while charts are pulled
  const preparing = watch.timed('prepare', async () => await session.prepare());
  // Not before: Pulumi writes into the store of the state as soon as it runs, and what cannot be done shall leave no trace.
  const adopting = preparing.then(async () => ({
    ...manner,
    imports: await importsOf(session.connection(), session.stack),
  }));
  const previewing = together([preparing, adopting] as const).then(
    async ([{ charts }, how]) =>
      await watch.timed('pulumi', async () => await session.deployment.preview(chartPaths(charts), how)),
  );
  const ended = Promise.allSettled([previewing]);
  try {
    const [prepared, renderer, how] = await together([preparing, starting.renderer, adopting] as const);
    const connection = session.connection();
    const known = { session, options, io, watch, prepared, previewing, renderer, connection };
    return { prepared, ...(await planOf({ ...known, manner: how, leftOut })) };
  } finally {
    await ended; // whatever failed, Pulumi is not left running
    session.close();
    await starting.close();
  }
}

interface Work {
  readonly session: Session;
  readonly options: LivePlanOptions;
  readonly io: Io;
  readonly watch: Stopwatch;
  readonly prepared: Prepared;
  readonly previewing: Promise<Preview>;
  readonly renderer: Renderer;
  readonly connection: Connection;
  readonly manner: Manner;
  readonly leftOut: ReadonlySet<string>;
}

async function planOf(work: Work): Promise<Pick<LivePlan, 'plan' | 'work'>> {
  const { session, options, io, watch, prepared, previewing, renderer, connection, leftOut } = work;
  const { stack, loaded } = session;
  const { charts, version } = prepared;
  const discovering = watch.timed('cluster', async () => await discover(connection));
  const [check, previewed, discovery, history, found] = await together([
    options.check
      ? watch.timed('check', async () => await atGate({ loaded, stack, charts, version }, renderer, io))
      : unchecked,
    previewing,
    discovering,
    watch.timed('cluster', async () => await histories(connection, stack.releases, options.fromNewest)),
    // Beside Pulumi, which takes longer.
    options.check
      ? watch.timed('needs', async () => {
          const of = { loaded, stack, charts, version };
          return await clusterNeeds(of, renderer, connection, await discovering);
        })
      : unasked,
  ] as const);
  const needs = needsInPlan(found.needs, stack.stack, leftOut);
  const { preview, settled } = settledBy(previewed, options);
  const resources = planned(stack, preview);
  const former = formerReleases(stack, resources);
  const gone = await watch.timed('cluster', async () => await readReleases(connection, former));
  const kubeVersion = version ?? stack.cluster.kubeVersion ?? defaultKubeVersion;
  const renders = await watch.timed('render', async () => {
    const texts = await secretTexts(work);
    return await planRenders(renderer, {
      directory: loaded.directory,
      stack,
      charts,
      kubeVersion,
      apiVersions: discovery.apiVersions,
      isUpgrade: ({ key }) => resources.releases.get(key)?.step?.operation !== 'create',
      // As the release has it while nothing is done to it, so that a chart that prints it does not seem to have changed.
      revision: (release) => {
        const { key } = release;
        if (discovery.apiVersions.length === 0) return null; // nobody says what the cluster has
        const { latest, applied } = history.releases.get(key) ?? { latest: null, applied: null };
        const isSame = resources.releases.get(key)?.step === null && !isWaiting(release, stack, resources);
        return isSame && applied !== null ? applied.revision : (latest?.revision ?? 0) + 1;
      },
      stand: {
        secret: (value) => texts.get(value) ?? '',
        property: (backing, field) =>
          resources.property(backing, field) ?? (field === 'name' ? offlineName(backing) : newVersion),
      },
    });
  });
  const scope: Scope = (apiVersion, kind) => discovery.resourceOf(apiVersion, kind)?.namespaced ?? null;
  const records = new Map([...history.releases, ...gone.releases]);
  const told = new Map([...renders.of].filter(([key]) => !leftOut.has(key)));
  const inputs = [
    ...stack.releases.map(({ key }) => key),
    ...former.filter(({ isGone }) => isGone).map(({ key }) => key),
  ].map((key) => liveRelease(key, { stack, charts, resources, renders: told, records, scope }));
  const failed = [...renders.failures].map(([key, failure]) => {
    const release = stack.releases.find((each) => each.key === key);
    const hide = confidential(offlineValues(release?.values ?? {}, stack), null);
    return unrenderedFinding(key, stack.stack, { ...failure, message: hide(failure.message) });
  });
  learnRecords(records.values(), io.redactor);
  learnSecrets(
    inputs.flatMap(({ before, after }) => [...before.objects, ...after.objects]),
    io.redactor,
  );
  const live = await watch.timed('cluster', async () => await liveObjects(inputs, connection, discovery));
  const nowhere = nowhereFindings(inputs, stack.stack, {
    lacksKind: (apiVersion, kind) =>
      !discovery.isUnknown(apiVersion) && discovery.resourceOf(apiVersion, kind) === null,
    ownNamespaces: new Set(stack.backing.flatMap((each) => (each.kind === 'namespace' ? each.name : []))),
    live: live.live,
  });
  const lookups = await lookupsOf(renderer, stack, charts);
  const releases = inputs.map((input) => ({ ...input, live: live.live }));
  const plan = assemble({
    tier: 'live',
    stack,
    ...stackPlace(loaded.directory),
    base: null,
    cluster: { identifier: stack.cluster.identifier, kubeVersion },
    steps: preview.steps,
    counts: preview.counts,
    releases,
    leftOut,
    backing: resources.backing.map(backingChange),
    check: { ...check, findings: [...failed, ...nowhere, ...needs.findings, ...check.findings] },
    renders: new Map([...told].map(([key, { placeholders }]) => [key, placeholders])),
    limits: options.limits,
    gaps: [
      ...new Set([
        ...discovery.gaps,
        ...history.gaps,
        ...gone.gaps,
        ...live.gaps,
        ...lookupGaps(lookups),
        ...randomGaps(told),
        ...leftOutGaps(leftOut),
        ...needs.gaps,
      ]),
    ],
    timings: watch.timings(),
  });
  const isUncertain = ({ key }: DesiredRelease): boolean =>
    lookups.some(({ keys }) => keys.includes(key)) || (told.get(key)?.random.length ?? 0) > 0;
  const keysWhere = (is: (release: DesiredRelease) => boolean): ReadonlySet<string> =>
    new Set(stack.releases.filter(is).map(({ key }) => key));
  return {
    plan,
    work: {
      manner: { ...work.manner, settled },
      leftOut,
      discovery,
      releases: new Map(releases.map((release) => [release.key, release])),
      uncertain: keysWhere(isUncertain),
      waiting: keysWhere((release) => isWaiting(release, stack, resources)),
      hasOtherOutputs: preview.hasOtherOutputs,
    },
  };
}

async function histories(
  connection: Connection,
  releases: readonly DesiredRelease[],
  fromNewest: ReadonlySet<string> = new Set(),
): Promise<ReleaseRecords> {
  const read = await readReleases(connection, releases);
  const those = [...read.releases].map(
    ([key, history]) =>
      [key, fromNewest.has(key) ? { ...history, applied: history.latest } : history] as const,
  );
  return { ...read, releases: new Map(those) };
}

/** What only `up` will know of a Secret that changes in its place. */
const newVersion = '(new)';

/** Of the secrets that stand in values, for charts that take them nowhere else. */
async function secretTexts({ session, io }: Work): Promise<ReadonlyMap<SecretValue, string>> {
  const found = secretsOf({ backing: [], releases: session.stack.releases });
  const texts = await Promise.all(
    found.map(async (value) => {
      const text = await session.reveal(value);
      io.redactor.learn(text, value.path.join('.'));
      return [value, text] as const;
    }),
  );
  return new Map(texts);
}

type LiveQuestion = Parameters<typeof readLive>[2][number];

async function liveObjects(
  inputs: readonly Omit<ReleaseInput, 'live'>[],
  connection: Connection,
  discovery: Discovery,
): ReturnType<typeof readLive> {
  const applied = inputs.flatMap(({ before }) =>
    before.objects.map(({ id, manifest }) => [objectKey(id), { id, applied: manifest }] as const),
  );
  const others = inputs.flatMap(({ after }) =>
    [...after.objects, ...after.crds].map(({ id }) => [objectKey(id), { id, applied: null }] as const),
  );
  const namespaces = inputs
    .flatMap(namespacesOf)
    .map(namespaceId)
    .map((id) => [objectKey(id), { id, applied: null }] as const);
  const wanted = [...new Map<string, LiveQuestion>([...namespaces, ...others, ...applied]).values()];
  return await readLive(connection, discovery, wanted);
}
