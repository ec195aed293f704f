import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findOnPath, installedExactly, versionIn } from '../../../toolchain/installed.ts';
import { programs } from '../../../toolchain/programs.ts';
import { standIn } from './stand-in.ts';

describe('the version in what a program prints', () => {
  it.each([
    ['etcd Version: 3.5.21\nGit SHA: Not provided\nGo Version: go1.26.8\nGo OS/Arch: linux/amd64', '3.5.21'],
    ['Kubernetes v1.33.3', '1.33.3'],
    ['kwok version v0.7.0 go1.26.8 (linux/amd64)', '0.7.0'],
    ['v3.18.6+gb76a950', '3.18.6'],
    ['/opt/bin/registry github.com/distribution/distribution/v3 v3.0.0', '3.0.0'],
    ['Version  : 1.8.0\nBuild    : norev\nBuildTime: none', '1.8.0'],
    ['v3.259.0', '3.259.0'],
    ['v1.33.3-rc.1', '1.33.3-rc.1'],
    ['Version  : git', null],
    ['Go Version: go1.26.8', null],
    ['', null],
  ])('%j → %s', (output, expected) => expect(versionIn(output)).toBe(expected));
});

describe('a program on PATH', () => {
  let root: string;
  let count: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'installed-'));
    count = join(root, 'count');
    vi.stubEnv('PATH', join(root, 'bin'));
    vi.stubEnv('K8S_DEPLOY_CACHE', join(root, 'cache'));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(root, { recursive: true, force: true });
  });
  const install = (version: string) =>
    standIn(join(root, 'bin'), 'kwok', `echo asked >> '${count}'; echo "kwok version ${version}"`);
  const timesAsked = async () => (await readFile(count, 'utf8')).trim().split('\n').length;

  it('is used if it has exactly the pinned version, and is asked only once', async () => {
    const path = await install('v0.7.0');
    expect(await installedExactly(programs.kwok)).toBe(path);
    expect(await installedExactly(programs.kwok)).toBe(path);
    expect(await timesAsked()).toBe(1);
  });

  it('is asked again when the file has changed', async () => {
    await install('v0.6.1');
    expect(await installedExactly(programs.kwok)).toBeNull();
    const path = await install('v0.7.0 # another size');
    expect(await installedExactly(programs.kwok)).toBe(path);
    expect(await timesAsked()).toBe(2);
  });

  it.each(['v0.7.1', 'v0.7.0-alpha.1', 'unknown'])('is not used if it says %s', async (version) => {
    await install(version);
    expect(await installedExactly(programs.kwok)).toBeNull();
  });

  it('is not used if it fails', async () => {
    await standIn(join(root, 'bin'), 'kwok', 'echo v0.7.0; exit 3');
    expect(await installedExactly(programs.kwok)).toBeNull();
  });

  it('is not used, nor run, if it has no command for its version', async () => {
    await standIn(join(root, 'bin'), 'external-secrets', `echo asked >> '${count}'`);
    expect(await installedExactly(programs['external-secrets'])).toBeNull();
    await expect(timesAsked()).rejects.toThrow('ENOENT');
  });

  it('is looked for in absolute folders only', async () => {
    await install('v0.7.0');
    expect(findOnPath('kwok', { PATH: `bin:.:${join(root, 'bin')}` })).toBe(join(root, 'bin', 'kwok'));
    expect(findOnPath('kwok', { PATH: 'bin:.' })).toBeNull();
    expect(findOnPath('kwok', {})).toBeNull();
  });
});
