/**
 * Every input of the Action, once: action.yml and the table in the documentation are written from here (`npm run docs`), and the parser reads by it.
 * A name is that of the option of the command line, where there is one.
 */

/** What a step may ask for. `comment`: what the comment that started the workflow says, `/deploy preview` or `/deploy up`. */
export const actionCommands = [
  'check',
  'preview',
  'up',
  'drift',
  'destroy',
  'status',
  'recover',
  'outputs',
  'comment',
] as const;

export type ActionCommand = (typeof actionCommands)[number];

/** How the text of an input is read; what it may be is said by the parser's messages. `list`: one on each line, or parted by commas. */
export type InputKind =
  | { readonly kind: 'text' }
  | { readonly kind: 'boolean' } // true or false, as YAML 1.2 has it
  | { readonly kind: 'count'; readonly from: number; readonly to: number }
  | { readonly kind: 'duration' } // 90s, 15m, 1h30m; seconds without a unit
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'list' };

export interface ActionInput {
  readonly name: string;
  readonly description: string;
  /** As action.yml has it; '': none. */
  readonly default: string;
  readonly reads: InputKind;
  /** The commands that know it; every other one refuses it, unless it is as by default. `all`: it is about the step. */
  readonly commands: readonly ActionCommand[] | 'all';
  /** The option of the command line that it becomes; null where the Action itself acts on it. */
  readonly option: string | null;
}

const everything = 'all';
const stackful: readonly ActionCommand[] = [
  'check',
  'preview',
  'up',
  'drift',
  'destroy',
  'status',
  'recover',
  'outputs',
  'comment',
];
const planning: readonly ActionCommand[] = ['preview', 'up', 'comment'];

const text = { kind: 'text' } as const;
const flag = { kind: 'boolean' } as const;
const list = { kind: 'list' } as const;
const duration = { kind: 'duration' } as const;

