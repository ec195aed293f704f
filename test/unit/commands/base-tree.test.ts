import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openBaseTree } from '../../../src/commands/base-tree.ts';

let root: string;
const never = new AbortController().signal;
const git = (...args: string[]): string =>
  execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: 'pipe',
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    },
  }).trim();

const commit = (text: string, folder = 'deploy'): string => {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, 'deploy.yaml'), text);
  git('add', '.');
  git('commit', '-qm', text);
  return git('rev-parse', 'HEAD');
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'k8s-deploy-git-'));
  git('init', '-q', '-b', 'main');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the base of a branch', () => {
  test('is what it started from, not what the base has got since', async () => {
    const start = commit('one');
    git('checkout', '-qb', 'change');
    commit('two');
    git('checkout', '-q', 'main');
    commit('three');
    commit('four');
    git('checkout', '-q', 'change');
    const tree = await openBaseTree(join(root, 'deploy'), 'main', never);
    expect(tree.base).toEqual({ ref: 'main', commit: start, behind: 2 });
    expect(tree.gaps).toEqual([]);
    expect(readFileSync(join(tree.directory ?? '', 'deploy.yaml'), 'utf8')).toBe('one');
    tree.remove();
    expect(existsSync(tree.directory ?? '')).toBe(false);
  });

  test('may be the root of the repository, and a commit', async () => {
    const first = commit('one', '.');
    commit('two', '.');
    const tree = await openBaseTree(root, first, never);
    expect(tree.base).toEqual({ ref: first, commit: first, behind: 0 });
    expect(readFileSync(join(tree.directory ?? '', 'deploy.yaml'), 'utf8')).toBe('one');
    tree.remove();
  });

  test.each([
    ['had no such folder', 'other'],
    ['had no stack file in it', 'empty'],
  ])('that %s has nothing', async (_, folder) => {
    mkdirSync(join(root, 'empty'));
    writeFileSync(join(root, 'empty', 'README.md'), 'x');
    commit('one');
    git('checkout', '-qb', 'change');
    commit('two', folder);
    const tree = await openBaseTree(join(root, folder), 'main', never);
    expect(tree.directory).toBeNull();
    tree.remove();
  });

  test('without a common commit is the base as it is now, and that is said', async () => {
    const first = commit('one');
    git('checkout', '-q', '--orphan', 'change');
    commit('two');
    const tree = await openBaseTree(join(root, 'deploy'), 'main', never);
    expect(tree.base).toEqual({ ref: 'main', commit: first, behind: 0 });
    expect(tree.gaps).toEqual([expect.stringContaining('fetch-depth: 0')]);
    tree.remove();
  });

  test.each(['nowhere', '--upload-pack=x', 'HEAD:deploy'])(
    'that is no commit (%s) is refused',
    async (ref) => {
      commit('one');
      await expect(openBaseTree(join(root, 'deploy'), ref, never)).rejects.toMatchObject({
        code: 'configuration',
        message: expect.stringContaining(`with "${ref}": git rev-parse failed`) as string,
        hint: expect.stringContaining('fetch') as string,
      });
    },
  );

  test('outside a repository is refused', async () => {
    rmSync(join(root, '.git'), { recursive: true });
    await expect(openBaseTree(root, 'main', never)).rejects.toMatchObject({ code: 'configuration' });
  });
});
