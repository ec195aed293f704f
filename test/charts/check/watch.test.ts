/** `check --watch`, and what ends a check: signals, with nothing left running. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { bareEnvironment, checkedFolder, entry, type Checked } from '../../setup/checked.ts';
import { webChart, webContract } from './web-chart.ts';

interface Running {
  readonly child: ChildProcess;
  text(): string;
  /** Resolves once it has printed `wanted` this many times. */
  printed(wanted: string, times?: number): Promise<void>;
  ended(): Promise<number | null>;
}

const opened: { folder: Checked; running: Running }[] = [];
afterEach(() => {
  for (const { folder, running } of opened.splice(0)) {
    running.child.kill('SIGKILL');
    folder.remove();
  }
});

function start(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
): { folder: Checked; running: Running } {
  const folder = checkedFolder({ ...webChart, 'contract.yaml': webContract, ...files });
  const child = spawn(process.execPath, [entry, 'check', ...args], {
    cwd: folder.directory,
    env: bareEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  let text = '';
  let heard: () => void = () => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      heard();
    });
  }
  const running: Running = {
    child,
    text: () => text,
    async printed(wanted, times = 1) {
      const deadline = performance.now() + 10_000;
      while (text.split(wanted).length <= times) {
        if (performance.now() > deadline || child.exitCode !== null)
          throw new Error(`not printed: ${wanted}\n${text}`);
        await Promise.race([new Promise<void>((resolve) => (heard = resolve)), wait(500)]);
      }
    },
    async ended() {
      const [code] = (await closed) as [number | null];
      return code;
    },
  };
  const one = { folder, running };
  opened.push(one);
  return one;
}

const wait = async (milliseconds: number): Promise<void> =>
  await new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Ids of processes whose parent this is. */
const childrenOf = (pid: number | undefined): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, parent] = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
        return Number(parent) === pid ? [Number(name)] : [];
      } catch {
        return []; // it has ended
      }
    });

const isAlive = (pid: number): boolean => {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

const waiting = 'Waiting for changes';

test('a change of a file leads to another result; Ctrl-C ends with the code of the last one', async () => {
  const { folder, running } = start({}, ['contract.yaml', '--watch', '--report', 'junit=report.xml']);
  await running.printed(waiting);
  expect(running.text()).toContain('no findings');

  folder.write({ 'contract.yaml': `${webContract}rules: [{id: never, assert: "false"}]\n` });
  await running.printed(waiting, 2);
  expect(running.text()).toContain('never');

  folder.write({ 'contract.yaml': 'chart: [' });
  await running.printed('not valid YAML');
  await running.printed(waiting, 3);

  folder.write({ 'contract.yaml': webContract, 'charts/web/values.yaml': 'replicas: [' });
  await running.printed(waiting, 4);
  folder.write({ 'charts/web/values.yaml': webChart['charts/web/values.yaml'] });
  await running.printed('no findings', 2);

  folder.write({ 'contract.yaml': `${webContract}rules: [{id: never, assert: "false"}]\n` });
  await running.printed('1 error', 2);
  const runs = (): number => running.text().split(waiting).length;
  await wait(600); // its own report is no change
  const before = runs();
  await wait(600);
  expect(runs()).toBe(before);

  running.child.kill('SIGINT');
  expect(await running.ended()).toBe(5);
});

test.each(['renderer', 'helm'])(
  'Ctrl-C ends a check at once, and with it what renders: %s',
  async (engine) => {
    const endless = '{{- range until 30000 }}{{ range until 30000 }}{{ end }}{{ end }}\n';
    const { running } = start({ 'charts/web/templates/endless.yaml': endless }, [
      'contract.yaml',
      '--engine',
      engine,
    ]);
    let children: number[] = [];
    const deadline = performance.now() + 10_000;
    while (children.length === 0 && performance.now() < deadline) {
      await wait(300);
      children = childrenOf(running.child.pid);
    }
    expect(children).not.toEqual([]);
    await wait(500);
    children = [...new Set([...children, ...childrenOf(running.child.pid)])];

    const since = performance.now();
    running.child.kill('SIGINT');
    expect(await running.ended()).toBe(8);
    expect(performance.now() - since).toBeLessThan(2000);
    expect(running.text()).toContain('cancelled: not everything was checked');
    await wait(200);
    expect(children.filter(isAlive)).toEqual([]);
  },
);
