/** What a system is: typed options, and a recipe from them to Helm values and backing resources. */
import type { z } from 'zod';
import type {
  Backing,
  ChartReference,
  FieldPath,
  Notice,
  SecretShape,
  SecretSource,
  SecretTransform,
  SecretValue,
  Values,
} from '../stack/desired.ts';
import type { TextSource } from '../stack/fields.ts';
import type { SystemNeeds } from './needs.ts';
import type { Rule } from './rule.ts';

/** What a recipe may ask for. It does no I/O of its own: files were read when the stack file was loaded. */
export interface RecipeContext {
  /** Key under `releases:`. */
  readonly key: string;
  /** Helm release name that `releaseName` or the key gives. */
  readonly releaseName: string;
  readonly stack: string;
  /** Text of a `TextSource`; a file that is missing or too large has been reported before. */
  text(source: TextSource): string;
  /** The release's field path with more steps, e.g. `path('loki', 'url')`. */
  path(...steps: (string | number)[]): FieldPath;
  /** Reports what is wrong with a file's text, which the options' schema cannot see. The recipe goes on; loading fails with all problems. */
  problem(path: FieldPath, message: string): void;
}

/** One more release beside the system's own, e.g. the PostgreSQL of a proof of concept. Key and name get the suffix. */
export interface CompanionRelease {
  readonly suffix: string; // `-postgresql`
  readonly chart: ChartReference;
  readonly values: Values;
}

export interface Recipe {
  /** Overrides the release name from the stack file, for systems whose name is part of their interface. */
  readonly releaseName?: string;
  readonly values: Values;
  /** Besides the release's own namespace, which is always declared. */
  readonly backing: readonly Backing[];
  /** Installed before the system's own release, which depends on them. */
  readonly companions?: readonly CompanionRelease[];
  /** Objects of the chart whose names do not follow the release's: one release in a namespace can have them. */
  readonly occupies?: readonly { readonly kind: string; readonly name: string }[];
  readonly notices: readonly Notice[];
}

/** What is wrong with Helm values: `path` starts at their root, and the message never repeats a secret. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What the values were before `valueFiles` and `values` were laid over them. */
export interface BeforeOverrides<Options> {
  readonly options: Options;
  readonly own: Values;
}

export interface System<Name extends string = string, Options extends z.ZodType = z.ZodType> {
  readonly name: Name;
  /** A strict object with `system: z.literal(name)`, `releaseFields` and the system's own; combinations refused in refinements. */
  readonly options: Options;
  readonly recipe: (options: z.output<Options>, context: RecipeContext) => Recipe;
  /**
   * What stands against the values that Helm gets, with `valueFiles` and `values` laid over the recipe's: secrets in plain
   * text, and what undoes the recipe. A `BackingRef` counts as given.
   */
  readonly faults?: (values: Values, before: BeforeOverrides<z.output<Options>>) => readonly Fault[];
  /** What it asks of the cluster besides what its objects show. */
  readonly needs?: (options: z.output<Options>) => SystemNeeds;
  /** What must hold for any render of the system's chart: the invariants with its ids. A pack of the contract gate, under the system's name. */
  readonly rules?: readonly Rule[];
}

/** Keeps the literal name and the options' type of one system. */
export function defineSystem<const Name extends string, Options extends z.ZodType>(
  system: System<Name, Options>,
): System<Name, Options> {
  return system;
}

export function secret(
  source: SecretSource,
  path: FieldPath,
  options: { shape?: SecretShape; transforms?: readonly SecretTransform[] } = {},
): SecretValue {
  return { source, path, shape: options.shape ?? 'text', transforms: options.transforms ?? [] };
}
