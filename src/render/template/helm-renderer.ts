/** `helm template` for each case, as a `Renderer`: where there is no renderer of ours, and to compare with it. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../stack/failure.ts';
import { ChartProblem } from '../charts/problem.ts';
import type { ChartFacts, Renderer, RenderFailure, RenderOutcome, RenderRequest } from '../renderer.ts';
import { factsOf, readChartFiles } from './chart-files.ts';
import { failureIn, warningsIn } from './complaint.ts';
import { readObjects, Refusal, splitOutput } from './output.ts';
import { takeProbe, withProbe } from './probe.ts';
import { cannotRunSuites, refuseSuites } from './refuse-suites.ts';
import { runHelm, type HelmRun } from './run-helm.ts';
import { turnstile } from './turnstile.ts';

const versionSeconds = 10;

interface KnownChart {
  readonly facts: ChartFacts;
  readonly probed: string; // path of the copy with the probe
}

/** Throws a `Failure` (configuration) if the program is not Helm. */
export async function helmRenderer(helm: string): Promise<Renderer> {
  const asked = await runHelm(helm, ['version', '--template', '{{.Version}}'], {
    timeoutSeconds: versionSeconds,
  }).catch(() => null);
  const version = /^v(\d+\.\d+\.\d+\S*)$/.exec(asked?.stdout.trim() ?? '')?.[1];
  if (version === undefined) throw new Failure('configuration', `${helm} does not tell a version of Helm`);
  const description = `helm template (Helm ${version})`;
  const folder = await mkdtemp(join(tmpdir(), 'k8s-deploy-render-'));
  const closing = new AbortController();
  const charts = new Map<string, Promise<KnownChart>>();
  const pass = turnstile(availableParallelism());

  async function learn(path: string): Promise<KnownChart> {
    const files = await readChartFiles(path);
    const facts = await factsOf(files);
    const probed = join(folder, `${randomUUID()}.tgz`);
    await writeFile(probed, withProbe(facts.name, files));
    return { facts, probed };
  }

  function know(path: string): Promise<KnownChart> {
    const known = charts.get(path) ?? learn(path);
    charts.set(path, known);
    return known;
  }

  async function template(request: RenderRequest, chart: string): Promise<HelmRun> {
    const files = request.values.map(() => join(folder, `${randomUUID()}.json`));
    try {
      await Promise.all(files.map((file, index) => writeFile(file, JSON.stringify(request.values[index]))));
      return await runHelm(helm, argumentsOf(request, chart, files), {
        timeoutSeconds: request.timeoutSeconds,
        signal: closing.signal,
      });
    } finally {
      await Promise.all(files.map((file) => rm(file, { force: true })));
    }
  }

  async function render(request: RenderRequest): Promise<RenderOutcome> {
    // What this program's own reading of charts refuses, Helm refuses in its own words, or renders.
    const known = await know(request.chart).catch(() => null);
    const run = await template(request, known?.probed ?? request.chart);
    // The probe may fail in another place than the template that is at fault.
    const plain = run.exitCode === 0 || run.timedOut ? run : await template(request, request.chart);
    return outcomeOf(plain, request.timeoutSeconds);
  }

  return {
    description,
    async chart(path) {
      try {
        return (await know(path)).facts;
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        const cause = { cause: error };
        if (error instanceof ChartProblem) throw new Failure('configuration', `${path}: ${message}`, cause);
        throw new Failure('configuration', `the chart ${path} cannot be read: ${message}`, cause);
      }
    },
    render: async (request) => await pass(() => render(request)),
    async suiteFiles(request) {
      refuseSuites(request, description);
      return { files: [], unmatched: request.patterns, repeated: [] };
    },
    suites: async ({ chart }) => {
      throw cannotRunSuites(chart, description);
    },
    identity: async () => description,
    async close() {
      closing.abort();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function argumentsOf(request: RenderRequest, chart: string, files: readonly string[]): string[] {
  return [
    'template',
    '--include-crds',
    `--namespace=${request.namespace}`,
    `--kube-version=${request.kubeVersion}`,
    ...request.apiVersions.map((version) => `--api-versions=${version}`),
    ...(request.isUpgrade ? ['--is-upgrade'] : []),
    ...files.map((file) => `--values=${file}`),
    ...request.set.map((text) => `--set=${text}`),
    '--',
    request.name,
    chart,
  ];
}

function outcomeOf(run: HelmRun, timeoutSeconds: number): RenderOutcome {
  const failed = (kind: RenderFailure['kind'], message: string): RenderOutcome => ({
    ok: false,
    failure: { kind, message, template: null, line: null },
  });
  if (run.timedOut) return failed('timeout', `the templates did not end within ${timeoutSeconds} s`);
  if (run.tooLong) return failed('limit', 'the templates print more than the 100 MiB that are read');
  if (run.exitCode !== 0) return { ok: false, failure: failureIn(run.stderr) };
  try {
    const { probed, texts } = takeProbe(splitOutput(run.stdout));
    const render = { objects: readObjects(texts), ...probed, warnings: warningsIn(run.stderr) };
    return { ok: true, render, reached: null };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, failure: error.failure };
    throw error;
  }
}
