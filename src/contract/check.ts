/** The gate: renders every case, asks every rule, and gathers what they say. */
import type { ChartFacts, Renderer, RenderOutcome } from '../render/renderer.ts';
import type { Provided, Subject, Surroundings } from '../systems/rule.ts';
import type { Case } from './case.ts';
import { confidential, withheld } from './confidential.ts';
import { ChartCount } from './coverage.ts';
import { unexpected } from './expectation.ts';
import type { CaseOutcome, ChartCoverage, Finding, Unjudged } from './finding.ts';
import { findingOf, judge, type Judgement } from './judge.ts';
import { inTurns } from './in-turns.ts';
import { acrossReleases } from './references/across-releases.ts';
import { providedBy, shelfOf, surroundings, type Others, type Shelf } from './references/surroundings.ts';

/** Renders that are under way at once: enough for every core, and few enough to hold in memory. */
const atOnce = 32;

export interface CheckRequest {
  /** What the stacks apply. Always rendered, since the other cases may rely on it. */
  readonly applied: readonly Case[];
  /** Those of contract files. */
  readonly contracted: readonly Case[];
  /** Whose findings are asked for. */
  readonly isWanted: (one: Case) => boolean;
  readonly renderer: Renderer;
  readonly coverage: boolean;
  /** Branches that something else reaches, by path of the chart; see `branchKeys`. */
  readonly alsoReached?: (() => Promise<ReadonlyMap<string, ReadonlySet<string>>>) | undefined;
  /** For one render. */
  readonly timeoutSeconds: number;
  readonly onProgress: (done: number, all: number) => void;
  /** Called once, when the first cases of contracts are being rendered; they are judged when it is done. */
  readonly prepare: () => Promise<void>;
  /** Of every case that is judged, before it is. */
  readonly onSubject: (one: Case, subject: Subject) => void;
}

export interface Checked {
  readonly cases: readonly Outcome[];
  readonly findings: readonly FoundIn[];
  readonly unjudged: readonly Unjudged[];
  /** By path of the chart; null if it was not asked for. */
  readonly coverage: ReadonlyMap<string, ChartCoverage> | null;
}

export interface Outcome {
  /** How many findings are open is known once waivers were looked at. */
  readonly outcome: Omit<CaseOutcome, 'findings'>;
  readonly of: Case;
}

export interface FoundIn {
  readonly finding: Finding;
  readonly of: Case;
}

interface Rendered {
  readonly one: Case;
  readonly chart: ChartFacts;
  readonly outcome: RenderOutcome;
  readonly milliseconds: number;
}

export async function check(request: CheckRequest): Promise<Checked> {
  const { renderer, isWanted, coverage, timeoutSeconds } = request;
  const contracted = request.contracted.filter(isWanted);
  const all = request.applied.length + contracted.length;
  let done = 0;
  const counts = new Map<string, ChartCount>();

  const render = async (one: Case): Promise<Rendered> => {
    const started = performance.now();
    const [chart, outcome] = await Promise.all([
      renderer.chart(one.request.chart),
      renderer.render({
        ...one.request,
        coverage,
        timeoutSeconds,
        withoutValues: !one.packs.some(({ readsValues }) => readsValues),
      }),
    ]);
    if (coverage) {
      const count = counts.get(one.request.chart) ?? new ChartCount(chart);
      counts.set(one.request.chart, count);
      if (outcome.ok) count.add(outcome.render, outcome.reached, one.given);
    }
    request.onProgress(++done, all);
    return { one, chart, outcome, milliseconds: performance.now() - started };
  };

  // Once the first cases are with the renderer.
  let prepared: Promise<void> | null = null;
  const ready = async (): Promise<void> => await (prepared ??= request.prepare());

  const applied = await inTurns(request.applied, atOnce, render);
  const provided = new Provisions(applied);
  const results = applied
    .filter(({ one }) => isWanted(one))
    .map((rendered) => verdict(rendered, provided.besides(rendered.one), request.onSubject));
  results.push(
    ...stackResults(
      applied.filter(({ one }) => isWanted(one)),
      provided,
    ),
  );
  // Judged as they come: a thousand renders are not kept.
  const judging = inTurns(contracted, atOnce, async (one) => {
    const rendered = await render(one);
    await ready();
    return verdict(rendered, provided.besides(one), request.onSubject);
  });
  const [judged] = await Promise.all([judging, ready()]);
  results.push(...judged);
  const also = coverage ? await request.alsoReached?.() : undefined;
  for (const [chart, keys] of also ?? []) counts.get(chart)?.addBranches(keys);
  return {
    cases: results.flatMap(({ outcome }) => outcome ?? []),
    findings: results.flatMap(({ findings }) => findings),
    unjudged: results.flatMap(({ unjudged }) => unjudged),
    coverage: coverage ? new Map([...counts].map(([chart, count]) => [chart, count.result()])) : null,
  };
}

