/** The package as its users get it: packed by npm with bundles of the source as it is now, and installed into a project of theirs. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { bundle } from '../../scripts/bundle.ts';
import { execute } from './stack-copy.ts';
import { must } from './open-example.ts';

const root = join(import.meta.dirname, '..', '..');

export interface PackedPackage {
  readonly tarball: string;
  readonly bytes: number;
  /** Paths in it. */
  readonly files: readonly string[];
  remove(): void;
}

/** `npm pack` of a copy, so that dist/ stays as it was committed. */
export async function packPackage(): Promise<PackedPackage> {
  const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-package-'));
  const copy = join(folder, 'copy');
  mkdirSync(copy);
  for (const name of ['package.json', 'README.md', 'LICENSE', 'schemas']) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  await bundle(join(copy, 'dist'));
  const { stdout } = await must(npm(['pack', '--json', '--pack-destination', folder], copy));
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  const tarball = join(folder, basename(packed.filename));
  return {
    tarball,
    bytes: statSync(tarball).size,
    files: packed.files.map(({ path }) => path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Into a folder with a package.json, without asking any registry. `beside`: packages that the project has of its own. */
export async function installPackage(
  { tarball }: PackedPackage,
  directory: string,
  beside: readonly string[] = [],
): Promise<void> {
  writeFileSync(join(directory, 'package.json'), '{"type":"module","private":true}');
  await must(
    npm(['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', tarball], directory),
  );
  for (const name of beside)
    symlinkSync(join(root, 'node_modules', name), join(directory, 'node_modules', name));
}

const npm = (args: readonly string[], directory: string): ReturnType<typeof execute> =>
  execute('npm', args, process.env, directory);
