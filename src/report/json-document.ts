/** The JSON Schema of what a command prints with --json. */
import { z } from 'zod';

/** `name`: of `schemas/NAME.schema.json`. */
export function jsonDocumentSchema(name: string, title: string, shape: z.ZodType): object {
  const { $schema, ...schema } = z.toJSONSchema(shape, { target: 'draft-07', io: 'output' });
  return { $schema, $id: `urn:k8s-deploy:v1:${name}.schema.json`, title, ...schema };
}
