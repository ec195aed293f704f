/** Writes the snapshots of helm-unittest suites, in their format, which the renderer knows: whole or not at all. */
import { mkdir, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { replaceFile } from '../render/charts/cache.ts';
import type { SnapshotRun } from '../render/suite-runs.ts';
import { Failure } from '../stack/failure.ts';
import { shownPath } from '../stack/shown-path.ts';

/** What to tell of each file that was written. Throws a `Failure` (configuration) for one that would be outside of `folder`, or cannot be written. */
export async function writeSuiteSnapshots(
  snapshots: readonly SnapshotRun[],
  folder: string,
): Promise<string[]> {
  const notes: string[] = [];
  for (const snapshot of snapshots.filter(({ write }) => write)) {
    await writeOne(snapshot, folder).catch((error: unknown) => {
      if (error instanceof Failure) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new Failure(
        'configuration',
        `the snapshots ${shownPath(snapshot.path)} cannot be written: ${reason}`,
        {
          hint: 'make the folder writable, or run check where CI is set, which writes none',
          cause: error,
        },
      );
    });
    notes.push(note(snapshot));
  }
  return notes;
}

async function writeOne({ path, text }: SnapshotRun, folder: string): Promise<void> {
  if (text !== null) await mkdir(dirname(path), { recursive: true });
  const [parent, ...roots] = await Promise.all(
    [dirname(path), folder, '.'].map(async (each) => await realpath(each)),
  );
  // A subchart may be a link to a chart beside it.
  if (parent === undefined || !roots.some((root) => `${parent}${sep}`.startsWith(`${root}${sep}`))) {
    throw new Failure(
      'configuration',
      `${shownPath(path)} leads out of ${shownPath(folder)}, where nothing is written`,
      {
        hint: 'replace the link by a folder of its own',
      },
    );
  }
  const file = join(parent, basename(path));
  if (text === null) await rm(file, { force: true });
  else await replaceFile(file, text);
}

function note({ path, text, created, updated, vanished }: SnapshotRun): string {
  const file = shownPath(path);
  if (text === null) return `removed ${file}: no test asks for a snapshot`;
  const counts = [
    ...(created > 0 ? [`${created} new`] : []),
    ...(updated > 0 ? [`${updated} changed`] : []),
    ...(vanished > 0 ? [`${vanished} gone`] : []),
  ].join(', ');
  return `wrote ${file}${counts === '' ? '' : ` (${counts})`}: look at it and commit it`;
}
