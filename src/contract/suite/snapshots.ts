/** Compares chosen objects of cases with what was kept of them. Pure; snapshot-file.ts reads and writes. */
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Position } from '../../stack/position.ts';
import type { Finding, SourcePosition } from '../finding.ts';
import { difference } from '../text-difference.ts';
import type { Snapshots } from './snapshot-file.ts';
import { snapshotTexts } from './snapshot-text.ts';
import type { SuiteCase } from './suite.ts';

/** The objects of one render that snapshots choose. Only of cases that rendered: of others nothing is known. */
export interface Taken {
  readonly case: string;
  /** See `snapshotLabel`. */
  readonly label: string;
  readonly objects: readonly RenderedObject[];
}

export interface SnapshotContext {
  readonly release: string | null;
  /** Where snapshots are asked for, for those that are missing. */
  readonly source: SourcePosition;
  /** What is missing is an error: nobody is there to look at it. */
  readonly isCi: boolean;
  /** Labels of every case that snapshots are asked for, run or not. */
  readonly known: ReadonlySet<string>;
  /** How findings name a file of the directory. Default: as it is. */
  readonly shownFile?: (file: string) => string;
}

/** The name of the case; with the Kubernetes version if it is rendered for several, so that another default version changes no name. */
export const snapshotLabel = ({ name, kubeVersions }: SuiteCase, kubeVersion: string): string =>
  kubeVersions !== null && kubeVersions.length > 1 ? `${name} (${kubeVersion})` : name;

/** `snapshot/missing`, `snapshot/changed` and `snapshot/obsolete`. */
export function compareSnapshots(
  kept: Snapshots,
  taken: readonly Taken[],
  context: SnapshotContext,
): Finding[] {
  const obsolete = [...kept.cases].flatMap(([label, { at }]) =>
    context.known.has(label)
      ? []
      : [
          finding(context, null, positionIn(kept, at, context), {
            rule: 'snapshot/obsolete',
            severity: 'warning',
            message: `snapshots are kept of ${label}, and are asked for of no such case`,
            hint: 'Run check --update, which removes them; or restore the case.',
          }),
        ],
  );
  return [...taken.flatMap((one) => compareCase(kept, one, context)), ...obsolete];
}

/** What is to be kept after a run: new texts of the cases that were run, old ones of those that exist and were not. */
export function updatedSnapshots(
  kept: Snapshots,
  taken: readonly Taken[],
  known: ReadonlySet<string>,
): Map<string, ReadonlyMap<string, string>> {
  const cases = new Map<string, ReadonlyMap<string, string>>();
  for (const [label, { objects }] of kept.cases) {
    if (known.has(label)) cases.set(label, new Map([...objects].map(([id, { text }]) => [id, text])));
  }
  for (const { label, objects } of taken) {
    if (objects.length > 0) cases.set(label, snapshotTexts(objects));
    else cases.delete(label);
  }
  return cases;
}

function compareCase(kept: Snapshots, taken: Taken, context: SnapshotContext): Finding[] {
  const before = kept.cases.get(taken.label)?.objects ?? new Map<string, never>();
  const now = snapshotTexts(taken.objects);
  const missing = [...now.keys()].filter((id) => !before.has(id));
  const gone = [...before].flatMap(([id, { at }]) =>
    now.has(id)
      ? []
      : [
          finding(context, taken, positionIn(kept, at, context), {
            rule: 'snapshot/changed',
            severity: 'error',
            message: `a snapshot is kept of ${id}, and the case has it no longer`,
            hint: updateHint,
          }),
        ],
  );
  const changed = [...before].flatMap(([id, { text, at }]) => {
    const current = now.get(id);
    if (current === undefined || current === text) return [];
    return [
      finding(context, taken, positionIn(kept, at, context), {
        rule: 'snapshot/changed',
        severity: 'error',
        message: `${id} differs from its snapshot:\n${difference(text, current)}`,
        hint: updateHint,
      }),
    ];
  });
  return [
    ...missing.map((id) =>
      finding(context, taken, context.source, {
        rule: 'snapshot/missing',
        severity: context.isCi ? 'error' : 'warning',
        message: `no snapshot is kept of ${id} in ${taken.label}`,
        hint: `Run check --update, look at ${kept.file}, and commit it.`,
      }),
    ),
    ...gone,
    ...changed,
  ];
}

const updateHint = 'Mend the chart or the values; if it is meant, run check --update and commit the file.';

const positionIn = ({ file }: Snapshots, at: Position, { shownFile }: SnapshotContext): SourcePosition => ({
  file: shownFile?.(file) ?? file,
  ...at,
});

const finding = (
  { release }: SnapshotContext,
  taken: Taken | null,
  source: SourcePosition,
  said: Pick<Finding, 'rule' | 'severity' | 'message' | 'hint'>,
): Finding => ({
  ...said,
  release,
  stack: null,
  case: taken?.case ?? null,
  object: null,
  path: [],
  template: null,
  source,
  waiver: null,
});
