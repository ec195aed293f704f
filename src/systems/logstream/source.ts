/** The Sources that the leader gives to its workers: what the load balancer must let through. */
import { z } from 'zod';
import { port } from '../../stack/fields.ts';

const limits = { name: 15, sources: 100 } as const; // 15: IANA service name, as Kubernetes enforces it on container ports

const source = z.strictObject({
  name: z
    .string()
    .max(limits.name, `expected at most ${limits.name} characters (LS-2)`)
    .regex(
      /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/,
      'expected lower-case letters, digits and single "-" between them, with at least one letter (LS-2)',
    )
    .describe(`Name of the port, unique, at most ${limits.name} characters.`),
  port: port.describe('Port that the Source listens on.'),
  protocol: z.enum(['TCP', 'UDP']).default('TCP').describe('Protocol of the Source. Default: TCP.'),
});
type Source = z.output<typeof source>;

export const sources = z
  .array(source)
  .min(1, 'expected at least one source; without one, no data reaches the workers')
  .max(limits.sources)
  .superRefine((list, context) => {
    const names = new Set<string>();
    const endpoints = new Map<string, string>();
    for (const [index, { name, port: number, protocol }] of list.entries()) {
      const refuse = (field: string, message: string): void =>
        context.addIssue({ code: 'custom', path: [index, field], message });
      if (names.has(name))
        refuse('name', `LS-2: "${name}" names two sources; a Service needs different port names`);
      names.add(name);
      const endpoint = `${number}/${protocol}`;
      const other = endpoints.get(endpoint);
      if (other !== undefined) refuse('port', `${endpoint} is already the port of "${other}"`);
      endpoints.set(endpoint, name);
    }
  });

/** True if the load balancer has to carry TCP and UDP together (LS-3). */
export function isMixed(list: readonly Source[]): boolean {
  return new Set(list.map(({ protocol }) => protocol)).size > 1;
}
