/** Does something again whenever a file below some folders changes, until it is ended. */
import { watch } from 'node:fs/promises';
import { sep } from 'node:path';

/** An editor writes a file in several steps. */
const quietMilliseconds = 150;
/** Written by ourselves, or by tools that nobody waits for. */
const ignored = new Set(['.git', '.k8s-deploy', 'node_modules']);

/** The first time at once. Resolves when `signal` is given; what `work` throws ends it. */
export async function whenever(
  folders: readonly string[],
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  let wake: () => void = () => undefined;
  let isChanged = true;
  const changed = (): void => {
    isChanged = true;
    wake();
  };
  const watching = folders.map((folder) => notify(folder, signal, changed));
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

async function notify(folder: string, signal: AbortSignal, changed: () => void): Promise<void> {
  try {
    for await (const { filename } of watch(folder, { recursive: true, signal })) {
      if (!(filename ?? '').split(sep).some((part) => ignored.has(part))) changed();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