const table = [
  {
    name: 'command',
    description:
      'What to do: check, preview, up, drift, destroy, status, recover or outputs; or comment, which does what the comment that started the workflow says (`/deploy preview`, `/deploy up`)',
    default: '',
    reads: { kind: 'choice', of: actionCommands },
    commands: everything,
    option: null,
  },
  {
    name: 'stack',
    description: 'Stack to work on; may be left out if there is only one. check: all of them',
    default: '',
    reads: text,
    commands: stackful,
    option: '--stack',
  },
  {
    name: 'work-dir',
    description:
      'Stack directory, where deploy.yaml and Pulumi.yaml are: relative to the workspace, and inside it',
    default: '.',
    reads: text,
    commands: everything,
    option: '--cwd',
  },
  {
    name: 'token',
    description: 'Token for comments, issues and approvals',
    default: '${{ github.token }}',
    reads: text,
    commands: everything,
    option: null,
  },

  // Where the cluster and the state are.
  {
    name: 'kubeconfig',
    description:
      'Path of a kubeconfig, or its content; default: KUBECONFIG. Content is kept in a file that only this step and its post step read',
    default: '',
    reads: text,
    commands: everything,
    option: null,
  },
  {
    name: 'context',
    description: 'Context of the kubeconfig; default: that of the stack file, else the current one',
    default: '',
    reads: text,
    commands: everything,
    option: null,
  },
  {
    name: 'backend-url',
    description:
      'Where Pulumi keeps the state: s3://BUCKET?region=…, azblob://, gs://, file://, https://; default: PULUMI_BACKEND_URL',
    default: '',
    reads: text,
    commands: everything,
    option: null,
  },
  {
    name: 'chart-mirrors',
    description: 'FROM=TO, one on each line: charts whose reference starts with FROM are pulled from TO',
    default: '',
    reads: list,
    commands: ['check', 'preview', 'up', 'drift', 'destroy', 'recover', 'outputs', 'comment'],
    option: '--chart-mirror',
  },

  // check
  {
    name: 'contracts',
    description: 'Contract files and charts to check; default: what the stack file names',
    default: '',
    reads: list,
    commands: ['check'],
    option: null,
  },
  {
    name: 'kube-versions',
    description:
      'Kubernetes versions to check every release for, without comparing snapshots; default: those of the stack and its contracts',
    default: '',
    reads: list,
    commands: ['check'],
    option: '--kube-version',
  },
  {
    name: 'fail-on',
    description: 'Fail on findings of this severity or above: error, warning or notice',
    default: 'error',
    reads: { kind: 'choice', of: ['error', 'warning', 'notice'] },
    commands: ['check'],
    option: '--fail-on',
  },
  {
    name: 'filter',
    description:
      'Only cases whose release, name, RELEASE/CASE or "STACK: RELEASE/CASE" fits; * for any characters',
    default: '',
    reads: text,
    commands: ['check'],
    option: '--filter',
  },
  {
    name: 'shard',
    description: 'NUMBER/COUNT: only every COUNT-th case, from the NUMBER-th; for a matrix of jobs',
    default: '',
    reads: text,
    commands: ['check'],
    option: '--shard',
  },
  {
    name: 'base',
    description:
      'Branch or commit to compare with instead of the cluster: preview then needs no cluster and no secrets, as for a fork. check: charts that changed since then must have a new version',
    default: '',
    reads: text,
    commands: ['check', 'preview'],
    option: '--base',
  },

  // Reports
  {
    name: 'comment',
    description:
      'Keep one comment on the pull request up to date; the summary of the job has the report in any case',
    default: 'true',
    reads: flag,
    commands: planning,
    option: '--comment',
  },
  {
    name: 'comment-limit',
    description: 'Characters that the comment may have',
    default: '65000',
    reads: { kind: 'count', from: 1_000, to: 262_144 },
    commands: planning,
    option: '--comment-limit',
  },
  {
    name: 'reports',
    description:
      'FORMAT=FILE, one on each line, beside what the outputs name. check: json, junit, sarif, markdown; preview: json, markdown, html; drift: json, markdown',
    default: '',
    reads: list,
    commands: ['check', 'preview', 'drift', 'comment'],
    option: '--report',
  },

  // Gates
  {
    name: 'gate',
    description:
      'Whether the contract gate is asked before a preview and an up: an error among its findings refuses the plan',
    default: 'true',
    reads: flag,
    commands: ['preview', 'up', 'drift', 'comment'],
    option: '--no-check',
  },
  {
    name: 'max-deletes',
    description: 'Refuse to delete more objects and resources',
    default: '',
    reads: { kind: 'count', from: 0, to: 999_999_999 },
    commands: ['preview', 'up', 'drift', 'comment'],
    option: '--max-deletes',
  },
  {
    name: 'max-replaces',
    description: 'Refuse to replace more objects and resources',
    default: '',
    reads: { kind: 'count', from: 0, to: 999_999_999 },
    commands: ['preview', 'up', 'drift', 'comment'],
    option: '--max-replaces',
  },
  {
    name: 'deny',
    description: 'Risks that refuse a plan, by their ids',
    default: '',
    reads: list,
    commands: ['preview', 'up', 'drift', 'comment'],
    option: '--deny',
  },
  {
    name: 'expect-no-changes',
    description: 'Fail if there are changes',
    default: 'false',
    reads: flag,
    commands: ['preview'],
    option: '--expect-no-changes',
  },
  {
    name: 'expect-digest',
    description: 'Apply nothing but the plan with this digest, as the preview gave it',
    default: '',
    reads: text,
    commands: ['up'],
    option: '--expect-digest',
  },
  {
    name: 'approved-in',
    description: 'pull-request: apply nothing but the plan that our comment in the merged pull request shows',
    default: '',
    reads: { kind: 'choice', of: ['pull-request'] },
    commands: ['up', 'comment'],
    option: '--approved-in',
  },
  {
    name: 'allowed-refs',
    description:
      'Branches from which may be applied, as names or patterns (* for all but /, ** for all), tags as refs/tags/NAME; default: the default branch of the repository',
    default: '',
    reads: list,
    commands: ['up', 'destroy', 'drift', 'recover', 'comment'],
    option: null,
  },
  {
    name: 'environment',
    description:
      'Environment that the job must run in, so that its reviewers and branches are respected; nothing is applied in another one or in none. Needs `permissions: {id-token: write}`',
    default: '',
    reads: text,
    commands: ['up', 'destroy', 'drift', 'recover', 'comment'],
    option: null,
  },

  // How it is gone about.
  {
    name: 'targets',
    description: 'Releases to work on, with what they need; default: all',
    default: '',
    reads: list,
    commands: planning,
    option: '--target',
  },
  {
    name: 'timeout',
    description: 'How long to wait for each release that is changed, such as 15m; default: its own timeout',
    default: '',
    reads: duration,
    commands: planning,
    option: '--timeout',
  },
  {
    name: 'atomic',
    description: 'Whether a release that fails goes back to what it was, or is removed if it is new',
    default: 'false',
    reads: flag,
    commands: planning,
    option: '--atomic',
  },
  {
    name: 'refresh',
    description: 'First ask the cluster what has become of the resources that Pulumi knows',
    default: 'false',
    reads: flag,
    commands: planning,
    option: '--refresh',
  },
  {
    name: 'parallel',
    description: 'Work on so many resources at once, 1 to 64',
    default: '',
    reads: { kind: 'count', from: 1, to: 64 },
    commands: ['up', 'comment'],
    option: '--parallel',
  },
  {
    name: 'wait-for-lock',
    description: 'If somebody else works on the stack, wait so long for the end, such as 15m',
    default: '',
    reads: duration,
    commands: ['up', 'destroy', 'comment'],
    option: '--wait-for-lock',
  },
  {
    name: 'recover',
    description: 'First settle what a run that is over has left behind',
    default: 'false',
    reads: flag,
    commands: ['up', 'destroy', 'comment'],
    option: '--recover',
  },

  // drift, status, destroy
  {
    name: 'detect',
    description: 'drift: fail if there is any',
    default: 'true',
    reads: flag,
    commands: ['drift'],
    option: '--detect',
  },
  {
    name: 'issue',
    description: 'drift: open, update and close one issue for the stack',
    default: 'false',
    reads: flag,
    commands: ['drift'],
    option: '--issue',
  },
  {
    name: 'heal',
    description: 'drift: set it back to what the stack says, by the same gate and limits as up',
    default: 'false',
    reads: flag,
    commands: ['drift'],
    option: '--heal',
  },
  {
    name: 'require-ready',
    description: 'status: fail unless all is ready',
    default: 'false',
    reads: flag,
    commands: ['status'],
    option: '--check',
  },
  {
    name: 'confirm-destroy',
    description: 'destroy: the name of the stack once more',
    default: '',
    reads: text,
    commands: ['destroy'],
    option: null,
  },
  {
    name: 'delete-namespaces',
    description:
      "destroy: also the stack's namespaces in which something stays: with volume claims, their data, and what others put there",
    default: 'false',
    reads: flag,
    commands: ['destroy'],
    option: '--delete-namespaces',
  },

  // What the step gives
  {
    name: 'stack-outputs',
    description:
      'Give the outputs of the stack as the output stack-outputs, as JSON: false, plain (secret ones left out), or with-secrets (each of their parts masked in the log first)',
    default: 'false',
    reads: { kind: 'choice', of: ['false', 'plain', 'with-secrets'] },
    commands: ['up', 'outputs', 'comment'],
    option: null,
  },

  // Tools
  {
    name: 'pulumi-version',
    description: 'Version of the Pulumi CLI to use; default: the one on PATH if it fits, else the pinned one',
    default: '',
    reads: text,
    commands: everything,
    option: null,
  },
  {
    name: 'helm-version',
    description:
      'Version of Helm to use where our renderer cannot run; default: the one on PATH if it fits, else the pinned one',
    default: '',
    reads: text,
    commands: everything,
    option: null,
  },
  {
    name: 'tools-mirror',
    description: 'Base address to download tools from, instead of their official ones',
    default: '',
    reads: text,
    commands: everything,
    option: null,
  },
] as const satisfies readonly ActionInput[];

export const actionInputs: readonly ActionInput[] = table;

export type InputName = (typeof table)[number]['name'];

type ValueOf<Reads> = Reads extends { readonly kind: 'boolean' }
  ? boolean
  : Reads extends { readonly kind: 'list' }
    ? readonly string[]
    : Reads extends { readonly kind: 'count' | 'duration' }
      ? number | null
      : Reads extends { readonly kind: 'choice'; readonly of: readonly (infer Choice)[] }
        ? Choice | null
        : string | null;

/** As they were read: null where nothing is given; a duration in seconds. */
export type ActionInputs = {
  readonly [Input in (typeof table)[number] as Input['name']]: ValueOf<Input['reads']>;
};
