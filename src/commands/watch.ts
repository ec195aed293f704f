/** Does something again whenever a file below some folders changes, until it is ended. */
import { watch } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** An editor writes a file in several steps. */
const quietMilliseconds = 150;
/** Written by ourselves, or by tools that nobody waits for. */
const ignored = new Set(['.git', '.k8s-deploy', 'node_modules']);

export interface Watched {
  /** Absolute paths. */
  readonly folders: readonly string[];
  /** Absolute paths of files that `work` writes itself: a change of them is none. */
  readonly written: readonly string[];
}

/** The first time at once. Resolves when `signal` is given; what `work` throws ends it. */
export async function whenever(
  { folders, written }: Watched,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  let wake: () => void = () => undefined;
  let isChanged = true;
  const changed = (): void => {
    isChanged = true;
    wake();
  };
  const watching = folders.map((folder) =>
    notify(folder, signal, (file) => {
      if (!written.includes(join(folder, file))) changed();
    }),
  );
  signal.addEventListener('abort', () => wake(), { once: true });
  while (!signal.aborted) {
    if (isChanged) {
      isChanged = false;
      await work();
    } else {
      await new Promise<void>((resolve) => (wake = resolve));
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, quietMilliseconds));
    }
  }
  await Promise.all(watching);
}

async function notify(folder: string, signal: AbortSignal, changed: (file: string) => void): Promise<void> {
  try {
    for await (const { filename } of watch(folder, { recursive: true, signal })) {
      const file = filename ?? '';
      if (!file.split(sep).some((part) => ignored.has(part))) changed(file);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
