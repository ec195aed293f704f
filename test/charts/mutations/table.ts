/** The faults, as the tables beside this file list them. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const mutation = z.strictObject({
  /** What a person would say of it. */
  fault: z.string().min(1),
  /** Which part of a deployment it breaks. */
  kind: z.string().min(1),
  /** Stands once in the template. */
  find: z.string().min(1),
  replace: z.string(),
  /** Why nothing is found. Without it something must be. */
  missed: z.string().min(1).optional(),
});

const table = z.record(z.string(), z.array(mutation).min(1));

export interface Mutation extends z.output<typeof mutation> {
  readonly chart: string;
  /** `templates/deployment.yaml` */
  readonly file: string;
}

/** Of the fixture chart, in the order of its table. */
export function mutationsOf(chart: string): Mutation[] {
  const text = readFileSync(new URL(`${chart}.yaml`, import.meta.url), 'utf8');
  return Object.entries(table.parse(parse(text))).flatMap(([file, list]) =>
    list.map((each) => ({ ...each, chart, file: `templates/${file}` })),
  );
}
