/**
 * The software bill of materials of a release, as SPDX 2.3: `node scripts/sbom.ts FOLDER` prints what dist/ holds, and what the programs in FOLDER are made of.
 * `npm sbom` alone knows what is installed; which packages ended up in the bundle is told by dist/licenses.txt, which is written from the bundle itself.
 */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface Spdx {
  readonly documentDescribes: readonly string[];
  readonly packages: readonly SpdxPackage[];
  readonly relationships: readonly SpdxRelationship[];
}

interface SpdxPackage {
  readonly SPDXID: string;
  readonly name: string;
  readonly versionInfo: string;
  readonly [more: string]: unknown;
}

interface SpdxRelationship {
  readonly spdxElementId: string;
  readonly relatedSpdxElement: string;
  readonly relationshipType: string;
}

/** A Go program and the modules in it, as `go version -m` tells them. */
interface Program {
  readonly name: string;
  readonly modules: readonly { readonly name: string; readonly version: string }[];
}

/** What npm tells, without what is only used to build and to test. Throws if the bundle holds what npm does not know. */
export function bundledOnly<Document extends Spdx>(document: Document, licenses: string): Document {
  const [own = ''] = document.documentDescribes;
  const bundled = new Set(namesIn(licenses));
  const kept = document.packages.filter(({ name, versionInfo }) => bundled.delete(`${name} ${versionInfo}`));
  if (bundled.size > 0) throw new Error(`bundled, and not installed: ${[...bundled].join(', ')}`);
  const self = document.packages.filter(({ SPDXID }) => SPDXID === own);
  return {
    ...document,
    packages: [...self, ...kept],
    relationships: [describes(own), ...kept.map(({ SPDXID }) => contains(own, SPDXID))],
  };
}

/** `NAME VERSION`: the lines above each text. */
const namesIn = (licenses: string): string[] =>
  licenses
    .split(/^={80}$/m)
    .slice(1)
    .flatMap((section) => section.trim().split('\n\n', 1)[0]?.split('\n') ?? [])
    .map((head) => head.slice(0, head.lastIndexOf(': ')));

export function withPrograms<Document extends Spdx>(
  document: Document,
  programs: readonly Program[],
): Document {
  const found = programs.map(({ name, modules }) => ({
    self: golang(name, 'NOASSERTION'),
    modules: modules.map((module) => golang(module.name, module.version)),
  }));
  const modules = new Map(
    found.flatMap((program) => program.modules.map((each) => [each.SPDXID, each] as const)),
  );
  return {
    ...document,
    documentDescribes: [...document.documentDescribes, ...found.map(({ self }) => self.SPDXID)],
    packages: [...document.packages, ...found.map(({ self }) => self), ...modules.values()],
    relationships: [
      ...document.relationships,
      ...found.flatMap(({ self, modules: within }) => [
        describes(self.SPDXID),
        ...within.map(({ SPDXID }) => contains(self.SPDXID, SPDXID)),
      ]),
    ],
  };
}

/** Of the output of `go version -m`: the toolchain is a part of the program too. */
export function modulesIn(told: string): Program['modules'] {
  const [, go = ''] = /: go(\S+)/.exec(told) ?? [];
  const modules = [...told.matchAll(/^\tdep\t(\S+)\t(\S+)/gm)];
  return [
    { name: 'stdlib', version: go },
    ...modules.map(([, name = '', version = '']) => ({ name, version })),
  ];
}

const golang = (name: string, version: string): SpdxPackage => ({
  SPDXID: `SPDXRef-Package-go-${`${name}-${version}`.replaceAll(/[^A-Za-z0-9.-]/g, '.')}`,
  name,
  versionInfo: version,
  downloadLocation: 'NOASSERTION',
  filesAnalyzed: false,
  ...(version !== 'NOASSERTION' && {
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: `pkg:golang/${name}@${version}`,
      },
    ],
  }),
});

const related = (from: string, relationshipType: string, to: string): SpdxRelationship => ({
  spdxElementId: from,
  relatedSpdxElement: to,
  relationshipType,
});
const describes = (id: string): SpdxRelationship => related('SPDXRef-DOCUMENT', 'DESCRIBES', id);
const contains = (whole: string, part: string): SpdxRelationship => related(whole, 'CONTAINS', part);

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('usage: node scripts/sbom.ts FOLDER');
  const root = join(import.meta.dirname, '..');
  const output = (program: string, args: string[]): string =>
    execFileSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const installed = JSON.parse(output('npm', ['sbom', '--sbom-format', 'spdx'])) as Spdx;
  const bundle = bundledOnly(installed, readFileSync(join(root, 'dist/licenses.txt'), 'utf8'));
  const programs = globSync('k8s-deploy-renderer-*', { cwd: folder })
    .toSorted()
    .map((name) => ({
      name: basename(name),
      modules: modulesIn(output('go', ['version', '-m', join(folder, name)])),
    }));
  process.stdout.write(`${JSON.stringify(withPrograms(bundle, programs), null, 2)}\n`);
}
