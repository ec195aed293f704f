import type { FieldPath } from '../../stack/desired.ts';
import { type ConfigPath } from './config-path.ts';
import { valueAt } from '../value-path.ts';
import type { Sf2lokiOptions } from './options.ts';

const names: Readonly<Record<string, string>> = {
  auth_mode: 'authMode',
  login_url: 'loginUrl',
  client_id: 'clientId',
  lease_duration: 'duration',
  renew_interval: 'renewInterval',
};

/** The option that a place in config.yaml comes from: `config` if it stands there, else the typed one. From the release. */
export function optionPath(at: ConfigPath, options: Sf2lokiOptions): FieldPath {
  if (valueAt(options.config, at) !== undefined) return ['config', ...at];
  const last = String(at.at(-1));
  if (last.endsWith('_file')) return credentialsPath(options);
  if (at[0] === 'state') return ['state', last === 'bucket' ? 'bucket' : 'store'];
  if (at[0] === 'coordinate') return ['lease', names[last] ?? last];
  return at.map((step) => names[step] ?? step);
}

function credentialsPath({ credentials }: Sf2lokiOptions): FieldPath {
  if (credentials.files !== undefined) return ['credentials', 'files'];
  return credentials.external === undefined ? ['credentials', 'keys'] : ['credentials', 'external', 'data'];
}
