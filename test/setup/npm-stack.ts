/** Makes a stack directory one that `pulumi up` runs: with the packages that `npm install` would put into it. */
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { bundle } from '../../scripts/bundle.ts';
import { type OpenExample, openExample } from './open-example.ts';

const root = join(import.meta.dirname, '..', '..');

export interface NpmStack extends OpenExample {
  /** Writes the package.json of the stack directory. */
  manifest(content: Readonly<Record<string, string>>): void;
}

/** An example with k8s-deploy-action, bundled from the source as it is now, among its packages. */
export async function openNpmStack(example: string): Promise<NpmStack> {
  const open = await openExample(example);
  const packages = join(open.directory, 'node_modules');
  const own = join(packages, 'k8s-deploy-action');
  mkdirSync(own, { recursive: true });
  copyFileSync(join(root, 'package.json'), join(own, 'package.json'));
  await bundle(join(own, 'dist'));
  symlinkSync(join(root, 'node_modules/@pulumi'), join(packages, '@pulumi'));

  const environment = operatorsOwn(open.environment, join(own, 'dist'));
  const stack: NpmStack = {
    ...open,
    pulumi: (args, options) =>
      open.pulumi(args, { ...options, environment: { ...environment, ...options?.environment } }),
    manifest: (content) => writeFileSync(join(open.directory, 'package.json'), JSON.stringify(content)),
  };
  stack.manifest({ type: 'module' });
  return stack;
}

/** The language host and Node.js are found on PATH, and the state bucket's provider where the README says. */
function operatorsOwn(environment: NodeJS.ProcessEnv, dist: string): NodeJS.ProcessEnv {
  const languageHost = join(import.meta.dirname, 'language-host');
  return {
    PATH: [dist, languageHost, dirname(process.execPath), environment['PATH']].join(delimiter),
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
  };
}
