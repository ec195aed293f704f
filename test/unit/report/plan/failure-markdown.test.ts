import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commentLimit, failureMarkdown } from '../../../../src/report/plan/markdown.ts';
import { Failure } from '../../../../src/stack/failure.ts';
import { anyText, expectSafe, limits } from './safe-markdown.ts';

const runUrl = 'https://github.com/acme/shop/actions/runs/1';

describe('a run that failed', () => {
  const about = { command: 'preview', project: 'shop', stack: 'prod', directory: 'deploy' };
  const failed = (failure: Failure, limit = commentLimit): string =>
    failureMarkdown(failure, about, { limit, runUrl });

  test('says what, why and what to do', () => {
    const failure = new Failure(
      'configuration',
      'deploy.yaml:3:4 releases.x: unknown key\ndeploy.yaml:9:1 no name',
      {
        hint: 'Name it.',
      },
    );
    expect(
      failed(failure)
        .split('\n')
        .filter((line) => line !== ''),
    ).toEqual([
      '### ❌ preview of shop/prod failed: configuration',
      'Directory: `deploy`. Nothing is known about what would be done.',
      '**Why:**',
      '- deploy.yaml:3:4 releases.x: unknown key',
      '- deploy.yaml:9:1 no name',
      '**What to do:**',
      '- Name it.',
      `[Run that made this](${runUrl})`,
    ]);
  });

  test('has no name where none is known', () => {
    const text = failureMarkdown(
      new Failure('failed', 'x'),
      { ...about, project: '', stack: '' },
      { limit: commentLimit, runUrl: null },
    );
    expect(text.split('\n')[0]).toBe('### ❌ preview failed: failed');
  });

  test('is as safe as a plan', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 60 }), anyText, limits, (lines, name, limit) => {
        const failure = new Failure('unreachable', lines.join('\n'), { hint: name });
        const text = failureMarkdown(
          failure,
          { command: 'preview', project: name, stack: name, directory: name },
          { limit, runUrl },
        );
        expectSafe(text, limit);
        expect(text).toMatch(/^### ❌ preview.* failed: unreachable\n/);
      }),
      { numRuns: 300 },
    );
  });
});
