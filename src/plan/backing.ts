/** What becomes of the resources that Pulumi keeps itself, field by field. Pure. */
import { at, isMap, mapAt, textAt, type Data, type DataMap, type DataPath } from '../kubernetes/data.ts';
import type { ResourceStates, Step } from '../deploy/steps.ts';
import { diffData } from './diff/index.ts';
import type { BackingChange, FieldChange } from './plan.ts';

/** One resource of the stack, or one that it no longer has. */
export interface BackingResource {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** Null: Pulumi leaves it as it is. */
  readonly step: Step | null;
  readonly states: Omit<ResourceStates, 'urn'>;
}

export const backingChange = ({ id, kind, name, step, states }: BackingResource): BackingChange => ({
  id,
  kind,
  name,
  operation: step === null || step.operation === 'read' ? 'same' : step.operation,
  order: step?.order ?? null,
  fields: step === null ? [] : fieldsOf(kind, step, states),
});

function fieldsOf(
  kind: string,
  step: Step,
  { before, after, keys }: BackingResource['states'],
): FieldChange[] {
  const [old, wanted] = [plain(before?.inputs ?? {}), plain(after?.inputs ?? {})];
  const context = { kind, apiVersion: textAt(wanted, 'apiVersion') ?? '' };
  if (step.operation === 'create') return diffData({}, told(wanted), context).fields;
  if (step.operation !== 'update' && step.operation !== 'replace') return [];
  return step.changedKeys.flatMap((key) => {
    const place = propertyPath(key);
    const [was, is] = [at(old, ...place), at(wanted, ...place)];
    if (isHidden(old, place) || isHidden(wanted, place)) return [secretChange(place, keys[key] ?? 'changed')];
    const { fields } = diffData(was ?? null, is ?? null, { ...context, place });
    return fields.length > 0 ? fields : [{ ...secretChange(place, keys[key] ?? 'changed'), secret: false }];
  });
}

const secretChange = (place: DataPath, change: FieldChange['change']): FieldChange => ({
  place,
  change,
  secret: true,
  before: null,
  after: null,
  lines: null,
});

/** By which the engine marks a secret in an event; `ciphertext` is then `[secret]`. From Pulumi's `resource.SigKey` and `resource.SecretSig`. */
const signature = { key: '4dabf18193072939515e22adb298388d', ofSecret: '1b47061264138c4ac30d75fd1eb44270' };
const hidden = '[secret]';

function plain(value: Data): DataMap {
  const visit = (data: Data): Data => {
    if (Array.isArray(data)) return data.map(visit);
    if (!isMap(data)) return data;
    if (data[signature.key] === signature.ofSecret) return hidden;
    return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, visit(item)]));
  };
  return mapAt(visit(value));
}

const isHidden = (data: Data, place: DataPath): boolean =>
  place.some((_, length) => at(data, ...place.slice(0, length)) === hidden) || at(data, ...place) === hidden;

/** Without what the name of the resource says already, and what Pulumi adds. */
function told(inputs: DataMap): DataMap {
  const { apiVersion: _version, kind: _kind, metadata, ...rest } = inputs;
  const { name: _name, namespace: _namespace, annotations, ...others } = mapAt(metadata);
  const { 'pulumi.com/autonamed': _autonamed, ...own } = mapAt(annotations);
  const kept = { ...others, ...(Object.keys(own).length === 0 ? {} : { annotations: own }) };
  return { ...(Object.keys(kept).length === 0 ? {} : { metadata: kept }), ...rest };
}

const step = /\.?([^.[\]"]+)|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/g;

/** Pulumi's spelling: `spec.rules[0].host`, `metadata.labels["example.com/tier"]`. */
export const propertyPath = (text: string): DataPath =>
  [...text.matchAll(step)].map(([, name, quoted, index]) =>
    index === undefined ? (name ?? (quoted ?? '').replaceAll(/\\(.)/g, '$1')) : Number(index),
  );
