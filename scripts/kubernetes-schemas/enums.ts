/** Closed sets of values. Kubernetes' published OpenAPI leaves them out; the Go code that it is generated from has them. */

/** `core.v1.Container` → field → values. Of lists and maps, those of their items. */
export type Enums = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** `text` is pkg/generated/openapi/zz_generated.openapi.go. */
export function enumsIn(text: string): Enums {
  const all = new Map<string, Map<string, readonly string[]>>();
  let definition: string | null = null;
  let field = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('func ')) {
      const [, name, version, kind] = /^func schema_k8sio_api_(\w+?)_(v\d\w*?)_(\w+)\(/.exec(line) ?? [];
      definition = name === undefined ? null : `${name}.${version}.${kind}`;
      continue;
    }
    field = /^\t{5}"(\w+)": \{$/.exec(line)?.[1] ?? field;
    const values = /^\t+Enum:\s+\[\]interface\{\}\{(.*)\},$/.exec(line)?.[1];
    if (values === undefined || definition === null) continue;
    const fields = all.get(definition) ?? new Map<string, readonly string[]>();
    all.set(definition, fields.set(field, [...new Set(JSON.parse(`[${values}]`) as string[])]));
  }
  return all;
}
