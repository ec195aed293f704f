import { type Io, openSession, type StackOptions } from './session.ts';

/** Prints what the last `up` gave: release names, namespaces, service addresses, buckets. Secret values are withheld. */
export async function outputs(options: StackOptions, io: Io): Promise<number> {
  const { deployment } = openSession(options, io, () => undefined);
  const found = await deployment.outputs();
  if (options.json) io.terminal.out(JSON.stringify(found, null, 2));
  else
    for (const [name, value] of Object.entries(found)) io.terminal.out(`${name}: ${JSON.stringify(value)}`);
  return 0;
}
