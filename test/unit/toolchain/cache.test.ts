import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, utimes, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheFolder } from '../../../src/stack/cache-folder.ts';
import { cacheKey, publish } from '../../../toolchain/cache.ts';

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'cache-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

describe('the cache directory', () => {
  it.each([
    [{ K8S_DEPLOY_CACHE: '/a', XDG_CACHE_HOME: '/b' }, '/a'],
    [{ K8S_DEPLOY_CACHE: '', XDG_CACHE_HOME: '/b' }, '/b/k8s-deploy'],
  ])('%o → %s', (env, expected) => expect(cacheFolder(env)).toBe(expected));

  it('is below the home folder when nothing names it', () => {
    expect(cacheFolder({})).toMatch(/\/\.cache\/k8s-deploy$/);
  });
});

describe('the cache key', () => {
  it('is the same for the same parts', () => expect(cacheKey(['a', 'b'])).toBe(cacheKey(['a', 'b'])));
  it('depends on where one part ends', () => expect(cacheKey(['ab', 'c'])).not.toBe(cacheKey(['a', 'bc'])));
  it('depends on the order', () => expect(cacheKey(['a', 'b'])).not.toBe(cacheKey(['b', 'a'])));
});

const fillWith = (text: string) => (staging: string) => writeFile(join(staging, 'program'), text);

describe('publishing a folder', () => {
  it('leaves nothing when the build fails', async () => {
    const build = publish(join(root, 'tool'), async (staging) => {
      await fillWith('half')(staging);
      throw new Error('no space');
    });
    await expect(build).rejects.toThrow('no space');
    expect(await readdir(root)).toEqual([]);
  });

  it('keeps one whole result of many builders at once', async () => {
    const texts = Array.from({ length: 10 }, (_, index) => String(index).repeat(1000));
    await Promise.all(texts.map((text) => publish(join(root, 'tool'), fillWith(text))));
    expect(await readdir(root)).toEqual(['tool']);
    expect(texts).toContain(await readFile(join(root, 'tool', 'program'), 'utf8'));
  });

  it('shows nothing of a build that was killed, and a later build succeeds', async () => {
    const module = new URL('../../../toolchain/cache.ts', import.meta.url).href;
    const script = `const { publish } = await import(${JSON.stringify(module)});
      await publish(${JSON.stringify(join(root, 'tool'))}, () => { console.log('building'); return new Promise((r) => setTimeout(r, 1e6)); });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(await readdir(root)).not.toContain('tool');
    await publish(join(root, 'tool'), fillWith('whole'));
    expect(await readFile(join(root, 'tool', 'program'), 'utf8')).toBe('whole');
  });

  it('removes what a build that was killed long ago left, and nothing of a present one', async () => {
    await mkdir(join(root, '.building-old'));
    await utimes(join(root, '.building-old'), 0, 0);
    await mkdir(join(root, '.building-present'));
    await publish(join(root, 'tool'), fillWith('x'));
    expect((await readdir(root)).toSorted()).toEqual(['.building-present', 'tool']);
  });
});
