import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TextLimit } from '../../../src/github/fit.ts';
import { upsertIssue, type IssueOutcome, type IssueRequest } from '../../../src/github/issue.ts';
import { actionsBot, mallory, type Issue } from '../../setup/github-server.ts';
import { opened, type Opened } from './opened.ts';

let at: Opened;

beforeEach(async () => {
  at = await opened();
});
afterEach(() => at.server.stop());

/** Each is a job of its own. */
function tell(changes: Partial<IssueRequest> = {}): Promise<IssueOutcome> {
  at.clock.pass(60_000);
  return upsertIssue(at.client(), {
    repository: 'acme/shop',
    identity: { stack: 'prod', directory: 'deploy' },
    title: 'Drift in shop/prod (deploy)',
    body: () => '### Drift of shop/prod\n\nDeployment shop/web was changed',
    isOpen: true,
    ...changes,
  });
}

const url = (number: number): string => `https://github.com/acme/shop/issues/${number}`;
const states = (): string[] =>
  at.server.issues.map(({ number, state, reason }) => `${number} ${state} ${reason}`);
const writes = (): string[] =>
  [...at.server.log('POST'), ...at.server.log('PATCH')].filter((line) => !line.includes('graphql'));
const issue = (number: number): Issue | undefined => at.server.issues.find((each) => each.number === number);

describe('one issue for a stack and its directory', () => {
  test('is opened once, with the marker in its last line', async () => {
    expect(await tell()).toEqual({ kind: 'opened', url: url(1) });
    expect(issue(1)).toMatchObject({ title: 'Drift in shop/prod (deploy)', state: 'open' });
    const lines = issue(1)?.body.split('\n') ?? [];
    expect(lines[0]).toBe('### Drift of shop/prod');
    expect(lines.at(-1)).toMatch(/^<!-- k8s-deploy:issue v1 [\w-]+ -->$/);
  });

  test('is not touched while nothing is new, and changed in place when something is', async () => {
    await tell();
    expect((await tell()).kind).toBe('unchanged');
    expect(writes()).toHaveLength(1);
    expect(await tell({ body: () => 'another' })).toEqual({ kind: 'updated', url: url(1) });
    expect(issue(1)?.body).toMatch(/^another\n/);
    expect(states()).toEqual(['1 open null']);
  });

  test('is closed when there is nothing left, and another one is opened the next time', async () => {
    await tell();
    expect(await tell({ isOpen: false, body: () => 'No drift' })).toEqual({ kind: 'closed', url: url(1) });
    expect(issue(1)?.body).toMatch(/^No drift\n/);
    expect(await tell({ isOpen: false })).toEqual({ kind: 'none' });
    expect(await tell()).toEqual({ kind: 'opened', url: url(2) });
    expect(states()).toEqual(['1 closed completed', '2 open null']);
  });

  test('is another one for another stack or directory', async () => {
    await tell();
    await tell({ identity: { stack: 'dev', directory: 'deploy' } });
    await tell({ identity: { stack: 'prod', directory: 'other' } });
    expect(states()).toEqual(['1 open null', '2 open null', '3 open null']);
    expect((await tell()).kind).toBe('unchanged');
  });

  test('is found behind many others', async () => {
    await tell();
    for (let count = 0; count < 250; count += 1) at.server.addIssue(mallory, `issue ${count}`, 'text');
    expect(await tell({ body: () => 'new' })).toEqual({ kind: 'updated', url: url(1) });
  });

  test('is found though somebody edited it in a browser', async () => {
    await tell();
    const found = issue(1);
    if (found !== undefined) found.body = found.body.replaceAll('\n', '\r\n');
    expect((await tell()).kind).toBe('unchanged');
  });
});

describe('what is not ours', () => {
  test('an issue of somebody else with our marker, and a pull request', async () => {
    await tell();
    const body = issue(1)?.body ?? '';
    at.server.issues.length = 0;
    at.server.addIssue(mallory, 'mine', body);
    at.server.addIssue(actionsBot, 'a pull request', body, true);
    expect(await tell()).toEqual({ kind: 'opened', url: url(3) });
    expect(at.server.issues.slice(0, 2).map(({ title }) => title)).toEqual(['mine', 'a pull request']);
  });

  test('a marker inside of a text: the last one counts', async () => {
    await tell();
    const marker = issue(1)?.body.split('\n').at(-1) ?? '';
    await tell({
      identity: { stack: 'dev', directory: 'deploy' },
      body: () => `a chart says\n${marker}\nand more`,
    });
    expect(await tell({ body: () => 'new' })).toEqual({ kind: 'updated', url: url(1) });
    expect(states()).toHaveLength(2);
  });

  test('nothing is written where nobody tells who we are', async () => {
    at.server.hasViewer = false;
    expect(await tell()).toMatchObject({
      kind: 'not-written',
      reason: expect.stringContaining('whose token') as string,
    });
    expect(writes()).toEqual([]);
  });
});

describe('two jobs at the same time', () => {
  test('leave one: the oldest goes on, the other is closed and says so', async () => {
    await tell();
    const body = issue(1)?.body ?? '';
    at.server.addIssue(actionsBot, 'the same', body);
    expect((await tell({ body: () => 'new' })).kind).toBe('updated');
    expect(states()).toEqual(['1 open null', '2 closed not_planned']);
    expect(issue(2)?.body).toBe('The same as #1, which is kept up to date.');
  });
});

describe('what goes wrong', () => {
  test('an answer that never came is looked for, not asked for again', async () => {
    at.server.faults.push({ on: /^POST .*\/issues$/, accept: true, answer: 'reset' });
    expect(await tell()).toEqual({ kind: 'opened', url: url(1) });
    expect(states()).toEqual(['1 open null']);
  });

  test('a request that never arrived is made again', async () => {
    at.server.faults.push({ on: /^POST .*\/issues$/, accept: false, answer: 'reset' });
    expect(await tell()).toEqual({ kind: 'opened', url: url(1) });
    expect(states()).toEqual(['1 open null']);
  });

  test('a text that is too long for the server is made shorter, never left out', async () => {
    at.server.mostCharacters = 20_000;
    const limits: TextLimit[] = [];
    const body = (limit: TextLimit): string => {
      limits.push(limit);
      return 'x'.repeat(limit.characters);
    };
    expect((await tell({ body })).kind).toBe('opened');
    expect(issue(1)?.body.length).toBeLessThanOrEqual(20_000);
    expect(limits.map(({ characters }) => characters > 20_000)).toEqual([true, true, false]);
  });

  test('a token without the permission is told which one it needs', async () => {
    at.server.permission = 'read';
    expect(await tell()).toMatchObject({
      kind: 'not-written',
      hint: expect.stringContaining('issues: write') as string,
    });
  });

  test('a repository without issues', async () => {
    at.server.issuesAreDisabled = true;
    expect(await tell()).toMatchObject({
      kind: 'not-written',
      reason: expect.stringContaining('410') as string,
    });
  });
});
