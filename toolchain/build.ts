/** `npm run toolchain`: builds whatever is missing and says where it is. */
import { Failure } from '../src/stack/failure.ts';
import { ensurePrograms } from './ensure.ts';
import { ensureMoto } from './python.ts';

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort()).once('SIGTERM', () => interruption.abort());

const print = (line: string) => process.stdout.write(`${line}\n`);
const options = { onProgress: print, signal: interruption.signal };

try {
  const started = Date.now();
  const paths = await ensurePrograms(options);
  for (const [name, path] of Object.entries(paths)) print(`${name.padEnd(28)}${path}`);
  print(`${'moto'.padEnd(28)}${await motoOrReason()}`);
  print(`ready in ${((Date.now() - started) / 1000).toFixed(1)} s`);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`error: ${error.message}\n${error.hint === null ? '' : `hint: ${error.hint}\n`}`);
  process.exitCode = error.exitCode;
}

/** Nothing but the local AWS stand-in needs Python, so its absence is said and is no error. */
async function motoOrReason(): Promise<string> {
  try {
    return await ensureMoto(options);
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'cancelled') throw error;
    return `not available: ${error.message} ${error.hint ?? ''}`;
  }
}
