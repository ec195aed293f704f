/** What an `up` leaves in GitHub, over a server that answers as GitHub does. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openPublication, type Publication } from '../../../src/commands/publication.ts';
import type { Io } from '../../../src/commands/session.ts';
import { openRedactor } from '../../../src/redaction/redactor.ts';
import { Failure } from '../../../src/stack/failure.ts';
import { openPullRequest, type Job, type PullRequest } from '../../setup/pull-request.ts';
import { failed, succeeded } from '../report/outcome/sample-outcome.ts';
import { recorder } from '../report/recorder.ts';

const merge = 'd4'.repeat(20);
let at: PullRequest;
let folder: string;
let notes: ReturnType<typeof recorder>;
let wish: AbortController;

beforeEach(async () => {
  at = await openPullRequest('a1'.repeat(20));
  folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-publication-'));
  writeFileSync(join(folder, 'deploy.yaml'), 'stacks: {dev: {}}\n');
  notes = recorder();
  wish = new AbortController();
});
afterEach(async () => {
  await at.close();
  rmSync(folder, { recursive: true });
});

function open(command: 'preview' | 'up', job: Job): Publication {
  const io: Io = {
    terminal: notes,
    redactor: openRedactor(() => undefined),
    environment: { ...job.environment, K8S_DEPLOY_APPROVAL_KEY: '0123456789abcdef'.repeat(4) },
    signal: wish.signal,
    force: new AbortController().signal,
  };
  const publication = openPublication({ cwd: folder, stack: 'dev', comment: true }, io, command);
  if (publication === null) throw new Error('nothing is left');
  return publication;
}

const deploy = (): Job => at.job({ event: 'push', sha: merge });
const firstLines = (): string[] => at.comments().map((body) => body.split('\n')[0] ?? '');

describe('up --comment', () => {
  test('a comment of its own on the merged pull request; that of the preview, which approves, stays untouched', async () => {
    await open('preview', at.job()).failure(new Failure('failed', 'of the preview'));
    const [plan] = at.comments();
    at.merge(merge);
    const job = deploy();
    await open('up', job).outcome(failed);
    expect(firstLines()).toEqual([
      '### ❌ preview of dev failed: failed',
      '### ❌ up of shop/dev failed: timeout',
    ]);
    expect(at.comments()[0]).toBe(plan);
    expect(job.summary()).toMatch(/^### ❌ up of shop\/dev failed: timeout/);
    expect(job.outputs()).toMatchObject({ result: 'failed', 'has-changes': 'true', digest: failed.digest });
    expect(job.outputs()['comment-url']).toBeDefined();

    await open('up', deploy()).outcome(succeeded); // the next run: the same comment
    expect(firstLines()[1]).toBe('### ✅ up of shop/dev: 1 updated, 4 unchanged');
    expect(at.comments()).toHaveLength(2);
  });

  test('without a pull request there is the summary, and no failure', async () => {
    const job = deploy();
    await open('up', job).outcome(succeeded);
    expect(at.comments()).toEqual([]);
    expect(job.summary()).toMatch(/^### ✅ up of shop\/dev/);
    expect(notes.stderr).toContain('the summary of the job has the report');
  });

  test('a run that fails before it begins: nothing was changed', async () => {
    at.merge(merge);
    const job = deploy();
    await open('up', job).failure(new Failure('locked', 'locked by ann'));
    expect(firstLines()).toEqual(['### ❌ up of dev failed: locked']);
    expect(at.comments()[0]).toContain('Nothing was changed.');
    expect(job.outputs()).toMatchObject({ result: 'failed' });
  });

  test('a wish to end in the middle: said at once, for the runner does not wait; then how far it got', async () => {
    at.merge(merge);
    const job = deploy();
    const publication = open('up', job);
    publication.begun();
    wish.abort();
    await vi.waitFor(() => expect(firstLines()).toEqual(['### ⚪ up of dev was cancelled']), {
      timeout: 10_000,
    });
    expect(at.comments()[0]).toContain('What was begun is being brought to an end');
    await publication.outcome({ ...failed, result: 'cancelled' });
    expect(firstLines()).toEqual(['### ⚪ up of shop/dev was cancelled']);
    expect(at.comments()[0]).toContain('| `web` | failed |');
    expect(job.outputs()).toMatchObject({ result: 'cancelled' });
  });
});
