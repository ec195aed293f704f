/**
 * The executable `pulumi-resource-k8s-deploy`: the engine starts it and reads the port from the first line of its
 * output.
 */
import { flushCompileCache } from 'node:module';
import { serve } from './serve.ts';

async function main(): Promise<void> {
  const { port } = await serve(process.env);
  process.stdout.write(`${port}\n`);
  flushCompileCache(); // on exit would be too late: the engine ends its plugins by a signal
  // The engine holds the other end of standard input. Killed, it cannot end its plugins; this one would stay for ever.
  process.stdin.resume().once('end', () => process.exit());
}

void main();
