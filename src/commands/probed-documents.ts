/** Asks the renderer which documents the templates print for tests that choose them by index. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { defaultKubeVersion } from '../contract/kubernetes/version.ts';
import type { Printed, SuiteFileText } from '../contract/unittest/rewrite/contract-draft.ts';
import { keyOf, probedDocuments, probeText, type Documents } from '../contract/unittest/rewrite/probes.ts';
import type { Renderer } from '../render/renderer.ts';

interface ProbeOptions {
  readonly suiteValues: readonly string[];
  readonly skipSchemaValidation: boolean;
  readonly timeout?: number | undefined;
  readonly renderer: Renderer;
}

const usualTimeoutSeconds = 30;

/** What cannot be asked is not known. */
export async function probed(
  files: readonly SuiteFileText[],
  chart: string,
  { suiteValues, skipSchemaValidation, timeout, renderer }: ProbeOptions,
): Promise<Printed> {
  const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-migrate-'));
  try {
    const probes = files.flatMap((file, index) => {
      const text = probeText(file, (path) => resolve(dirname(file.run.path), path));
      return text === null ? [] : [{ file, text, path: join(folder, `${index}_test.yaml`) }];
    });
    if (probes.length === 0) return () => null;
    for (const { path, text } of probes) writeFileSync(path, text);
    const outcome = await renderer.suites({
      chart,
      files: probes.map(({ path, file }) => ({ path, route: file.context.route, rendered: false })),
      valueFiles: suiteValues.map((path) => resolve(path)),
      compat: false,
      strict: false,
      kubeVersion: defaultKubeVersion,
      skipSchemaValidation,
      postRenderers: false,
      updateSnapshots: false,
      frozenSnapshots: true,
      coverage: false,
      timeoutSeconds: timeout ?? usualTimeoutSeconds,
    });
    const runs = outcome.ok ? outcome.runs.files : [];
    const known = new Map<SuiteFileText, ReadonlyMap<string, Documents>>(
      probes.flatMap(({ file, path }) => {
        const run = runs.find((one) => one.path === path);
        return run === undefined ? [] : [[file, probedDocuments(run)]];
      }),
    );
    return (file, test) => known.get(file)?.get(keyOf(test)) ?? null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
