import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findGo, goBuild, isOlder, linkerFlags, programKey } from '../../../toolchain/go.ts';
import type { Program } from '../../../toolchain/programs.ts';
import { goStandIn } from './stand-in.ts';

const hello: Program = {
  name: 'hello',
  module: 'cluster',
  package: './hello',
  version: '1.2.3',
  stamps: { 'main.version': '1.2.3' },
  versionArguments: null,
};
const source = 'package main\n\nvar version = "none"\n\nfunc main() { println(version) }\n';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'go-'));
  await mkdir(join(root, 'hello'));
  await writeFile(join(root, 'go.mod'), 'module example.com/hello\n\ngo 1.25.3\n');
  await writeFile(join(root, 'go.sum'), '');
  await writeFile(join(root, 'hello', 'main.go'), source);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

describe("a program's key", () => {
  it('is stable', () => expect(programKey(hello, root)).toBe(programKey(hello, root)));

  it.each([
    ['go.mod', 'module example.com/hello\n\ngo 1.25.4\n'],
    ['go.sum', 'example.com/x v1.0.0 h1:abc\n'],
    ['hello/main.go', 'package main\n\nfunc main() {}\n'],
    ['hello/other.go', 'package main\n'],
    ['hello/inner/deep/x.go', 'package deep\n'],
  ])('changes with %s', async (file, content) => {
    const before = programKey(hello, root);
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), content);
    expect(programKey(hello, root)).not.toBe(before);
  });

  it.each([
    { stamps: { 'main.version': '1.2.4' } },
    { package: './other' },
    { assets: { from: 'a', to: 'b' } },
    { graft: { from: 'a', onto: 'example.com/b' } },
  ] satisfies Partial<Program>[])('changes with %o', async (change) => {
    await mkdir(join(root, 'other'));
    expect(programKey({ ...hello, ...change }, root)).not.toBe(programKey(hello, root));
  });
});

describe('building', () => {
  it('stamps the version', async () => {
    const go = await findGo(root);
    await goBuild(go, hello, root, join(root, 'out'));
    expect(await readdir(join(root, 'out'))).toEqual(['hello']);
    // println writes to stderr.
    expect(
      execFileSync('/bin/sh', ['-c', '"$0" 2>&1', join(root, 'out', 'hello')], { encoding: 'utf8' }),
    ).toBe('1.2.3\n');
    expect(linkerFlags(hello)).toBe('-s -w -X main.version=1.2.3');
  }, 180_000);

  it('lays a graft among the packages of a dependency, and leaves nothing but the program', async () => {
    await mkdir(join(root, 'greeting'));
    await mkdir(join(root, '_graft'));
    await writeFile(join(root, 'greeting', 'go.mod'), 'module example.com/greeting\n\ngo 1.25.3\n');
    await writeFile(join(root, 'greeting', 'greeting.go'), 'package greeting\n\nconst hidden = "grafted"\n');
    await writeFile(join(root, '_graft', 'shown.go'), 'package greeting\n\nconst Shown = hidden\n');
    const required = 'require example.com/greeting v1.0.0\n\nreplace example.com/greeting => ./greeting\n';
    await writeFile(join(root, 'go.mod'), `module example.com/hello\n\ngo 1.25.3\n\n${required}`);
    const main = 'package main\n\nimport "example.com/greeting"\n\nfunc main() { println(greeting.Shown) }\n';
    await writeFile(join(root, 'hello', 'main.go'), main);
    const grafted = { ...hello, graft: { from: '_graft', onto: 'example.com/greeting' } };
    const out = await mkdtemp(join(tmpdir(), 'go-out-'));
    await goBuild(await findGo(root), grafted, root, out);
    expect(await readdir(out)).toEqual(['hello']);
    const said = execFileSync('/bin/sh', ['-c', '"$0" 2>&1', join(out, 'hello')], { encoding: 'utf8' });
    await rm(out, { recursive: true });
    expect(said).toBe('grafted\n');
  }, 180_000);

  it("tells what the compiler said, when it doesn't compile", async () => {
    await writeFile(join(root, 'hello', 'main.go'), 'package main\n\nfunc main() { missing() }\n');
    const go = await findGo(root);
    const build = goBuild(go, hello, root, join(root, 'out'));
    await expect(build).rejects.toMatchObject({ code: 'failed', hint: expect.stringContaining('GOPROXY') });
    await expect(build).rejects.toThrow(
      /^hello 1\.2\.3 could not be built: `go build \.\/hello`.*exit code 1\.\n[\s\S]*undefined: missing/,
    );
  }, 180_000);
});

describe('Go itself', () => {
  it('is missed with a way out', async () => {
    vi.stubEnv('PATH', '');
    await expect(findGo(root)).rejects.toMatchObject({
      code: 'configuration',
      message: 'Programs must be built, and there is no Go on this machine (1.25.3 or newer).',
      hint: expect.stringContaining('https://go.dev/dl/'),
    });
  });

  it.each([
    ['1.25.2', 'local'],
    ['1.20.14', 'auto'],
  ])('%s with GOTOOLCHAIN=%s is too old', async (version, policy) => {
    const go = await goStandIn(join(root, 'bin'), version, 'exit 1');
    vi.stubEnv('PATH', join(root, 'bin'));
    vi.stubEnv('GOTOOLCHAIN', policy);
    await expect(findGo(root)).rejects.toThrow(
      `Go ${version} (${go}) is too old to build the programs: 1.25.3 or newer is needed.`,
    );
  });

  it.each([
    ['1.25.3', 'local'],
    ['1.26', 'local'],
    ['1.21.0', 'auto'],
  ])('%s with GOTOOLCHAIN=%s will do', async (version, policy) => {
    const go = await goStandIn(join(root, 'bin'), version, 'exit 1');
    vi.stubEnv('PATH', join(root, 'bin'));
    vi.stubEnv('GOTOOLCHAIN', policy);
    expect(await findGo(root)).toBe(go);
  });

  it.each([
    ['1.25.3', '1.25.3', false],
    ['1.25', '1.25.0', false],
    ['1.9.9', '1.25.0', true],
    ['1.25.10', '1.25.9', false],
    ['2.0', '1.99.99', false],
  ])('%s is older than %s: %s', (version, than, expected) => expect(isOlder(version, than)).toBe(expected));
});
