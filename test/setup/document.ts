/** What a command prints with --json, as its schema has it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';

/** `name`: of `schemas/NAME.schema.json`. The reader throws for what is not such a document. */
export function documentReader(name: string): (text: string) => unknown {
  const path = join(import.meta.dirname, `../../schemas/${name}.schema.json`);
  const isDocument = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(path, 'utf8')) as object);
  return (text) => {
    const document: unknown = JSON.parse(text);
    if (isDocument(document)) return document;
    throw new Error(`not as ${path} has it: ${JSON.stringify(isDocument.errors)}\n${text}`);
  };
}
