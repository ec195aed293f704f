/** Kubernetes' OpenAPI, reduced to what strict decoding needs. */
import type { Shape } from '../../src/contract/kubernetes/shape.ts';
import type { Enums } from './enums.ts';

interface Property {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly items?: Property;
  readonly additionalProperties?: Property;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
}
interface Definition extends Property {
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}
export interface Swagger {
  readonly definitions: Readonly<Record<string, Definition>>;
}

export interface Api {
  /** `apps/v1/Deployment` → definition. */
  readonly kinds: ReadonlyMap<string, string>;
  readonly definitions: ReadonlyMap<string, Shape>;
}

/** Types that decode themselves, and take more or less than their OpenAPI says. */
const own: Readonly<Record<string, Shape>> = {
  'apimachinery.pkg.api.resource.Quantity': 'quantity',
  'apimachinery.pkg.apis.meta.v1.Time': 'time',
  'apimachinery.pkg.apis.meta.v1.MicroTime': 'time',
  'apimachinery.pkg.apis.meta.v1.FieldsV1': 'object',
  'apimachinery.pkg.apis.meta.v1.Patch': 'object',
  'apimachinery.pkg.runtime.RawExtension': 'any',
  'apimachinery.pkg.util.intstr.IntOrString': 'int-or-string',
};

export function apiOf(swagger: Swagger, enums: Enums): Api {
  const shapes = new Map(
    Object.entries(swagger.definitions).map(([name, definition]): [string, Shape] => [
      shortName(name),
      own[shortName(name)] ?? shapeOf(definition, enums.get(shortName(name))),
    ]),
  );
  const kinds = new Map(
    Object.entries(swagger.definitions).flatMap(([name, definition]) => {
      const [only, ...more] = definition['x-kubernetes-group-version-kind'] ?? [];
      // What many groups share (DeleteOptions, WatchEvent) is no object, and neither is a list of them.
      if (only === undefined || more.length > 0 || definition.properties?.['metadata'] === undefined)
        return [];
      if (definition.properties['metadata'].$ref?.endsWith('.ListMeta') === true) return [];
      const id = [only.group, only.version, only.kind].filter((part) => part !== '').join('/');
      return [[id, shortName(name)] as const];
    }),
  );
  return { kinds, definitions: reachable(shapes, kinds.values()) };
}

/** `core.v1.PodSpec` for `io.k8s.api.core.v1.PodSpec`. */
const shortName = (name: string): string => name.replace(/^io\.k8s\.(api\.)?/, '');

function shapeOf(property: Property, enums: ReadonlyMap<string, readonly string[]> | undefined): Shape {
  const { $ref, type, items, additionalProperties, properties } = property;
  if ($ref !== undefined) {
    const name = shortName($ref.replace('#/definitions/', ''));
    return own[name] ?? `#${name}`;
  }
  if (properties !== undefined) {
    const fields = Object.entries(properties).map(([name, each]): [string, Shape] => [
      name,
      withValues(shapeOf(each, undefined), enums?.get(name)),
    ]);
    const required = property.required ?? [];
    return { fields: Object.fromEntries(fields), ...(required.length > 0 && { required }) };
  }
  if (items !== undefined) return { list: shapeOf(items, undefined) };
  if (additionalProperties !== undefined) return { map: shapeOf(additionalProperties, undefined) };
  return type === undefined ? 'any' : scalarOf(type, property.format);
}

function scalarOf(type: string, format: string | undefined): Shape {
  switch (`${type} ${format ?? ''}`.trim()) {
    case 'string':
      return 'string';
    case 'string byte':
      return 'bytes';
    case 'string date-time':
      return 'time';
    case 'boolean':
      return 'boolean';
    case 'integer int32':
      return 'int32';
    case 'integer int64':
    case 'integer':
      return 'int64';
    case 'number double':
    case 'number':
      return 'number';
    case 'object':
      return 'object';
    default:
      throw new Error(`the OpenAPI has a type that nobody knows: ${type} ${format}`);
  }
}

function withValues(shape: Shape, values: readonly string[] | undefined): Shape {
  if (values === undefined) return shape;
  if (shape === 'string') return { enum: values };
  if (typeof shape === 'object' && 'list' in shape) return { list: withValues(shape.list, values) };
  if (typeof shape === 'object' && 'map' in shape) return { map: withValues(shape.map, values) };
  throw new Error(`values for what is no text: ${JSON.stringify(shape)}`);
}

/** What the roots are made of; the rest of the OpenAPI describes requests and answers. */
function reachable(shapes: ReadonlyMap<string, Shape>, roots: Iterable<string>): Map<string, Shape> {
  const found = new Map<string, Shape>();
  const visit = (name: string): void => {
    const shape = shapes.get(name);
    if (shape === undefined) throw new Error(`the OpenAPI lacks ${name}`);
    if (found.has(name)) return;
    found.set(name, shape);
    references(shape).forEach(visit);
  };
  for (const root of roots) visit(root);
  return found;
}

function references(shape: Shape): string[] {
  if (typeof shape === 'string') return shape.startsWith('#') ? [shape.slice(1)] : [];
  if ('list' in shape) return references(shape.list);
  if ('map' in shape) return references(shape.map);
  return 'fields' in shape ? Object.values(shape.fields).flatMap(references) : [];
}
