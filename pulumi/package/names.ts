/**
 * What a stack refers to by name. A secret is named by where it is, never written: so none is in the program, nor in the values of a release.
 */

/** A key of `Pulumi.<stack>.yaml`, set by `pulumi config set --secret KEY`. With a namespace: `NAMESPACE:KEY`. */
export function fromConfig(key: string): { fromConfig: string } {
  return { fromConfig: key };
}

/** An environment variable of the process that runs Pulumi. */
export function fromEnv(name: string): { fromEnv: string } {
  return { fromEnv: name };
}

/** A file of the stack directory: as a secret, or as text that is none, such as CA certificates. */
export function fromFile(path: string): { fromFile: string } {
  return { fromFile: path };
}

/** In Helm values, the name that Pulumi gives to a Secret, CA bundle, ExternalSecret or service account under `backing`. */
export function nameOf(key: string): { nameOf: string } {
  return { nameOf: key };
}

/** In Helm values, what changes with the content of a Secret of a fixed name: for a pod annotation, so that the pods roll. */
export function resourceVersionOf(key: string): { resourceVersionOf: string } {
  return { resourceVersionOf: key };
}
