/** The package in a project of somebody else: what is in it, its command line, its types. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installPackage, type PackedPackage, packPackage } from '../../setup/packed-package.ts';
import { execute, type Ran } from '../../setup/stack-copy.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const megabyte = 1_000_000;

let packed: PackedPackage;
let project: string;

beforeAll(async () => {
  packed = await packPackage();
  project = mkdtempSync(join(tmpdir(), 'k8s-deploy-project-'));
  cpSync(join(root, 'examples/plain-chart'), project, { recursive: true });
  await installPackage(packed, project);
}, 120_000);
afterAll(() => {
  rmSync(project, { recursive: true, force: true });
  packed.remove();
});

const npx = (...args: readonly string[]): Promise<Ran> =>
  execute('npx', ['k8s-deploy', ...args], { ...process.env, npm_config_offline: 'true' }, project);

describe('the package', () => {
  test('holds what runs, its types, maps, licences and schemas, and nothing else', () => {
    const kinds =
      /^dist\/([\w-]+\.js(\.map)?|[\w-]+\.d\.ts|kubernetes-schemas\.br|tools\.json|licenses\.txt|pulumi-resource-k8s-deploy)$/;
    const others = packed.files.filter((file) => !kinds.test(file));
    expect(others.toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'package.json',
      'schemas/contract.schema.json',
      'schemas/deploy.schema.json',
    ]);
    expect(packed.bytes).toBeLessThan(3 * megabyte);
  });

  test('brings no other package along', () => {
    const installed = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(installed).toEqual(['k8s-deploy-action']);
  });
});

describe('npx k8s-deploy', () => {
  test('checks a stack', async () => {
    const { exitCode, stdout, stderr } = await npx('check');
    expect(stdout + stderr).toContain('Checked');
    expect(exitCode).toBe(0);
  });

  test('says what is wrong with a stack file, and ends with the code of it', async () => {
    const { exitCode, stderr } = await npx('check', '-C', 'charts');
    expect(stderr).toContain('error (configuration): there is nothing to check');
    expect(exitCode).toBe(2);
  });

  test('helps', async () => {
    const { exitCode, stdout } = await npx('--help');
    expect(stdout).toContain('Usage: k8s-deploy');
    expect(stdout).toContain('check');
    expect(exitCode).toBe(0);
  });
});

describe('the types', () => {
  let folder: string;

  beforeAll(() => {
    folder = join(project, 'typed');
    mkdirSync(folder);
    symlinkSync(join(root, 'node_modules/@pulumi'), join(project, 'node_modules/@pulumi'));
    cpSync(join(root, 'test/fixtures/package/typed.ts'), join(folder, 'typed.ts'));
    const [, documented = ''] =
      /```ts\n(.*?)```/s.exec(readFileSync(join(root, 'docs/package.md'), 'utf8')) ?? [];
    expect(documented).toContain('declare(');
    writeFileSync(join(folder, 'documented.ts'), documented);
  });

  /** Errors of TypeScript in a project with these options, strict in every way. */
  async function errorsOf(compilerOptions: Readonly<Record<string, unknown>>): Promise<string[]> {
    const options = { ...strictest, ...compilerOptions };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: ['typed.ts', 'documented.ts'] }),
    );
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = await execute(process.execPath, [tsc, '-p', folder], process.env, folder);
    return stdout.split('\n').filter((line) => line !== '');
  }

  test.each([
    { module: 'nodenext', moduleResolution: 'nodenext' },
    { module: 'preserve', moduleResolution: 'bundler' },
  ])(
    'fit a program as it should be, and refuse wrong options, with $moduleResolution',
    async (options) => {
      // Each wrong option is marked in the program: without an error there, that is one.
      expect(await errorsOf(options)).toEqual([]);
    },
    150_000, // most of it is Pulumi's own types
  );
});

const strictest = {
  strict: true,
  noEmit: true,
  target: 'ES2024',
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  types: [],
};
