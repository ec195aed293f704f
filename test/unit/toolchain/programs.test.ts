import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toolchainDirectory } from '../../../toolchain/cache.ts';
import { defaultPrograms, programs, type Program } from '../../../toolchain/programs.ts';

function goMod(program: Program): string {
  return readFileSync(join(toolchainDirectory(), program.module, 'go.mod'), 'utf8');
}

/** The version of the module that holds a package, or into which ours is grafted: the longest required path in front of it. */
function pinnedVersion(program: Program): string | undefined {
  const built = program.graft?.onto ?? program.package;
  return [...goMod(program).matchAll(/^(?:require|\t)\s*(\S+) v(\S+)/gm)]
    .map(([, path = '', version = '']) => ({ path, version }))
    .filter(({ path }) => built === path || built.startsWith(`${path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0]?.version;
}

describe('the table of programs', () => {
  const provider = programs['pulumi-resource-kubernetes'];

  it.each(Object.values(programs).filter((program) => program !== provider))(
    '$name has the version that go.mod pins',
    (program) => expect(program.version).toBe(pinnedVersion(program)),
  );

  it('has the provider in the version of the SDK that go.mod pins: its own module has only pseudo-versions', () => {
    expect(goMod(provider)).toContain(`github.com/pulumi/pulumi-kubernetes/sdk/v4 v${provider.version}\n`);
  });

  it('has one Helm: the renderer is the one that deploys', () => {
    const shared = (program: Program): string[] =>
      [...goMod(program).matchAll(/^(?:require|\t)\s*(\S+ v\S+)/gm)].map(([, pin = '']) => pin);
    const cluster = shared(programs.helm);
    expect(programs['k8s-deploy-renderer'].version).toBe(programs.helm.version);
    // Paths in suites are those of helm-unittest, whatever Helm has.
    expect(shared(programs['k8s-deploy-renderer']).filter((pin) => !cluster.includes(pin))).toEqual([
      'github.com/vmware-labs/yaml-jsonpath v0.3.2',
    ]);
  });

  it.each(Object.entries(programs))('%s is found by its own name', (name, program) =>
    expect(program.name).toBe(name),
  );

  it('leaves what only benchmarks and lints need out of what is built by default', () => {
    const onDemand = ['kubectl', 'actionlint'];
    expect(onDemand.filter((name) => (defaultPrograms as readonly string[]).includes(name))).toEqual([]);
    expect(defaultPrograms).toHaveLength(Object.keys(programs).length - onDemand.length);
  });

  it('is in step with the npm packages', () => {
    const { devDependencies: dependencies } = JSON.parse(
      readFileSync(join(toolchainDirectory(), '..', 'package.json'), 'utf8'),
    ) as {
      devDependencies: Record<string, string>;
    };
    expect(dependencies['@pulumi/kubernetes']).toBe(programs['pulumi-resource-kubernetes'].version);
    expect(dependencies['@pulumi/pulumi']?.split('.').slice(0, 2)).toEqual(
      programs.pulumi.version.split('.').slice(0, 2),
    );
  });
});
