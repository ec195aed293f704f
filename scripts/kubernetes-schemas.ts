/**
 * Writes the Kubernetes schemas that the contract gate validates with; with --check, fails if the file differs from what the pinned
 * modules give. Needs Go, and the network for modules that Go has not fetched before.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { crdsIn } from './kubernetes-schemas/crds.ts';
import { dataOf, type Release } from './kubernetes-schemas/data.ts';
import { enumsIn } from './kubernetes-schemas/enums.ts';
import { lifecyclesIn } from './kubernetes-schemas/lifecycle.ts';
import { crdModules, download, kubernetesReleases, lifecycleModules } from './kubernetes-schemas/modules.ts';
import { apiOf, type Swagger } from './kubernetes-schemas/openapi.ts';

const name = 'src/contract/kubernetes/kubernetes-schemas.br';
const file = join(import.meta.dirname, '..', name);

const releases: Release[] = [];
for (const module of kubernetesReleases) {
  const folder = await download(module);
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
  const swagger = JSON.parse(read('api/openapi-spec/swagger.json')) as Swagger;
  const enums = enumsIn(read('pkg/generated/openapi/zz_generated.openapi.go'));
  releases.push({ version: module.version.slice(1), api: apiOf(swagger, enums) });
}
const lifecycles = lifecyclesIn(await Promise.all(lifecycleModules.map(download)));
const crds = await Promise.all(
  crdModules.map(async (module) => ({
    from: `${module.name} ${module.version.slice(1)}`,
    crds: crdsIn(join(await download(module), module.folder)),
  })),
);
const text = dataOf(releases, lifecycles, crds);

if (!process.argv.includes('--check')) {
  const compressed = brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
    },
  });
  writeFileSync(file, compressed);
  process.stdout.write(`${name}: ${compressed.length} bytes, ${Buffer.byteLength(text)} uncompressed\n`);
} else if (!existsSync(file) || brotliDecompressSync(readFileSync(file)).toString() !== text) {
  process.stderr.write(`${name} differs from the pinned modules; run node scripts/kubernetes-schemas.ts\n`);
  process.exitCode = 1;
}
