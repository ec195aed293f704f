import type { Reporter, TestModule } from 'vitest/node';

/** Closes a run with `N passed, N failed[, N skipped]` on a line of its own, for programs that read logs. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[test.result().state] += 1;
    }
    // A file that cannot be loaded, or an error outside a test, is a failure too.
    const failed =
      counts.failed + errors.length + modules.filter((module) => module.errors().length > 0).length;
    const skipped = counts.skipped + counts.pending;
    process.stdout.write(
      `\n${counts.passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}\n`,
    );
  }
}
