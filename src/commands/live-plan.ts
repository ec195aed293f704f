/** The plan of a stack as it would be applied now: what Pulumi, the cluster and the gate say, brought together. */
import { confidential } from '../contract/confidential.ts';
import type { CheckResult } from '../contract/finding.ts';
import type { Connection } from '../cluster/connection.ts';
import { discover, type Discovery } from '../cluster/discovery.ts';
import { readLive } from '../cluster/live-objects.ts';
import { readReleases } from '../cluster/release-records.ts';
import type { Preview } from '../deploy/deployment.ts';
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
import { secretsOf } from '../stack/secrets.ts';
import type { SecretValue } from '../stack/desired.ts';
import { offlineName, offlineValues } from '../systems/placeholders.ts';
import { lookupGaps, planRenders, randomGaps } from './plan-renders.ts';
import { formerReleases, liveRelease } from './live-release.ts';
import { stackPlace } from './plan-place.ts';
import { atGate } from './contract-gate.ts';
import { startRenderer } from './renderer.ts';
import { chartPaths, type Io, type Prepared, type Session } from './session.ts';
import { stopwatch, type Stopwatch } from './stopwatch.ts';
import { together } from './together.ts';
import { isWaiting } from './waiting-releases.ts';
import { learnRecords, learnSecrets } from './written-secrets.ts';

export interface LivePlanOptions {
  /** Whether the contract gate is asked. */
  readonly check: boolean;
  readonly limits: Limits;
}

export interface LivePlan {
  readonly plan: Plan;
  readonly prepared: Prepared;
}

const unchecked: Pick<CheckResult, 'findings' | 'unjudged'> = { findings: [], unjudged: [] };

/** Throws a `Failure` if there can be no plan. */
export async function livePlan(session: Session, options: LivePlanOptions, io: Io): Promise<LivePlan> {
  const { environment } = io;
  const watch = stopwatch();
  const starting = await startRenderer('auto', environment); // gets ready while charts are pulled
  const preparing = watch.timed('prepare', async () => await session.prepare());
  // Not before: Pulumi writes into the store of the state as soon as it runs, and what cannot be done shall leave no trace.
  const previewing = preparing.then(
    async ({ charts }) =>
      await watch.timed('pulumi', async () => await session.deployment.preview(chartPaths(charts))),
  );
  const ended = Promise.allSettled([previewing]);
  try {
    const [prepared, renderer] = await together([preparing, starting.renderer] as const);
    const connection = session.connection();
    const plan = await planOf({ session, options, io, watch, prepared, previewing, renderer, connection });
    return { plan, prepared };
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
}

async function planOf(work: Work): Promise<Plan> {
  const { session, options, io, watch, prepared, previewing, renderer, connection } = work;
  const { stack, loaded } = session;
  const { charts, version } = prepared;
  const [check, preview, discovery, history] = await together([
    options.check
      ? watch.timed('check', async () => await atGate({ loaded, stack, charts, version }, renderer, io))
      : unchecked,
    previewing,
    watch.timed('cluster', async () => await discover(connection)),
    watch.timed('cluster', async () => await readReleases(connection, stack.releases)),
  ] as const);
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
  const inputs = [
    ...stack.releases.map(({ key }) => key),
    ...former.filter(({ isGone }) => isGone).map(({ key }) => key),
  ].map((key) => liveRelease(key, { stack, charts, resources, renders: renders.of, records, scope }));
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
  return assemble({
    tier: 'live',
    stack,
    ...stackPlace(loaded.directory),
    base: null,
    cluster: { identifier: stack.cluster.identifier, kubeVersion },
    steps: preview.steps,
    counts: preview.counts,
    releases: inputs.map((input) => ({ ...input, live: live.live })),
    backing: resources.backing.map(backingChange),
    check: { ...check, findings: [...failed, ...nowhere, ...check.findings] },
    renders: new Map([...renders.of].map(([key, { placeholders }]) => [key, placeholders])),
    limits: options.limits,
    gaps: [
      ...new Set([
        ...discovery.gaps,
        ...history.gaps,
        ...gone.gaps,
        ...live.gaps,
        ...(await lookupGaps(renderer, stack, charts)),
        ...randomGaps(renders.of),
      ]),
    ],
    timings: watch.timings(),
  });
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
