/** What the name of a field tells about its value. */

const secretName =
  /(?:password|passwd|passphrase|token|jwt|(?:secret|private|api|access|encryption|signing)[_.-]?key|secret|credentials?)$/i;
/** Names that are too rare, or mean too many things, in the values of charts; in objects of a cluster they mean secrets. */
const secretNameInObjects =
  /(?:passwords|tokens|api[_.-]?keys|pwd|authorization|bearer|connection[_.-]?string|jaas[_.-]config|(?:account|client|shared|master|auth|hmac)[_.-]?key)$|^(?:\.?dockerconfigjson|\.?dockercfg|dsn)$/i;
/** `existingSecret: app-login`, `loginSecret: app-login`: where the secret is. */
const referenceName = /existing|(?:secret|credentials?)$/i;
/** A secret itself, whatever it looks like: `clientSecret`; `CLIENT_SECRET`. */
const literalName =
  /(?:client|jwt|app|shared|session|signing|webhook|hmac|cookie|consumer|api|auth|token|oauth2?)[_.-]?secret$/i;
const variableName = /^[A-Z0-9_]+$/;
const objectName = /^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$/;
/** Filled in later, or where the secret is: a variable, a template, a file, a vault's address, what stands for a secret. */
const elsewhere =
  /^(?:\s*|true|false|null|none|nil|(?:\$[({](?![^(){}]*:[-=])[^(){}]*[)}])+|\{\{.*\}\}|<[^<>]*>|\(secret\)|\[secret\]|\*+|(?:\.{1,2}|~|\/(?:app|certs?|config|data|etc|home|mnt|opt|run|secrets?|srv|tmp|usr|var))\/[\w./@-]*|(?:file|ref\+\w+|vault|aws-sm|gcp-sm):.*)$/is;

/** Of charts' values: `auth.password`, `JWT_SECRET`. */
export const isSecretName = (name: string): boolean => secretName.test(name);

/** Of objects: fails closed. */
export const isSecretNameInObjects = (name: string): boolean =>
  secretName.test(name) || secretNameInObjects.test(name);

/** Whether it may be the name of a Secret, rather than one. */
export const mayBeReference = (name: string, value: string): boolean =>
  referenceName.test(name) && objectName.test(value);

/** The same, unless the name means the secret itself. */
export const isReference = (name: string, value: string): boolean =>
  mayBeReference(name, value) && !literalName.test(name) && !variableName.test(name);

export const isElsewhere = (value: string): boolean => elsewhere.test(value);
