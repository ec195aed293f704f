/** The workflows that this repository runs and gives away, and those on its pages: what a team copies must work, and be safe. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { problemsOf } from '../../../scripts/workflows/judge.ts';
import { applies, commandOf, inputOf, isOurs } from '../../../scripts/workflows/our-step.ts';
import { placeholder, steps } from '../../../scripts/workflows/pins.ts';
import {
  blocksOf,
  exampleWorkflows,
  ownWorkflows,
  workflowBlocks,
  workflowFiles,
} from '../../../scripts/workflows/sources.ts';
import { type Source, workflowIn, type Workflow } from '../../../scripts/workflows/workflow.ts';

const read = (sources: readonly Source[]): Workflow[] =>
  sources.flatMap((source) => workflowIn(source) ?? []);
const own = read(workflowFiles(ownWorkflows));
const examples = read(workflowFiles(exampleWorkflows));
const inPages = read(workflowBlocks());
const all = [...own, ...examples, ...inPages];

const ourSteps = (workflow: Workflow) => steps(workflow).filter(({ step }) => isOurs(step));

test('no workflow has a problem: pins, permissions, inputs, forks, foreign heads, concurrency', () => {
  expect(problemsOf(all)).toEqual([]);
});

test('every input that a workflow gives is in action.yml', () => {
  const { inputs } = parse(readFileSync('action.yml', 'utf8')) as { inputs: Record<string, unknown> };
  const given = all.flatMap((workflow) =>
    ourSteps(workflow).flatMap(({ step }) =>
      [...step.with.keys()].map((name) => `${workflow.origin}: ${name}`),
    ),
  );
  expect(given.length).toBeGreaterThan(40);
  expect(given.filter((entry) => !(entry.slice(entry.indexOf(': ') + 2) in inputs))).toEqual([]);
});

describe('examples/workflows', () => {
  const files = examples.map(({ origin }) => basename(origin, '.yml'));

  test('there is one for each way to deploy, and a page that says which', () => {
    expect(files).toEqual([
      'apply',
      'comment-commands',
      'drift',
      'fork-check',
      'preview',
      'sharded-check',
      'stacks',
    ]);
    const page = readFileSync('examples/workflows/README.md', 'utf8');
    expect(files.filter((file) => !page.includes(`(${file}.yml)`))).toEqual([]);
  });

  test.each(examples)('$origin uses our action, and says what to set', (workflow) => {
    expect(ourSteps(workflow).length).toBeGreaterThan(0);
    for (const { step } of ourSteps(workflow)) expect(step.uses).toBe(`org/k8s-deploy-action@${placeholder}`);
    expect(readFileSync(workflow.origin, 'utf8')).toMatch(/^# .*\n(?:#.*\n)*#.*forty zeros/);
  });

  test('row 9: none gives a fork more than a token that reads', () => {
    const fork = examples.find(({ origin }) => origin.endsWith('fork-check.yml'));
    expect(fork?.events).toEqual(['pull_request']);
    expect(fork?.jobs.map(({ permissions }) => [...(permissions ?? [])])).toEqual([
      [['contents', 'read']],
      [['contents', 'read']],
    ]);
    expect(fork?.jobs.filter(({ text }) => /secrets\.|environment/.test(text))).toEqual([]);
  });

  test('row 10: none runs on pull_request_target, or checks out a fork with secrets', () => {
    expect(examples.filter(({ events }) => events.includes('pull_request_target'))).toEqual([]);
    const commented = examples.filter(({ events }) => events.includes('issue_comment'));
    expect(commented).toHaveLength(1);
    const checkouts = commented.flatMap((workflow) =>
      steps(workflow).filter(({ step }) => step.uses?.startsWith('actions/checkout@')),
    );
    expect(
      checkouts.map(({ job, step }) => [job.id, step.with.get('ref'), step.with.get('repository')]),
    ).toEqual([
      ['preview', '${{ steps.head.outputs.commit }}', undefined],
      ['up', undefined, undefined],
    ]);
  });

  test('what applies names its environment twice, and asks for what was approved', () => {
    const applying = examples.flatMap((workflow) =>
      ourSteps(workflow).filter(({ job, step }) => applies(step) && !job.id.startsWith('preview')),
    );
    expect(applying).toHaveLength(3);
    for (const { job, step } of applying) {
      expect(inputOf(step, 'environment')).toBe(job.environment);
      expect(inputOf(step, 'approved-in')).toBe('pull-request');
    }
  });

  test('previews and applies have the same limits, or the digest would say nothing of them', () => {
    const limits = examples
      .filter(({ origin }) => /(?:preview|apply|comment-commands)\.yml$/.test(origin))
      .flatMap(ourSteps)
      .filter(({ step, job }) => commandOf(step) !== 'comment' || job.id === 'up')
      .map(({ step }) => [inputOf(step, 'max-deletes'), inputOf(step, 'deny')]);
    expect(limits).toEqual(Array.from({ length: 3 }, () => ['10', 'delete-namespace']));
  });
});

describe('blocks of pages', () => {
  test('are found with their lines, indented ones too; those that are no workflow are left', () => {
    const page =
      '# A\n\n```yaml\nreplicas: 2\n```\n\n1. Add:\n   ```yaml\n   - uses: a/b@v1\n     with: { c: d }\n   ```\n';
    const blocks = blocksOf('page.md', page);
    expect(blocks).toEqual([{ origin: 'page.md', line: 9, text: '- uses: a/b@v1\n  with: { c: d }\n' }]);
    const [workflow] = read(blocks);
    expect(workflow?.isFragment).toBe(true);
    expect(workflow?.jobs[0]?.steps).toMatchObject([{ uses: 'a/b@v1', line: 9 }]);
  });

  test('that are no YAML are told with their place', () => {
    expect(() => workflowIn({ origin: 'page.md', line: 7, text: 'jobs: [' })).toThrow('page.md:7');
  });
});

describe('row 18: dist that is not what the source gives', () => {
  const folder = mkdtempSync(join(tmpdir(), 'check-dist-'));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: folder });
  const job = own
    .find(({ origin }) => origin.endsWith('/ci.yml'))
    ?.jobs.find(({ id }) => id === 'check-dist');
  const scripts = (job?.steps ?? []).flatMap(({ run }) => run ?? []);
  const afterBuild = scripts.slice(scripts.indexOf('npm run build') + 1);

  const isRed = (): boolean => {
    try {
      for (const script of afterBuild)
        execFileSync('bash', ['-e', '-c', script], { cwd: folder, stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  };

  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, 'dist', 'main.js'), 'built\n');
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'dist');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is built anew in CI, and in .ci/run', () => {
    expect(scripts).toContain('npm run build');
    expect(afterBuild.length).toBeGreaterThan(0);
    expect(readFileSync('.ci/run', 'utf8')).toMatch(/npm run -s build\ngit diff --exit-code --stat -- dist/);
  });

  test('is green as long as the build gives the same', () => expect(isRed()).toBe(false));

  test('is red if a file is another one', () => {
    writeFileSync(join(folder, 'dist', 'main.js'), 'built from something else\n');
    expect(isRed()).toBe(true);
  });

  test('is red if a file is new, or gone', () => {
    writeFileSync(join(folder, 'dist', 'chunk-NEW.js'), 'built\n');
    expect(isRed()).toBe(true);
    rmSync(join(folder, 'dist', 'chunk-NEW.js'));
    rmSync(join(folder, 'dist', 'main.js'));
    expect(isRed()).toBe(true);
  });
});

describe('.github/workflows/release.yml', () => {
  const release = own.find(({ origin }) => origin.endsWith('/release.yml'));
  const jobOf = (id: string) => release?.jobs.find((job) => job.id === id);
  const data = parse(readFileSync('.github/workflows/release.yml', 'utf8')) as {
    jobs: Record<string, { needs?: string | string[] }>;
  };
  const needs = (id: string): string[] => [data.jobs[id]?.needs ?? []].flat();

  test('what cannot be taken back comes after what can fail: build and tests, attestations, release, npm, and last the floating tag', () => {
    expect(needs('attest')).toEqual(['build', 'test']);
    expect(needs('publish')).toEqual(['attest']);
    expect(needs('npm')).toEqual(['publish']);
    expect(needs('floating-tag')).toEqual(['publish', 'npm']);
  });

  test('nothing of a cache gets into it: others may have written there', () => {
    expect(steps(release as Workflow).filter(({ step }) => step.uses?.startsWith('actions/cache'))).toEqual(
      [],
    );
    const setups = steps(release as Workflow).filter(({ step }) => step.uses?.startsWith('actions/setup-'));
    expect(setups.length).toBeGreaterThan(3);
    for (const { step } of setups)
      expect(step.with.get('cache') ?? step.with.get('package-manager-cache')).toBe('false');
  });

  test('who may write runs no code of the repository, and has an environment', () => {
    const writing = (release?.jobs ?? []).filter(
      ({ permissions }) => permissions?.get('contents') === 'write',
    );
    expect(writing.map(({ id }) => id)).toEqual(['publish', 'floating-tag']);
    for (const job of [...writing, jobOf('npm')]) {
      expect(job?.environment).not.toBe(null);
      expect(job?.steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))).toEqual([]);
    }
  });
});
