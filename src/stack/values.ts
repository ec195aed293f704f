/** Helm values that wait for Pulumi: references to backing resources, and the rare secret inside a value. */
import type { BackingRef, SecretInValue, SecretValue, Value, Values } from './desired.ts';

/** The name that Pulumi gives to an auto-named backing resource; a placeholder where nothing runs. */
export const nameOf = (backing: { readonly id: string }): BackingRef => ({
  $backing: backing.id,
  field: 'name',
});

/** Changes whenever the content of a Secret with a fixed name does: for a pod annotation, so that the pods roll. */
export const resourceVersionOf = (backing: { readonly id: string }): BackingRef => ({
  $backing: backing.id,
  field: 'resourceVersion',
});

/** Only for a chart that offers no other way; the recipe adds a notice. */
export const secretInValue = (value: SecretValue): SecretInValue => ({ $secret: value });

export function isBackingRef(value: unknown): value is BackingRef {
  return typeof value === 'object' && value !== null && '$backing' in value;
}

export function isSecretInValue(value: unknown): value is SecretInValue {
  return typeof value === 'object' && value !== null && '$secret' in value;
}

/** A map of values: neither a list nor what Pulumi fills in, which is one value. */
export const isValuesMap = (value: Value): value is Values =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !isBackingRef(value) &&
  !isSecretInValue(value);
