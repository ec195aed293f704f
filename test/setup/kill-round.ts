/** One round of the kill test: an apply of the four systems is killed at a random instant, and what comes after has to bring the stack to its end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isBroken, parseCheckpoint } from '../../src/deploy/checkpoint/parse.ts';
import { exitCodes } from '../../src/stack/failure.ts';
import type { Plane } from '../../toolchain/plane/plane.ts';
import { list, releaseRecords } from './cluster.ts';
import type { ChangingStack } from './changing-stack.ts';
import { processTree, type ProcessTree } from './process-tree.ts';
import { seeded } from './random.ts';
import { type Running, startCommand } from './running-command.ts';
import type { Ran, StackCopy } from './stack-copy.ts';

/** `program`: ours alone, as somebody's `kill -9`; `machine`: everything at once, as a runner that is lost. */
export type Victim = 'program' | 'machine';

export interface KillRound {
  readonly seed: number;
  readonly victim: Victim;
  /** What the stack file left out, to be deleted. */
  readonly leftOut: string | null;
  /** Of milliseconds since the apply began; null if it had ended before. */
  readonly killedAfter: number | null;
  /** How the next `up` ended by itself: `converged`, or the name of its exit code. */
  readonly next: string;
  /** Commands that a person was told to give, and gave. */
  readonly told: readonly string[];
  /** Everything that must not be; empty in a round that went well. */
  readonly problems: readonly string[];
}

export interface KillSite {
  readonly plane: Plane;
  readonly copy: StackCopy;
  readonly stack: ChangingStack;
  /** About how long an apply takes, in milliseconds: kills are drawn from that. */
  readonly applyMilliseconds: number;
}

/** Milliseconds until all that was started must be gone; a running Helm operation is waited for. */
const lastProcess = 90_000;

/** What `up` prints last before it begins to apply. */
export const planPrinted = '\nDigest sha256:';

/** Attempts to follow what a stopped run says. */
const patience = 6;

const onDev = ['--stack', 'dev', '--no-check'];

export async function killRound(site: KillSite, seed: number): Promise<KillRound> {
  const random = seeded(seed);
  const { copy, stack } = site;
  const leftOut = stack.change(random);
  const victim: Victim = random() < 0.5 ? 'program' : 'machine';
  const problems: string[] = [];
  const killedAfter = await killedUp(copy, victim, random() * site.applyMilliseconds, problems);
  problems.push(...stateProblems(copy));
  const { next, told } = await brought(copy, problems);
  problems.push(...stateProblems(copy), ...(await leftovers(site)));
  return { seed, victim, leftOut, killedAfter, next, told, problems };
}

/** Gives when it was killed. Adds what lives on to the problems. */
async function killedUp(
  copy: StackCopy,
  victim: Victim,
  delay: number,
  problems: string[],
): Promise<number | null> {
  const running = startCommand(copy, ['up', ...onDev]);
  const tree = processTree(running.child.pid ?? 0);
  const looking = setInterval(() => tree.look(), 100);
  try {
    const begun = await planSeen(running);
    if (begun) await Promise.race([sleep(delay), running.ended]);
    tree.look();
    if (running.child.exitCode !== null) {
      const { exitCode, stderr } = await running.ended;
      if (exitCode !== 0)
        problems.push(`the run that was not killed in time ended with ${exitCode}: ${stderr.slice(-2_000)}`);
      return null;
    }
    if (victim === 'machine') tree.kill();
    else running.child.kill('SIGKILL');
    await running.ended;
    problems.push(...(await orphans(tree)));
    return delay;
  } finally {
    clearInterval(looking);
    tree.kill();
  }
}

/** Whether the plan has been printed, and the apply begins, before the run has ended. */
async function planSeen(running: Running): Promise<boolean> {
  while (!running.text().includes(planPrinted)) {
    if (running.child.exitCode !== null) return false;
    await sleep(20);
  }
  return true;
}

async function orphans(tree: ProcessTree): Promise<string[]> {
  const deadline = performance.now() + lastProcess;
  while (performance.now() < deadline) {
    tree.look();
    if (tree.alive().length === 0) return [];
    await sleep(100);
  }
  return [`${tree.alive().length} processes live on`];
}

