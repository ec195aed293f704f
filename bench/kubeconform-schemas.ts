/** JSON schemas as kubeconform reads them, from the OpenAPI document of Kubernetes itself: nothing is fetched while it is measured. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const version = 'v1.33.3';

const intOrString = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';
const quantity = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

interface Definition {
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

export function writeKubeconformSchemas(folder: string): void {
  const { Dir } = JSON.parse(
    execFileSync('go', ['mod', 'download', '-json', `k8s.io/kubernetes@${version}`], { encoding: 'utf8' }),
  ) as { Dir: string };
  const text = readFileSync(join(Dir, 'api/openapi-spec/swagger.json'), 'utf8');
  const { definitions } = JSON.parse(text) as { definitions: Readonly<Record<string, Definition>> };
  mkdirSync(folder, { recursive: true });
  // The document says "string" of what may be a number too.
  const either = { oneOf: [{ type: 'string' }, { type: 'number' }] };
  const mended = { ...definitions, [intOrString]: either, [quantity]: either };
  writeFileSync(join(folder, '_definitions.json'), JSON.stringify({ definitions: mended }));
  for (const [name, definition] of Object.entries(definitions)) {
    for (const { group, version: api, kind } of definition['x-kubernetes-group-version-kind'] ?? []) {
      const suffix = [...(group === '' ? [] : [group.split('.')[0]]), api].join('-');
      const schema = { $ref: `_definitions.json#/definitions/${name}` };
      writeFileSync(join(folder, `${kind.toLowerCase()}-${suffix}.json`), JSON.stringify(schema));
    }
  }
}
