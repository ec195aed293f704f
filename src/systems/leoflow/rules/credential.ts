/** The five credentials: where the values say they are, and which variable reads which key. */
import { at, type DataPath } from '../../../kubernetes/data.ts';
import type { Subject } from '../../rule.ts';
import { variableOf, type Workload } from '../../rules/workload.ts';
import { secretKeyOf, secretText } from '../../rules/secret-key.ts';
import { isGiven, type ControlPlane } from './control-plane.ts';

export interface Credential {
  readonly variable: string;
  /** In the Secret, the chart's own or an existing one. */
  readonly key: string;
  /** Values: the text itself, and the name of an existing Secret. */
  readonly inline: DataPath;
  readonly existing: DataPath;
  /** The server does not start without. */
  readonly isRequired: boolean;
  /** What to do for it, the typed option first. */
  readonly hint: string;
}

const described = (
  [variable, key]: readonly [string, string],
  [inline, existing]: readonly [DataPath, DataPath],
  isRequired: boolean,
  option = inline,
): Credential => ({
  variable,
  key,
  inline,
  existing,
  isRequired,
  hint: `Set the option ${option.join('.')} to a secret source, or the value ${existing.join('.')} to a Secret with the key ${key}.`,
});

export const database = described(
  ['LEOFLOW_DATABASE_URL', 'databaseUrl'],
  [
    ['database', 'url'],
    ['database', 'existingSecret'],
  ],
  true,
);
export const redis = described(
  ['LEOFLOW_REDIS_URL', 'redisUrl'],
  [
    ['redis', 'url'],
    ['redis', 'existingSecret'],
  ],
  true,
);
export const jwt = described(
  ['LEOFLOW_AUTH_JWT_SECRET', 'jwtSecret'],
  [
    ['auth', 'jwtSecret'],
    ['auth', 'existingSecret'],
  ],
  true,
);
export const aesKey = described(
  ['LEOFLOW_SECRET_KEY', 'secretKey'],
  [['secretKey'], ['secretKeyExistingSecret']],
  false,
);
const bootstrap = described(
  ['LEOFLOW_BOOTSTRAP_PASSWORD', 'bootstrapPassword'],
  [
    ['bootstrap', 'password'],
    ['bootstrap', 'existingSecret'],
  ],
  false,
);

export const credentials: readonly Credential[] = [database, redis, jwt, aesKey, bootstrap];

/** The value that names it, if one does. */
export const givenBy = ({ inline, existing }: Credential, { values }: Subject): DataPath | null =>
  [existing, inline].find((path) => isGiven(at(values, ...path))) ?? null;

/** What the workload reads, as far as it is known here. */
interface Content {
  readonly text: string;
  /** False for a Secret that Pulumi makes: a placeholder stands for what the user gives, and only what the recipe adds is real. */
  readonly isWhole: boolean;
  /** `Secret leoflow/leoflow-secrets, key redisUrl`; never the content. */
  readonly place: string;
}

/** `null`: the workload does not read it. Without `text`: nobody here knows it. */
export function contentOf(
  { variable: name }: Credential,
  workload: Workload,
  subject: Subject,
): Content | { readonly text: null; readonly place: string } | null {
  const variable = variableOf(workload.container, name);
  if (variable === undefined) return null;
  if (typeof variable.value === 'string') {
    return { text: variable.value, isWhole: true, place: `the variable ${name}` };
  }
  const reference = secretKeyOf(variable, workload, subject);
  const text = reference === null ? null : secretText(reference);
  if (reference === null) return { text: null, place: `the variable ${name}` };
  const place = `Secret ${workload.namespace}/${reference.name}, key ${reference.key}`;
  const { secret } = reference;
  return text === null ? { text, place } : { text, isWhole: secret?.release !== null, place };
}

/** What each workload needs. */
export function* needs({ servers, migrations }: ControlPlane): Iterable<readonly [Workload, Credential]> {
  for (const server of servers) for (const credential of credentials) yield [server, credential];
  for (const migration of migrations) yield [migration, database];
}
