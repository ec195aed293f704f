import { realpathSync } from 'node:fs';
import { SemVer } from 'semver';
import { describe, expect, test, vi } from 'vitest';
import { outputLimits, pulumiCommand, pulumiExit } from '../../../src/deploy/pulumi-command.ts';
import { exitOf, pulumiStandIn } from './pulumi-stand-in.ts';

const neverAborted = { signal: new AbortController().signal, force: new AbortController().signal };

describe('a command that ends', () => {
  test.each([1, ...Object.values(pulumiExit), 255])('with exit code %i is an error with it', async (code) => {
    const { run } = await pulumiStandIn(`echo told >&2; exit ${code}`);
    expect(await exitOf(run(['up', '--yes']))).toMatchObject({
      exitCode: code,
      signal: null,
      pid: expect.any(Number) as number,
      stderr: 'told\n',
      message: `pulumi up --yes ended with exit code ${code}`,
    });
  });

  test('with 0 gives what it printed', async () => {
    const { run } = await pulumiStandIn('echo result; echo remark >&2');
    await expect(run(['stack', 'output'])).resolves.toEqual({
      stdout: 'result\n',
      stderr: 'remark\n',
      code: 0,
    });
  });

  test('by a signal from outside is an error with the signal', async () => {
    const { run } = await pulumiStandIn('kill -KILL $$');
    expect(await exitOf(run(['up']))).toMatchObject({
      exitCode: null,
      signal: 'SIGKILL',
      message: 'pulumi up was ended by SIGKILL',
    });
  });

  test('that does not exist is an error of the system', async () => {
    const command = pulumiCommand({
      command: '/nowhere/pulumi',
      version: new SemVer('3.259.0'),
      path: '/nowhere',
      interruption: neverAborted,
    });
    await expect(command.run(['up'], '/', {})).rejects.toThrow('ENOENT');
  });
});

describe('what it is given', () => {
  const probe = `
printf '%s|' "$@"; echo
pwd
echo "$PATH"
echo "$PULUMI_AUTOMATION_API $PULUMI_SKIP_UPDATE_CHECK $OURS $STACK"
cat`;

  test('arguments as they are, folder, PATH for providers, our environment and that of the stack', async () => {
    vi.stubEnv('OURS', 'ours');
    vi.stubEnv('STACK', 'ours too');
    const path = `/some/providers:${process.env['PATH'] ?? ''}`;
    const { run, folder } = await pulumiStandIn(probe, path);
    const { stdout } = await run(['config', 'set', 'a b', '$(touch x)'], {
      environment: { STACK: 'its own' },
    });
    vi.unstubAllEnvs();
    expect(stdout).toBe(
      `config|set|a b|$(touch x)|--non-interactive|\n${realpathSync(folder)}\n${path}\ntrue true ours its own\n`,
    );
  });

  test('the selected stack is left as the operator has chosen it', async () => {
    const { run } = await pulumiStandIn('exit 1');
    await expect(run(['stack', 'select', '--stack', 'dev'])).resolves.toMatchObject({ stdout: '', code: 0 });
  });
});

describe('what it prints', () => {
  test('comes in parts as it is printed, characters whole', async () => {
    const { run } = await pulumiStandIn(`printf 'a\\303'; sleep 0.2; printf '\\274b'; printf 'oh' >&2`);
    const parts: string[] = [];
    const errors: string[] = [];
    const { stdout } = await run(['up'], {
      onOutput: (text) => parts.push(text),
      onError: (text) => errors.push(text),
    });
    expect(stdout).toBe('aüb');
    expect(parts).toEqual(['a', 'üb']);
    expect(errors.join('')).toBe('oh');
  });

  const flood = (megabytes: number): string =>
    `head -c ${megabytes * 1024 * 1024} /dev/zero | tr '\\000' x; echo end`;

  test('400 MB of it leave the last part, in bounded memory', async () => {
    const { run } = await pulumiStandIn(flood(400));
    let most = 0;
    const before = process.memoryUsage().rss;
    const { stdout } = await run(['up'], {
      onOutput: () => (most = Math.max(most, process.memoryUsage().rss)),
    });
    expect(stdout).toHaveLength(outputLimits.stdout);
    expect(stdout.endsWith('xend\n')).toBe(true);
    // The parts that are kept, and what waits to be collected: seen to level off at 220 MB.
    expect(most - before).toBeLessThan(300 * 1024 * 1024);
  });

  test('JSON of which the beginning is lost is refused, not parsed', async () => {
    const { run } = await pulumiStandIn(flood(20));
    await expect(run(['stack', 'output', '--json'])).rejects.toThrow(
      `pulumi stack output printed more than ${outputLimits.stdout} characters of JSON`,
    );
  });

  test('of errors, the end is kept', async () => {
    const { run } = await pulumiStandIn(
      'head -c 4194304 /dev/zero | tr "\\\\000" x >&2; echo end >&2; exit 1',
    );
    const { stderr } = await exitOf(run(['up']));
    expect(stderr).toHaveLength(outputLimits.stderr);
    expect(stderr.endsWith('xend\n')).toBe(true);
  });
});
