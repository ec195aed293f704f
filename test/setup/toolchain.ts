import { delimiter } from 'node:path';
import { ensurePrograms, programFolders } from '../../toolchain/ensure.ts';

/** Puts every program of the toolchain in front of PATH; the test workers inherit it. Builds what is missing. */
export default async function setup(): Promise<void> {
  const paths = await ensurePrograms({ onProgress: (line) => process.stderr.write(`toolchain: ${line}\n`) });
  process.env['PATH'] = [programFolders(paths), process.env['PATH'] ?? ''].join(delimiter);
}
