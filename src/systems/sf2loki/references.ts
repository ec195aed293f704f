/** What config.yaml refers to must be there: files of the credentials and environment variables. And no secret stands in it. */
import type { Value } from '../../stack/desired.ts';
import { orgPaths, textsIn, type ConfigPath } from './config-path.ts';
import { textAt } from '../value-path.ts';
import type { Flaw, Surroundings } from './flaw.ts';
import { secretsFolder } from './salesforce.ts';

/** Every `*_file` is read when sf2loki starts, even where its feature is off; only the other sign-in's is not. */
export function filesRead(config: Value): { path: ConfigPath; text: string }[] {
  const unread = orgPaths(config).map((org) => {
    const byKey = textAt(config, [...org, 'salesforce', 'auth_mode']) !== 'client_credentials';
    return [...org, 'salesforce', byKey ? 'client_secret_file' : 'private_key_file'].join('/');
  });
  return textsIn(config).filter(
    ({ path, text }) =>
      String(path.at(-1)).endsWith('_file') && text.startsWith('/') && !unread.includes(path.join('/')),
  );
}

export function secretFiles(config: Value, { files }: Surroundings): Flaw[] {
  if (files === null) return [];
  return filesRead(config).flatMap(({ path, text }) => {
    const file = text.slice(secretsFolder.length);
    if (!text.startsWith(secretsFolder) || files.has(file)) return [];
    const message = `credentials have no file "${file}", which sf2loki reads when it starts`;
    return [{ rule: 'SF-12', at: path, message }];
  });
}

const secretKey = /^(client_secret|private_key|transform_salt|password)$|_(token|password)$/;

export function inlineSecrets(config: Value): Flaw[] {
  return textsIn(config).flatMap(({ path, text }) => {
    const key = String(path.at(-1));
    if (!secretKey.test(key) || text === '' || /^\$\{\w+\}$/.test(text)) return [];
    const message = `config.yaml is no place for a secret: set ${key}_file, and give the file in credentials`;
    return [{ rule: 'SF-12', at: path, message }];
  });
}

export function variables(config: Value, { variables: known }: Surroundings): Flaw[] {
  if (known === null) return [];
  return textsIn(config).flatMap(({ path, text }) =>
    [...text.matchAll(/\$\{([A-Za-z_]\w*)\}/g)].flatMap(([, name = '']) => {
      if (known.has(name) || name === 'POD_NAME' || name === 'POD_NAMESPACE') return [];
      const message = `\${${name}} is no environment variable of the pod: give env.${name}`;
      return [{ rule: 'SF-13', at: path, message }];
    }),
  );
}
