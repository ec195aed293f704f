import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

const entry = join(import.meta.dirname, '../../../pulumi/provider/main.ts');

test('the executable prints its port alone, serves there, and goes when the engine has gone', async () => {
  const provider = spawn(process.execPath, [entry, '127.0.0.1:1'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const output = createInterface(provider.stdout).on('line', (line) => lines.push(line));
  await once(output, 'line');
  const socket = connect(Number(lines[0]), '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();

  provider.stdin.end(); // what the end of the engine looks like, however it ends
  const [code] = (await once(provider, 'exit')) as [number];
  expect({ code, lines }).toEqual({ code: 0, lines: [expect.stringMatching(/^\d+$/)] });
});
