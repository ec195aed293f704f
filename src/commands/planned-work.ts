/** What `up` needs to know of a plan besides what is shown of it: how Pulumi is asked for it, and what is to be there afterwards. Holds secrets. */
import type { Discovery } from '../cluster/discovery.ts';
import type { Preview } from '../deploy/deployment.ts';
import type { Manner, UpManner } from '../deploy/manner.ts';
import { withoutMereManners } from '../deploy/settings.ts';
import { targetsOf } from '../deploy/targets.ts';
import type { ReleaseInput } from '../plan/assemble.ts';
import type { DesiredStack } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import { chosenReleases } from './running-releases.ts';

export interface MannerOptions {
  /** Keys or names of the only releases to touch, with what they need; none: all. */
  readonly target: readonly string[];
  /** The targets without what they need. */
  readonly alone?: boolean;
  readonly refresh: boolean;
  /** Seconds; instead of what each release has. */
  readonly timeout?: number | undefined;
  /** Whether every release that fails goes back by itself; undefined: as each release has it. */
  readonly atomic?: boolean | undefined;
}

export interface PlannedWork {
  readonly manner: Omit<UpManner, 'parallel'>;
  /** Keys of the releases that `--target` leaves alone. */
  readonly leftOut: ReadonlySet<string>;
  readonly discovery: Discovery;
  /** By key; also those that the stack no longer has. */
  readonly releases: ReadonlyMap<string, ReleaseInput>;
  /** Keys of the releases that render by chance, or by what the chart finds in the cluster: nobody knows before what will be applied. */
  readonly uncertain: ReadonlySet<string>;
  /** Keys of those whose values hold names that Pulumi is yet to make up. */
  readonly waiting: ReadonlySet<string>;
  /** Whether the outputs of the stack would change, be it that nothing else does. */
  readonly hasOtherOutputs: boolean;
}

/** As they are written on a command line. */
export const mannerWords = ({ target, refresh, timeout, atomic }: MannerOptions): string[] => [
  ...target.flatMap((name) => ['--target', name]),
  ...(timeout === undefined ? [] : ['--timeout', String(timeout)]),
  ...(atomic === undefined ? [] : ['--atomic']),
  ...(refresh ? ['--refresh'] : []),
];

/** Throws a `Failure` (configuration) that names every option which says nothing without a cluster. */
export function requireLive(options: MannerOptions): void {
  const given = [...new Set(mannerWords(options).filter((word) => word.startsWith('--')))];
  if (given.length === 0) return;
  throw new Failure('configuration', `${given.join(', ')} and --base exclude each other`, {
    hint: 'with --base two stack files are compared, as a whole and without a cluster; leave one of them out',
  });
}

/** The stack with what the command line says instead. */
export const adjusted = (stack: DesiredStack, { timeout, atomic }: Partial<MannerOptions>): DesiredStack => ({
  ...stack,
  releases: stack.releases.map((release) => ({
    ...release,
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    ...(atomic === undefined ? {} : { atomic }),
  })),
});

/** Throws a `Failure` (configuration) that names every target that there is not. */
export function mannerOf(
  stack: DesiredStack,
  { target, refresh, alone = false }: MannerOptions,
): { readonly manner: Manner; readonly leftOut: ReadonlySet<string> } {
  if (target.length === 0) return { manner: { targets: null, refresh }, leftOut: new Set() };
  const keys = chosenReleases({ stack }, target).map(({ key }) => key);
  const { urns, leftOut } = targetsOf(stack, keys, alone);
  return { manner: { targets: urns, refresh }, leftOut };
}

/** What is given for this run alone is no reason for an upgrade. */
export const settledBy = (
  preview: Preview,
  { timeout, atomic }: MannerOptions,
): ReturnType<typeof withoutMereManners> =>
  timeout === undefined && atomic === undefined
    ? { preview, settled: new Set() }
    : withoutMereManners(preview);

export const leftOutGaps = (leftOut: ReadonlySet<string>): string[] =>
  leftOut.size === 0
    ? []
    : [
        `left out by --target, so that nothing is done to them and nothing is said of them: ${[...leftOut].join(', ')}`,
      ];
