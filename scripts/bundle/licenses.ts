/** The licences of what is bundled: who ships a copy of somebody's work ships its licence with it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** They ask for nothing that the file with their texts does not give. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
]);

/** Of packages whose package.json names no licence by its SPDX identifier: what the file LICENSE in them says. */
const read: Readonly<Record<string, string>> = { '@logdna/tail-file': 'MIT' };

/** Of packages that state a licence in a source file only: that file, which begins with it. */
const inSource: Readonly<Record<string, string>> = { '@bufbuild/protobuf': 'dist/esm/wire/varint.js' };

export interface Package {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
  readonly texts: readonly string[];
}

/**
 * One text for everything in the bundles that is not ours; `root` is the repository. Throws if a package is of a licence that we may not ship,
 * or has no text.
 */
export function licensesOf(metafile: Metafile, root: string): string {
  const folders = Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const apache = readFileSync(join(root, 'LICENSE'), 'utf8');
  return licenseFile([...new Set(folders)].map((folder) => packageIn(join(root, folder), apache)));
}

/** Packages with the same text stand together above it. Throws as `licensesOf` does. */
export function licenseFile(packages: readonly Package[]): string {
  const refused = packages.filter(({ license, texts }) => !isAllowed(license) || texts.length === 0);
  if (refused.length > 0) {
    const list = refused.map(({ name, version, license }) => `${name} ${version} (${license})`).join(', ');
    throw new Error(
      `bundled without a licence that scripts/bundle/licenses.ts allows, or without its text: ${list}`,
    );
  }
  const byText = Map.groupBy(packages, ({ texts }) => texts.map(tidy).join('\n\n'));
  const sections = [...byText].map(([text, same]) => {
    const heads = same.map(({ name, version, license }) => `${name} ${version}: ${license}`);
    return `${[...new Set(heads)].toSorted().join('\n')}\n\n${text}\n`;
  });
  return [preface, ...sections.toSorted()].join(`\n${'='.repeat(80)}\n`);
}

const preface = `What the files in this folder hold besides k8s-deploy-action, and under which licence. kubernetes-schemas.br is
derived from the API descriptions of Kubernetes: Apache-2.0, the text of k8s-deploy-action's own licence.
`;

/** `MIT`, `(MIT OR GPL-2.0)`, `(BSD-3-Clause AND Apache-2.0)`: of alternatives one is enough. */
const isAllowed = (expression: string): boolean =>
  expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((license) => allowed.has(license)));

function packageIn(folder: string, apache: string): Package {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  const stated = read[name] ?? license ?? 'none stated';
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const texts = files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8'));
  if (texts.length === 0 && stated.includes('Apache-2.0')) texts.push(apache); // the same for everybody
  const source = inSource[name];
  if (source !== undefined) texts.push(headOf(readFileSync(join(folder, source), 'utf8')));
  return { name, version, license: stated, texts };
}

const headOf = (source: string): string => /^(\/\/.*\n)+/.exec(source)?.[0].replaceAll(/^\/\/ ?/gm, '') ?? '';

const tidy = (text: string): string =>
  text
    .replaceAll('\r', '')
    .replaceAll(/[ \t]+$/gm, '')
    .trim();
