/** Every output of the Action, once: action.yml and the table in the documentation are written from here. */
import type { StepOutputs } from '../outputs.ts';

export const actionOutputs: Readonly<Record<keyof StepOutputs, string>> = {
  verdict:
    'preview: no-changes, changes or refused; check: passed or findings; failed or cancelled if it came to none',
  result: 'up, destroy: succeeded, failed or cancelled',
  digest: 'preview, up: digest of the plan, for expect-digest',
  'has-changes': 'preview, up, destroy: whether anything changes; drift: whether there is any',
  counts: 'check, preview, up, destroy, drift: how many of what, as JSON',
  'plan-path': 'preview: file with the plan as JSON, without secrets',
  'report-path': 'preview: HTML file for people; check, drift: Markdown file',
  'comment-url': 'preview, up: address of the comment',
  'stack-outputs':
    'up, outputs: outputs of the stack as JSON, on request; GitHub gives no masked value to other jobs',
  code: 'Why it failed: failed, configuration, authentication, changes, findings, unreachable, locked, cancelled or timeout; empty on success',
};