interface Result {
  readonly outcome: Outcome | null;
  readonly findings: readonly FoundIn[];
  readonly unjudged: readonly Unjudged[];
}

/** What the releases of each stack provide, by their renders for an install. */
class Provisions {
  readonly #byStack: ReadonlyMap<string | null, Shelf>;
  readonly #given = new Map<readonly Provided[], Shelf>();

  constructor(applied: readonly Rendered[]) {
    const installed = applied.filter(({ one }) => !one.request.isUpgrade);
    this.#byStack = new Map(
      [...Map.groupBy(installed, ({ one }) => one.stack)].map(([stack, group]) => [
        stack,
        shelfOf(group.flatMap(ownProvisions)),
      ]),
    );
  }

  /** Everything that is there for a case but the release itself. */
  besides({ stack, release, provided }: Case): readonly Others[] {
    const shelf = stack === null ? undefined : this.#byStack.get(stack);
    return [
      { shelf: this.#shelfOf(provided), without: null },
      ...(shelf === undefined ? [] : [{ shelf, without: release }]),
    ];
  }

  /** All cases of a stack are given the same. */
  #shelfOf(provided: readonly Provided[]): Shelf {
    const shelf = this.#given.get(provided) ?? shelfOf(provided);
    this.#given.set(provided, shelf);
    return shelf;
  }
}

function ownProvisions({ one, outcome }: Rendered): Provided[] {
  if (!outcome.ok) return [];
  const { release, request } = one;
  return providedBy(outcome.render.objects, {
    by: `release ${release}`,
    release,
    namespace: request.namespace,
  });
}

function verdict(
  rendered: Rendered,
  besides: readonly Others[],
  onSubject: CheckRequest['onSubject'],
): Result {
  const { one, chart, outcome, milliseconds } = rendered;
  const hide = confidential(one.given, outcome.ok ? outcome.render.objects : null);
  const refused = unexpected(one, outcome, hide);
  let judgement: Judgement = { findings: [], unjudged: [], rules: 0 };
  if (outcome.ok && refused === null) {
    const subject = subjectOf(rendered, besides);
    onSubject(one, subject);
    judgement = judge({ subject, chart, caseName: one.name }, one);
  }
  const findings = refused === null ? judgement.findings : [refused];
  return {
    outcome: {
      of: one,
      outcome: {
        name: one.name,
        release: one.release,
        stack: one.stack,
        kubeVersion: one.request.kubeVersion,
        outcome: outcome.ok ? 'rendered' : 'failed',
        expected: (one.contract?.case.fails ?? null) === null ? 'render' : 'failure',
        objects: outcome.ok ? outcome.render.objects.length : 0,
        rules: judgement.rules,
        milliseconds,
        source: one.source,
      },
    },
    findings: findings.map((finding) => ({ finding: withheld(finding, hide), of: one })),
    unjudged: judgement.unjudged.map((each) => ({ ...each, reason: hide(each.reason) })),
  };
}

function subjectOf(rendered: Rendered, besides: readonly Others[]): Subject {
  const { one, chart, outcome } = rendered;
  const { render } = outcome as Extract<RenderOutcome, { ok: true }>;
  const { name, namespace, isUpgrade, kubeVersion, apiVersions } = one.request;
  let around: Surroundings | null = null;
  return {
    release: { name, namespace, isUpgrade, kubeVersion, apiVersions, options: one.options },
    chart: {
      name: chart.name,
      version: chart.version,
      appVersion: chart.appVersion,
      templates: chart.templates,
    },
    get values() {
      if (render.values !== null) return render.values;
      throw new Error('it reads values, and its pack does not say so');
    },
    given: one.given,
    objects: render.objects,
    // Made only if some rule asks: most cases of a chart by itself have none that does.
    get around() {
      return (around ??= surroundings(ownProvisions(rendered), besides));
    },
  };
}

/** What only all releases of a stack together show: one object twice. */
function stackResults(applied: readonly Rendered[], provided: Provisions): Result[] {
  const installs = applied.filter(({ one, outcome }) => outcome.ok && !one.request.isUpgrade);
  return [...Map.groupBy(installs, ({ one }) => one.stack).values()].map((group) => {
    const cases = new Map(group.map(({ one }) => [one.release, one]));
    const subjects = group.map((rendered) => ({
      key: rendered.one.release,
      subject: subjectOf(rendered, provided.besides(rendered.one)),
    }));
    const findings = [...acrossReleases(subjects)].flatMap(({ key, rule, violation }) => {
      const one = cases.get(key);
      return one === undefined ? [] : [{ finding: findingOf(violation, rule, one), of: one }];
    });
    return { outcome: null, findings, unjudged: [] };
  });
}
