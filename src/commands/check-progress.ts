/** What a person at a terminal sees while a check runs: how many cases and how many files of suites are done. */
import type { Terminal } from '../report/terminal.ts';

type Progress = (done: number, all: number) => void;

export function checkProgress({ live }: Pick<Terminal, 'live'>): {
  readonly cases: Progress;
  readonly files: Progress;
} {
  const lines = new Map<string, string>();
  const shows =
    (text: (done: number, all: number) => string, key: string): Progress =>
    (done, all) => {
      if (done < all) lines.set(key, text(done, all));
      else lines.delete(key);
      live([...lines.values()]);
    };
  return {
    cases: shows((done, all) => `  … rendered ${done} of ${all} cases`, 'cases'),
    files: shows((done, all) => `  … ran ${done} of ${all} files with helm-unittest suites`, 'files'),
  };
}
