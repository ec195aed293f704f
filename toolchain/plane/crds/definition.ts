/** The part of a structural schema that these definitions use. */
export interface Schema {
  type?: 'object' | 'array' | 'string' | 'boolean' | 'integer';
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
  required?: string[];
  items?: Schema;
  enum?: string[];
  pattern?: string;
  minLength?: number;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
}

export const text: Schema = { type: 'string' };
export const texts: Schema = { type: 'array', items: text };
export const labels: Schema = { type: 'object', additionalProperties: text };
/** As Prometheus writes durations: `30s`, `1m30s`. */
export const duration: Schema = {
  type: 'string',
  pattern: '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',
};

export function list(items: Schema): Schema {
  return { type: 'array', items };
}

/** An object whose named fields are checked and whose other fields are kept as they are. */
export function open(properties: Record<string, Schema>, required: string[] = []): Schema {
  const base: Schema = { type: 'object', properties, 'x-kubernetes-preserve-unknown-fields': true };
  return required.length === 0 ? base : { ...base, required };
}

/** Which resource, and where its objects stand. */
interface Kind {
  group: string;
  version: string;
  scope: 'Namespaced' | 'Cluster';
  kind: string;
  plural: string;
}

/** With a checked `spec`. The list's kind is named so even where the plural is the kind's own name. */
export function definition({ group, version, scope, kind, plural }: Kind, spec: Schema) {
  const openAPIV3Schema = open({ spec, status: open({}) }, ['spec']);
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema },
        },
      ],
    },
  };
}

/** A namespaced resource of the Prometheus operator's group, with a checked `spec`. */
export function monitoringDefinition(kind: string, plural: string, spec: Schema) {
  return definition(
    { group: 'monitoring.coreos.com', version: 'v1', scope: 'Namespaced', kind, plural },
    spec,
  );
}