/** The next `up`, and if it stops, what it says is to be done, until the stack is as declared. */
async function brought(copy: StackCopy, problems: string[]): Promise<{ next: string; told: string[] }> {
  const told: string[] = [];
  let next: string | null = null;
  for (let attempt = 0; attempt < patience; attempt += 1) {
    const ran = await copy.run(['up', '--recover', '--json', ...onDev]);
    const ended = nameOf(ran);
    next ??= ended;
    if (ended === 'converged') {
      const after = await copy.run(['preview', '--expect-no-changes', '--json', ...onDev]);
      if (after.exitCode !== 0)
        problems.push(`not converged: preview ends with ${after.exitCode}: ${after.stdout.slice(0, 2_000)}`);
      return { next, told };
    }
    if (ended === 'failed without a name') {
      problems.push(`${ended}: ${ran.stdout.slice(-1_000)}\n${ran.stderr.slice(-2_000)}`);
      return { next, told };
    }
    const recovery = await copy.run(['recover', '--json', '--stack', 'dev']);
    const commands = commandsIn(recovery);
    for (const command of commands) {
      told.push(command);
      const [, ...args] = command.replaceAll("'", '').split(' ');
      await (command.startsWith('pulumi') ? copy.pulumi(args) : copy.run(args));
    }
  }
  problems.push(`not brought to its end in ${patience} attempts, which began with: ${next}`);
  return { next: next ?? 'nothing', told };
}

function nameOf({ exitCode }: Ran): string {
  if (exitCode === 0) return 'converged';
  return Object.entries(exitCodes).find(([, code]) => code === exitCode)?.[0] ?? 'failed without a name';
}

/** Of each thing that a person has to settle, the first way. Answers to several operations are given together. */
function commandsIn({ stdout }: Ran): string[] {
  const { stops = [] } = JSON.parse(stdout) as { stops?: { commands: string[] }[] };
  const first = stops.flatMap(({ commands }) => commands[0] ?? []);
  const answers = first.flatMap((command) => / --(?:not-)?created .*/.exec(command)?.[0] ?? []);
  const others = first.filter((command) => !command.includes('created '));
  return answers.length === 0 ? others : [`k8s-deploy recover --stack dev${answers.join('')}`, ...others];
}

function stateProblems({ state }: StackCopy): string[] {
  const file = readFileSync(join(state, '.pulumi/stacks/data-platform/dev.json'));
  const read = parseCheckpoint(file, { project: 'data-platform', stack: 'dev' });
  return isBroken(read) ? [`the state does not decode: ${read.problems.join('; ')}`] : [];
}

/** Releases with several live revisions, or left in the middle; objects that are there twice under names that Pulumi has made. */
async function leftovers({ plane }: KillSite): Promise<string[]> {
  const records = await releaseRecords(plane);
  const byName = Map.groupBy(records, ({ namespace, name }) => `${namespace}/${name}`);
  const releases = [...byName].flatMap(([release, revisions]) => {
    const deployed = revisions.filter(({ info }) => info.status === 'deployed').length;
    const unfinished = revisions.filter(({ info }) => /^(pending|uninstalling)/.test(info.status)).length;
    return deployed === 1 && unfinished === 0
      ? []
      : [
          `release ${release}: ${revisions.map(({ version, info }) => `${version} ${info.status}`).join(', ')}`,
        ];
  });
  const objects = await Promise.all(
    ['v1/secrets', 'v1/configmaps', 'v1/services', 'apps/v1/deployments', 'apps/v1/statefulsets'].map(
      async (resource) =>
        (await list(plane, resource)).flatMap(({ type, metadata: { namespace = '', name } }) =>
          type === 'helm.sh/release.v1' || !/-[0-9a-f]{8}$/.test(name)
            ? []
            : [`${resource} ${namespace}/${name.slice(0, -9)}`],
        ),
    ),
  );
  const twice = [...Map.groupBy(objects.flat(), (name) => name)].filter(([, same]) => same.length > 1);
  return [...releases, ...twice.map(([name, same]) => `${name} is there ${same.length} times`)];
}
