/** Each rule refuses the workflow that breaks it, and nothing else of it: the base is one that keeps them all. */
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { problemsOf } from '../../../scripts/workflows/judge.ts';
import { placeholder } from '../../../scripts/workflows/pins.ts';
import { workflowIn } from '../../../scripts/workflows/workflow.ts';

const checkout = `actions/checkout@${'a'.repeat(40)} # v7.0.1`;
const ours = `org/k8s-deploy-action@${placeholder} # v1`;

/** YAML with `uses` and its comment as they are written. */
const written = (workflow: unknown): string =>
  stringify(workflow, { lineWidth: 0 }).replaceAll(/uses: "(.*)"/g, 'uses: $1');

const messagesOf = (...texts: string[]): string[] =>
  problemsOf(
    texts.flatMap((text, index) => workflowIn({ origin: `w${index}.yml`, line: 1, text }) ?? []),
  ).map(({ message }) => message);

const applying = written({
  name: 'Apply',
  on: { push: { branches: ['main'] } },
  permissions: {},
  jobs: {
    apply: {
      'runs-on': 'ubuntu-latest',
      'timeout-minutes': 60,
      environment: 'production',
      permissions: { contents: 'read', 'pull-requests': 'write', 'id-token': 'write' },
      concurrency: { group: 'deploy-prod', 'cancel-in-progress': false },
      steps: [
        { uses: checkout, with: { 'persist-credentials': false } },
        {
          uses: ours,
          with: {
            command: 'up',
            stack: 'prod',
            kubeconfig: '${{ secrets.KUBECONFIG }}',
            'approved-in': 'pull-request',
            environment: 'production',
          },
        },
      ],
    },
  },
});

const previewing = written({
  name: 'Preview',
  on: 'pull_request',
  permissions: {},
  jobs: {
    preview: {
      if: 'github.event.pull_request.head.repo.full_name == github.repository',
      'runs-on': 'ubuntu-latest',
      'timeout-minutes': 20,
      permissions: { contents: 'read', 'pull-requests': 'write' },
      steps: [
        { uses: checkout, with: { 'persist-credentials': false } },
        { uses: ours, with: { command: 'preview', kubeconfig: '${{ secrets.KUBECONFIG }}' } },
      ],
    },
  },
});

test('what keeps every rule has no problem', () => {
  expect(messagesOf(applying, previewing)).toEqual([]);
});

/** One change of a text, and the one thing that is then said. */
type Fault = readonly [what: string, from: string | RegExp, to: string, said: string];

const refused = (base: string, faults: readonly Fault[]): void => {
  test.each(faults)('%s', (_, from, to, said) => {
    const broken = base.replace(from, to);
    expect(broken).not.toBe(base);
    expect(messagesOf(broken)).toEqual([expect.stringContaining(said)]);
  });
};

