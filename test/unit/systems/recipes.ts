/** Loads one release of a real stack directory and runs its recipe, as `desire()` does, without the other systems. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { StackFileError } from '../../../src/stack/problem.ts';
import { loadStackFile } from '../../../src/stack/load.ts';
import { overriddenValues } from '../../../src/systems/overrides.ts';
import type { Recipe, System } from '../../../src/systems/system.ts';

type Files = Readonly<Record<string, string>>;

/** The key under `releases:` that every test release has. */
export const key = 'edge-workers';

/** The recipe's answer. Throws a `StackFileError` with every problem: those of the recipe, and of `values` over it, too. */
export function recipeOf<Name extends string, Options extends z.ZodType>(
  system: System<Name, Options>,
  options: object,
  files: Files = {},
): Recipe {
  const directory = mkdtempSync(join(tmpdir(), 'recipe-'));
  try {
    const document = {
      apiVersion: 'k8s-deploy/v1',
      name: 'test',
      cluster: { identifier: 'test' },
      releases: { [key]: { system: system.name, ...options } },
    };
    for (const [file, text] of Object.entries({ ...files, 'deploy.yaml': JSON.stringify(document) })) {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      writeFileSync(join(directory, file), text);
    }
    const loaded = loadStackFile({ directory, stack: 'dev', systems: [system] });
    const release = loaded.document.releases[key];
    if (release === undefined) throw new Error(`no release ${key}`);
    const path = ['releases', key];
    const recipe = system.recipe(release as z.output<Options>, {
      key,
      releaseName: release.releaseName ?? key,
      stack: loaded.stack,
      text: (source) => loaded.text(source, path),
      path: (...steps) => [...path, ...steps],
      problem: (at, message) => loaded.problems.add(at, message),
    });
    overriddenValues({ options: release, own: recipe.values, system, path }, loaded, {
      resolve: (value) => value,
    });
    loaded.problems.throwIfAny();
    return recipe;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Every problem as `path: message`, the path below the release; empty if the release is accepted. */
export function refusalsOf<Name extends string, Options extends z.ZodType>(
  system: System<Name, Options>,
  options: object,
  files: Files = {},
): string[] {
  try {
    recipeOf(system, options, files);
    return [];
  } catch (error) {
    if (!(error instanceof StackFileError)) throw error;
    const start = `releases.${key}`;
    return error.problems.map(
      ({ path, message }) => `${path.replace(start, '').replace(/^\./, '')}: ${message}`,
    );
  }
}
