/** Text inside text: what Secrets hold in base64, and the configuration files in ConfigMaps. */
import { Buffer } from 'node:buffer';
import { celFunc, CelScalar, type CelFunc } from '@bufbuild/cel';
import type { Data } from '../../../kubernetes/data.ts';
import { parseYaml } from '../../../stack/yaml.ts';
import { celLimits } from '../limits.ts';
import { celOf } from '../values.ts';

const { BYTES, DYN, STRING } = CelScalar;

// No message says what the text was: it may be a Secret's.

function bytesOf(text: string): Uint8Array {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2,3}={0,2})?$/.test(text)) {
    throw new Error('base64.decode() was given what is not base64');
  }
  return new Uint8Array(Buffer.from(text, 'base64'));
}

function decoded(name: string, text: string, decode: (text: string) => Data): ReturnType<typeof celOf> {
  if (text.length > celLimits.decodedCharacters) {
    throw new Error(`${name}() was given more than ${celLimits.decodedCharacters} characters`);
  }
  let data: Data;
  try {
    data = decode(text);
  } catch (cause) {
    throw new Error(`${name}() was given what is not one well-formed document`, { cause });
  }
  return celOf(data);
}

export const decodeFunctions: readonly CelFunc[] = [
  celFunc('base64.decode', [STRING], BYTES, bytesOf),
  celFunc('base64.encode', [BYTES], STRING, (bytes) => Buffer.from(bytes).toString('base64')),
  celFunc('yaml.decode', [STRING], DYN, (text) =>
    decoded('yaml.decode', text, (yaml) => parseYaml(yaml, { file: 'text' }).value as Data),
  ),
  celFunc('json.decode', [STRING], DYN, (text) =>
    decoded('json.decode', text, (json) => JSON.parse(json) as Data),
  ),
];
