import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { describe, expect, test } from 'vitest';

const cli = join(import.meta.dirname, '../../../src/cli.ts');

interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });

describe('the command line', () => {
  test('--help names the commands and the exit codes, and succeeds', async () => {
    const { exitCode, stdout } = await run('--help');
    expect(exitCode).toBe(0);
    for (const word of ['preview', 'up', 'destroy', 'outputs', 'local', '7 locked', '8 cancelled'])
      expect(stdout).toContain(word);
    expect((await run('preview', '--help')).stdout).toContain('--expect-no-changes');
  });

  test.each([
    [['previw'], "error: unknown command 'previw'\n(Did you mean preview?)"],
    [['up', '--stak', 'dev'], "error: unknown option '--stak'\n(Did you mean --stack?)"],
    [['local', 'upp'], "error: unknown command 'upp'\n(Did you mean up?)"],
    [['preview', '--stack'], "error: option '-s, --stack <name>' argument missing"],
  ])('%j is refused with the nearest name', async (args, message) => {
    const { exitCode, stderr, stdout } = await run(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('a failure is one text for people, and one document for programs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'empty-'));
    const message = 'there is no file "deploy.yaml"';
    const plain = await run('preview', '-C', folder);
    expect(plain).toMatchObject({ exitCode: 2, stdout: '' });
    expect(plain.stderr).toContain(
      `error (configuration): ${message}\n  what to do: the stack directory is ${folder}`,
    );
    const json = await run('preview', '-C', folder, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'configuration', exitCode: 2, message } });
  });

  test('what nobody caught is told without secrets, too', async () => {
    const secret = 'kmR3-vTq8-Zw1n';
    // Thrown where no caller waits, as soon as somebody listens for such.
    const thrower = `process.on('newListener', (name) => {
      if (name === 'uncaughtException') setImmediate(() => { throw new Error('no answer from ' + process.env.DB_PASSWORD); });
    });`;
    const args = ['--import', `data:text/javascript,${encodeURIComponent(thrower)}`, cli, 'explain'];
    const ran = await new Promise<Ran>((resolve) => {
      const environment = { ...process.env, DB_PASSWORD: secret };
      execFile(process.execPath, args, { env: environment }, (error, stdout, stderr) =>
        resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    });
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toContain('error (failed): Error: no answer from ');
    expect(ran.stderr + ran.stdout).not.toContain(secret);
  });

  test('a chart mirror that is none is refused before anything is loaded', async () => {
    const { exitCode, stderr } = await run(
      'preview',
      '--chart-mirror',
      'nonsense',
      '-C',
      join(import.meta.dirname, '../../../examples/plain-chart'),
      '-s',
      'dev',
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain('the chart mirror "nonsense" is not FROM=TO');
  });
});
