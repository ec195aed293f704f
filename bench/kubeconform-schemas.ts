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
  for (const [name, definition] of Object.entries(definitions)) {
    for (const { group, version: api, kind } of definition['x-kubernetes-group-version-kind'] ?? []) {
      const suffix = [...(group === '' ? [] : [group.split('.')[0]]), api].join('-');
      const schema = { $ref: `#/definitions/${name}`, definitions: reachable(name, definitions) };
      writeFileSync(join(folder, `${kind.toLowerCase()}-${suffix}.json`), JSON.stringify(schema));
    }
  }
}

/** A file of its own for each kind, as kubeconform's usual schemas are: reading all of them for one would be unfair. */
function reachable(name: string, definitions: Readonly<Record<string, Definition>>): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const visit = (one: string): void => {
    if (one in found) return;
    // The document says "string" of what may be a number too.
    found[one] = one === intOrString || one === quantity ? either : definitions[one];
    for (const [, next = ''] of JSON.stringify(found[one]).matchAll(/"#\/definitions\/([^"]+)"/g))
      visit(next);
  };
  visit(name);
  return found;
}

const either = { oneOf: [{ type: 'string' }, { type: 'number' }] };
