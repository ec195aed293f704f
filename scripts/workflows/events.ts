/** On which events a job runs, as far as its `if` says so plainly. What is not understood counts as running: it must be said plainly. */
import type { Job, Workflow } from './workflow.ts';

/** They run with the secrets of the repository, although a stranger can cause them. */
export const privileged: readonly string[] = ['pull_request_target', 'issue_comment', 'workflow_run'];

/** Nothing is applied there: what is proposed is not yet accepted. */
export const proposals: readonly string[] = ['pull_request', 'pull_request_target', 'merge_group'];

export function eventsOf(workflow: Workflow, { condition }: Job): readonly string[] {
  const parts = conjuncts(condition);
  return workflow.events.filter((event) =>
    parts.every((part) => {
      const [, operator, named] = /^github\.event_name\s*(==|!=)\s*'([a-z_]+)'$/.exec(part) ?? [];
      return operator === undefined || (operator === '==') === (named === event);
    }),
  );
}

/** Whether it runs on a fork's pull request: 'never', 'only' or 'also'. */
export function forks({ condition }: Job): 'never' | 'only' | 'also' {
  const parts = conjuncts(condition);
  const same = /^github\.event\.pull_request\.head\.repo\.full_name\s*(==|!=)\s*github\.repository$/;
  for (const part of parts) {
    const operator = same.exec(part)?.[1];
    if (operator === '==' || part === '!github.event.pull_request.head.repo.fork') return 'never';
    if (operator === '!=' || part === 'github.event.pull_request.head.repo.fork') return 'only';
  }
  return 'also';
}

/** The parts that must all hold. An `||` anywhere leaves nothing certain. */
function conjuncts(condition: string): string[] {
  const bare = condition.trim().replace(/^\$\{\{(.*)\}\}$/s, '$1');
  return bare.includes('||') ? [] : bare.split('&&').map((part) => part.trim());
}