describe('row 18: a use that is not pinned', () => {
  refused(applying, [
    ['a tag', `@${'a'.repeat(40)}`, '@v7', 'actions/checkout@v7 names no commit'],
    ['a branch of our own', `@${placeholder}`, '@main', 'org/k8s-deploy-action@main names no commit'],
    ['a part of a commit', `@${'a'.repeat(40)}`, '@aaaaaaa', 'names no commit'],
    ['a commit of which nobody knows the version', ' # v7.0.1', '', 'does not say which version it is'],
    ['the placeholder for an action of others', 'a'.repeat(40), placeholder, 'is no commit'],
    ['an image by its tag', /actions\/checkout@\w+ # v7.0.1/, 'docker://alpine:3.22', 'names no digest'],
  ]);

  test('in a few steps of a page, unless they show what others do', () => {
    const step = (uses: string): string => `- uses: ${uses}\n  with: { command: check }\n`;
    expect(messagesOf(step('pulumi/actions@v6'))).toEqual([]);
    expect(messagesOf(step('org/k8s-deploy-action@v1'))).toEqual([
      expect.stringContaining('names no commit'),
    ]);
    expect(messagesOf(`${step('actions/checkout@v7')}${step(ours)}`)).toEqual([
      expect.stringContaining('actions/checkout@v7 names no commit'),
    ]);
  });

  test('a workflow of others', () => {
    const reused = (uses: string): string =>
      written({ on: 'push', permissions: {}, jobs: { theirs: { permissions: {}, uses } } });
    const path = 'acme/shared/.github/workflows/build.yml';
    expect(messagesOf(reused(`${path}@${'a'.repeat(40)} # v3`))).toEqual([]);
    expect(messagesOf(reused(`${path}@main`))).toEqual([
      expect.stringContaining('build.yml@main names no commit'),
    ]);
  });

  test('one action at two commits', () => {
    const other = previewing.replace('a'.repeat(40), 'b'.repeat(40));
    expect(messagesOf(applying, other)).toEqual([
      expect.stringContaining(
        `actions/checkout is pinned to ${'b'.repeat(40)} # v7.0.1 here, and to ${'a'.repeat(40)}`,
      ),
    ]);
  });
});

describe('row 9: a fork gets no secrets', () => {
  refused(previewing, [
    [
      'a job with secrets that also runs for forks',
      /\n +if: .*/,
      '',
      'needs secrets and also runs for forks',
    ],
    [
      'a condition that may hold for forks',
      'github.repository\n',
      'github.repository || true\n',
      'also runs for forks',
    ],
    [
      'rights that a fork never gets',
      /== github.repository([^]*)kubeconfig: .*/,
      '!= github.repository$1',
      'never gets pull-requests: write',
    ],
    [
      'secrets for all jobs',
      'permissions: {}\n',
      'permissions: {}\nenv:\n  KEY: ${{ secrets.KEY }}\n',
      'in the env of the workflow',
    ],
  ]);

  test('all secrets, handed on to a workflow of others', () => {
    const uses = `acme/shared/.github/workflows/build.yml@${'a'.repeat(40)} # v3`;
    const jobs = { theirs: { permissions: {}, uses, secrets: 'inherit' } };
    expect(messagesOf(written({ on: 'pull_request', permissions: {}, jobs }))).toEqual([
      expect.stringContaining('needs secrets and also runs for forks'),
    ]);
  });
});

describe('row 10: a foreign head with secrets', () => {
  refused(previewing, [
    ['pull_request_target', 'on: pull_request\n', 'on: pull_request_target\n', "for anybody's pull request"],
  ]);

  test.each([
    ['ref', '${{ github.event.issue.pull_request.head.sha }}'],
    ['ref', 'refs/pull/7/head'],
    ['repository', '${{ github.event.pull_request.head.repo.full_name }}'],
  ])('issue_comment with another %s: %s', (input, value) => {
    const commented = applying
      .replace('on:\n  push:\n    branches:\n      - main', 'on: issue_comment')
      .replace('command: up', 'command: comment');
    expect(messagesOf(commented)).toEqual([]);
    const foreign = commented.replace(
      'persist-credentials: false',
      `persist-credentials: false\n          ${input}: ${value}`,
    );
    expect(messagesOf(foreign)).toEqual([
      expect.stringContaining('check out what the workflow itself comes from'),
    ]);
  });

  test('a head that a step before has found to be no fork’s may be previewed', () => {
    const head = (jq: string, order = 1): string => {
      const workflow = parse(
        previewing.replace(/if: .*/, "if: startsWith(github.event.comment.body, '/deploy')"),
      ) as {
        on: string;
        jobs: { preview: { steps: object[] } };
      };
      workflow.on = 'issue_comment';
      const { steps } = workflow.jobs.preview;
      const look = {
        id: 'head',
        run: `gh pr view "$NUMBER" --json isCrossRepository,headRefOid --jq '${jq}'`,
      };
      const [first, last] = steps as { with: object }[];
      const checkedOut = { ...first, with: { ...first?.with, ref: '${{ steps.head.outputs.commit }}' } };
      workflow.jobs.preview.steps =
        order === 1 ? [look, checkedOut, last ?? {}] : [checkedOut, look, last ?? {}];
      return written(workflow).replaceAll(/(uses: \S+)$/gm, '$1 # v7.0.1');
    };
    const said = expect.stringContaining('check out what the workflow itself comes from');
    expect(messagesOf(head('select(.isCrossRepository == false) | .headRefOid'))).toEqual([]);
    expect(messagesOf(head('.headRefOid'))).toEqual([said]);
    expect(messagesOf(head('select(.isCrossRepository == false) | .headRefOid', 2))).toEqual([said]);
  });
});

describe('what is applied', () => {
  refused(applying, [
    [
      'on a pull request',
      /push:\n +branches:\n +- main/,
      'merge_group:',
      'up on merge_group would apply what nobody has accepted',
    ],
    ['without a concurrency group', / +concurrency:\n.*\n.*\n/, '', 'needs a concurrency group'],
    [
      'so that a newer run breaks it off',
      'cancel-in-progress: false',
      'cancel-in-progress: true',
      'must not be cancelled',
    ],
    [
      'so that a newer run may break it off',
      'cancel-in-progress: false',
      'cancel-in-progress: ${{ inputs.hurry }}',
      'must not be cancelled',
    ],
    [
      'without an environment',
      '    environment: production\n    permissions',
      '    permissions',
      'up has no environment',
    ],
    ['without an end', /\n +timeout-minutes: 60/, '', 'no timeout-minutes'],
    ['by a comment that is none', 'command: up', 'command: comment', 'for the event issue_comment only'],
  ]);
});

describe('permissions', () => {
  refused(applying, [
    [
      'a comment that may not be written',
      'pull-requests: write',
      'pull-requests: read',
      'lacks the permission pull-requests: write',
    ],
    [
      'an environment that cannot be proven',
      /\n +id-token: write/,
      '',
      'lacks the permission id-token: write',
    ],
    ['a checkout that may not read', /\n +contents: read/, '', 'lacks the permission contents: read'],
    [
      'more than is needed',
      'contents: read',
      'contents: read\n      packages: write',
      'grants packages: write, and no step of it needs that',
    ],
    ['for all jobs', 'permissions: {}', 'permissions: read-all', 'does not say permissions: {}'],
  ]);

  test('nothing is said of what a script may need', () => {
    const workflow = parse(previewing) as { jobs: { preview: { permissions: object; steps: object[] } } };
    workflow.jobs.preview.permissions = { ...workflow.jobs.preview.permissions, packages: 'write' };
    const text = () => written(workflow).replaceAll(/(uses: \S+)$/gm, '$1 # v7.0.1');
    expect(messagesOf(text())).toEqual([expect.stringContaining('grants packages: write')]);
    workflow.jobs.preview.steps.push({ run: 'helm push chart.tgz oci://registry.example.com' });
    expect(messagesOf(text())).toEqual([]);
  });

  test('an issue that may not be kept, a lock whose run may not be asked about', () => {
    const drift = applying.replace(/command: up[^]*/, 'command: drift\n          issue: true\n');
    expect(messagesOf(drift)).toContainEqual(
      expect.stringContaining('lacks the permission issues: write: the issue is kept'),
    );
    const recover = applying.replace(/command: up[^]*/, 'command: recover\n');
    expect(messagesOf(recover)).toContainEqual(expect.stringContaining('lacks the permission actions: read'));
  });
});

describe('inputs', () => {
  refused(applying, [
    ['that there are not', 'stack: prod', 'stak: prod', 'stak: there is no such input'],
    [
      'with a value that they do not take',
      'approved-in: pull-request',
      'approved-in: issue',
      'approved-in: expected pull-request',
    ],
    [
      'of another command',
      'stack: prod',
      'stack: prod\n          fail-on: warning',
      'fail-on: up does not know it',
    ],
  ]);

  test('a command that only the run knows', () => {
    const text = applying.replace('command: up', 'command: ${{ inputs.command }}');
    expect(messagesOf(text)).toContainEqual(expect.stringContaining('command: write it out'));
  });

  test('expressions stand for a value that fits', () => {
    const text = applying.replace(
      'stack: prod',
      'stack: ${{ matrix.stack }}\n          backend-url: ${{ vars.STATE }}',
    );
    expect(messagesOf(text)).toEqual([]);
  });
});

describe('scripts', () => {
  const withScript = (run: string): string => {
    const workflow = parse(previewing) as { jobs: { preview: { steps: object[] } } };
    workflow.jobs.preview.steps.push({ run });
    return written(workflow).replaceAll(/(uses: \S+)$/gm, '$1 # v7.0.1');
  };

  test('a value of the event in a script is refused, one in env is not', () => {
    expect(messagesOf(withScript('echo "$TITLE"'))).toEqual([]);
    expect(messagesOf(withScript('echo "${{ github.event.pull_request.title }}"'))).toEqual([
      '${{ github.event.pull_request.title }} in a script is run as code: pass it in env, and quote it',
    ]);
  });
});
