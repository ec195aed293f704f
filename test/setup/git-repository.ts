/** A git repository with a stack directory in it, as a checkout of a workflow or of somebody who edits it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface GitRepository {
  readonly root: string;
  /** Gives what git prints. */
  git(...args: readonly string[]): string;
  /** Paths are relative to the root; an existing file is replaced. */
  write(files: Readonly<Record<string, string>>): void;
  /** Fails if the text stays the same. */
  edit(file: string, change: (text: string) => string): void;
  read(file: string): string;
  /** All that is there; gives the commit. */
  commit(message: string): string;
  /** Into a folder of its own. `args`: of `git clone`. */
  clone(...args: readonly string[]): GitRepository;
  remove(): void;
}

/** No configuration of the machine and of its user. */
const environment: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) => [
      [`GIT_${role}_NAME`, 'somebody'],
      [`GIT_${role}_EMAIL`, 'somebody@example.com'],
    ]),
  ),
};

const run = (cwd: string, args: readonly string[]): string =>
  execFileSync('git', args, { cwd, encoding: 'utf8', stdio: 'pipe', env: environment }).trim();

/** Of a folder that is there: its first commit is all that is in it, on the branch `main`. */
export function gitRepository(root: string, remove: () => void): GitRepository {
  run(root, ['init', '--quiet', '--initial-branch=main']);
  const repository = opened(root, remove);
  repository.commit('Everything');
  return repository;
}

function opened(root: string, remove: () => void): GitRepository {
  const git: GitRepository['git'] = (...args) => run(root, args);
  const repository: GitRepository = {
    root,
    git,
    write(files) {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), text);
      }
    },
    read: (file) => readFileSync(join(root, file), 'utf8'),
    edit(file, change) {
      const text = repository.read(file);
      const changed = change(text);
      if (changed === text) throw new Error(`${file} is not changed`);
      repository.write({ [file]: changed });
    },
    commit(message) {
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', message);
      return git('rev-parse', 'HEAD');
    },
    clone(...args) {
      const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-clone-'));
      const place = join(folder, 'checkout');
      run(folder, ['clone', '--quiet', ...args, `file://${root}`, place]);
      return opened(place, () => rmSync(folder, { recursive: true, force: true }));
    },
    remove,
  };
  return repository;
}
