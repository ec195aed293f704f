/** The software bill of materials names what a release holds, and nothing that only builds or tests it. */
import { describe, expect, test } from 'vitest';
import { bundledOnly, modulesIn, withPrograms, type Spdx } from '../../../scripts/sbom.ts';

const entry = (name: string, versionInfo: string) => ({
  SPDXID: `SPDXRef-Package-${name.replace(/^@/, '').replace('/', '.')}-${versionInfo}`,
  name,
  versionInfo,
  licenseDeclared: 'MIT',
});
const own = entry('k8s-deploy-action', '1.0.0');
const yaml = entry('yaml', '2.9.1');
const core = entry('@actions/core', '3.0.1');

const installed: Spdx = {
  documentDescribes: [own.SPDXID],
  packages: [own, yaml, entry('yaml', '1.10.0'), core, entry('vitest', '5.1.1')],
  relationships: [
    { spdxElementId: 'SPDXRef-DOCUMENT', relatedSpdxElement: own.SPDXID, relationshipType: 'DESCRIBES' },
    { spdxElementId: yaml.SPDXID, relatedSpdxElement: own.SPDXID, relationshipType: 'DEV_DEPENDENCY_OF' },
  ],
};

/** As scripts/bundle/licenses.ts writes it. */
const licenses = (...heads: string[][]): string =>
  [
    'What the files hold.\n',
    ...heads.map((names) => `\n${names.join('\n')}\n\nPermission is: granted 1.0\n`),
  ].join(`\n${'='.repeat(80)}\n`);

describe('of the bundle', () => {
  test('those packages in those versions that are in it, as npm tells them', () => {
    const bill = bundledOnly(installed, licenses(['@actions/core 3.0.1: MIT'], ['yaml 2.9.1: ISC']));
    expect(bill.packages).toEqual([own, yaml, core]);
    expect(bill.relationships).toEqual([
      { spdxElementId: 'SPDXRef-DOCUMENT', relatedSpdxElement: own.SPDXID, relationshipType: 'DESCRIBES' },
      { spdxElementId: own.SPDXID, relatedSpdxElement: yaml.SPDXID, relationshipType: 'CONTAINS' },
      { spdxElementId: own.SPDXID, relatedSpdxElement: core.SPDXID, relationshipType: 'CONTAINS' },
    ]);
  });

  test('what is in it and not installed is an error: the bill would be short', () => {
    expect(() => bundledOnly(installed, licenses(['left-pad 1.3.0: WTFPL', 'yaml 2.9.1: ISC']))).toThrow(
      'bundled, and not installed: left-pad 1.3.0',
    );
  });
});

describe('of programs', () => {
  const told = [
    '/release/renderer-linux-x64: go1.26.8',
    '\tpath\tk8s-deploy-action/renderer',
    '\tdep\thelm.sh/helm/v3\tv3.18.6\th1:x=',
    '\tdep\tsigs.k8s.io/yaml\tv1.5.0\t',
    '\tbuild\t-trimpath=true',
    '',
  ].join('\n');

  test('their modules, and the library of Go itself', () => {
    expect(modulesIn(told)).toEqual([
      { name: 'stdlib', version: '1.26.8' },
      { name: 'helm.sh/helm/v3', version: 'v3.18.6' },
      { name: 'sigs.k8s.io/yaml', version: 'v1.5.0' },
    ]);
  });

  test('modules that several share are told once, and belong to each', () => {
    const modules = modulesIn(told);
    const bill = withPrograms(bundledOnly(installed, licenses()), [
      { name: 'renderer-linux-x64', modules },
      { name: 'renderer-darwin-arm64', modules },
    ]);
    const ids = bill.packages.map(({ SPDXID }) => SPDXID);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(1 + 2 + 3);
    const related = bill.relationships.filter(({ relationshipType }) => relationshipType === 'CONTAINS');
    expect(related).toHaveLength(6);
    expect(
      related.filter(
        ({ relatedSpdxElement, spdxElementId }) =>
          !ids.includes(relatedSpdxElement) || !ids.includes(spdxElementId),
      ),
    ).toEqual([]);
    expect(bill.packages).toContainEqual(
      expect.objectContaining({
        name: 'helm.sh/helm/v3',
        externalRefs: [expect.objectContaining({ referenceLocator: 'pkg:golang/helm.sh/helm/v3@v3.18.6' })],
      }),
    );
  });
});
