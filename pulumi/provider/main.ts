/**
 * The executable `pulumi-resource-k8s-deploy`: the engine starts it and reads the port from the first line of its
 * output.
 */
import { serve } from './serve.ts';

const { port } = await serve(process.env);
process.stdout.write(`${port}\n`);

// The engine holds the other end of standard input. Killed, it cannot end its plugins; this one would stay for ever.
process.stdin.resume().once('end', () => process.exit());
