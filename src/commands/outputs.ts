import { stackOutputs } from '../deploy/stack-outputs.ts';
import { linesMarkdown } from '../report/lines-markdown.ts';
import { type Io, openSession, type StackOptions } from './session.ts';
import { leaveStackOutputs } from './stack-outputs.ts';

/** Prints what the last `up` gave: release names, namespaces, service addresses, buckets. Secret values are withheld. */
export async function outputs(options: StackOptions, io: Io): Promise<number> {
  const { deployment, stack } = openSession(options, io, () => undefined);
  const found = await stackOutputs(deployment);
  leaveStackOutputs(found, io);
  const { withheld } = found;
  const lines = Object.entries(withheld).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  if (options.json) io.terminal.out(JSON.stringify(withheld, null, 2));
  else for (const line of lines) io.terminal.out(line);
  io.step?.summary(linesMarkdown(`Outputs of ${stack.project}/${stack.stack}`, lines, io));
  return 0;
}
