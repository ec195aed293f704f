/**
 * The files of attributes that Pulumi's folder store (gocloud.dev/blob/fileblob) puts beside each file. They are written in place, not by renaming: a machine
 * that is lost in that instant leaves an empty one, and from then on Pulumi reads the file beside it as "EOF". Without one it is read as it is.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { shortStackName } from '../stack/choice.ts';
import type { StatePlace } from './noted-run.ts';

const suffix = '.attrs';

/**
 * Takes away those beside the stack's checkpoint and its locks that are no JSON, and only those: of one that somebody is writing now, at most the attributes
 * are lost. Does nothing for other stores, and where nothing may be written.
 */
export async function mendFileAttributes({ backend, project, stack }: StatePlace): Promise<void> {
  if (backend.kind !== 'file') return;
  const state = join(backend.folder, '.pulumi');
  const name = shortStackName(stack);
  const beside = async (folder: string, isOurs: (file: string) => boolean): Promise<void> => {
    const files = await readdir(folder).catch(() => []);
    const damaged = files.filter((file) => file.endsWith(suffix) && isOurs(file));
    await Promise.all(damaged.map(async (file) => await removeUnlessJson(join(folder, file))));
  };
  await Promise.all([
    beside(state, () => true),
    beside(join(state, 'stacks', project), (file) => file.startsWith(`${name}.json`)),
    beside(join(state, 'locks', 'organization', project, name), () => true),
  ]);
}

async function removeUnlessJson(file: string): Promise<void> {
  try {
    JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) await rm(file, { force: true }).catch(() => undefined); // read-only: Pulumi says what it cannot read
  }
}
