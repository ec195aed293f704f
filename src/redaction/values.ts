/** Secrets among the values of a chart, where only the name of a Secret belongs: known by their names, by URLs, and as private keys. */
import { at, isMap, type Data } from '../kubernetes/data.ts';
import { isElsewhere, isSecretName, mayBeReference } from './names.ts';
import { parsed } from './parts.ts';
import { holdsPrivateKey } from './private-keys.ts';
import { passwordsIn } from './urls.ts';

/**
 * Those that a text may quote. `isRefused`: the chart does not render with them, so that what may be the name of a Secret and may be one itself helps
 * nobody.
 */
export const secretsInValues = (values: Data, { isRefused }: { readonly isRefused: boolean }): string[] =>
  secretsIn(values, '', isRefused);

/** `name`: of the field. */
function secretsIn(value: Data, name: string, isRefused: boolean): string[] {
  if (typeof value === 'number') return isSecretName(name) ? [String(value)] : [];
  if (typeof value === 'string') return secretsInText(value, name, isRefused);
  if (Array.isArray(value)) return value.flatMap((item: Data) => secretsIn(item, name, isRefused));
  if (!isMap(value)) return [];
  // `env: [{name: PASSWORD, value: …}]`
  const variableName = at(value, 'name');
  return Object.entries(value).flatMap(([key, item]) =>
    secretsIn(item, key === 'value' && typeof variableName === 'string' ? variableName : key, isRefused),
  );
}

function secretsInText(text: string, name: string, isRefused: boolean): string[] {
  const isNamed = isSecretName(name) && !isElsewhere(text);
  const isReference = mayBeReference(name, text) && !isRefused;
  const inUrls = passwordsIn(text);
  if (inUrls.length > 0) return inUrls;
  if (holdsPrivateKey(text) || (isNamed && !isReference)) return [text];
  const document = parsed(text.trim());
  return document === undefined ? secretsInLines(text, isRefused) : secretsIn(document, name, isRefused);
}

/** A line of YAML, of properties or of an INI file, in a text that is a configuration as a whole. */
const line = /^[ \t]*(?:- +)?["']?([\w./-]{1,128})["']?[ \t]*[:=][ \t]*["']?(\S.*?)["']?,?[ \t\r]*$/gm;

function secretsInLines(text: string, isRefused: boolean): string[] {
  if (!text.includes('\n')) return [];
  return [...text.matchAll(line)].flatMap(([, name = '', value = '']) =>
    isSecretName(name) && !/^[|>][+-]?\d?$/.test(value) ? secretsInText(value, name, isRefused) : [],
  );
}
