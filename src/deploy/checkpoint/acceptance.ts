/** A word beside the state that an older or altered checkpoint is the right one: whoever reads it next must not stop at it. */
import type { StateStore } from '../state-store.ts';
import type { StackName } from './parse.ts';

const pathOf = ({ project, stack }: StackName): string => `.k8s-deploy/accepted/${project}/${stack}.json`;

/** Hash of the checkpoint; null if there is no such word. */
export async function acceptedHash(store: StateStore, name: StackName): Promise<string | null> {
  const text = await store.read(pathOf(name));
  try {
    const { sha256 } = JSON.parse(text ?? '{}') as { sha256?: unknown };
    return typeof sha256 === 'string' ? sha256 : null;
  } catch {
    return null;
  }
}

export async function accept(store: StateStore, name: StackName, sha256: string): Promise<void> {
  await store.write(pathOf(name), `${JSON.stringify({ sha256, at: new Date().toISOString() })}\n`);
}
