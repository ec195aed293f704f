/** What `check` asks of helm-unittest suites. The renderer finds what breaks them; what they are, and how severe, stands here. */
import type { RuleFacts } from '../pack.ts';

const open = 'The suite passes with helm-unittest, and would go on passing with the fault that it is for.';

export const suiteRules: readonly RuleFacts[] = [
  {
    id: 'suite/failed',
    title: 'Assertions of helm-unittest suites hold',
    why: 'The chart renders something else than the test expects: mend the chart, or the test if it expects the wrong thing. For a snapshot that is meant to change, run check --update and have the change reviewed.',
    severity: 'error',
  },
  {
    id: 'suite/error',
    title: 'Tests of helm-unittest suites can be run',
    why: 'A test that cannot be run says nothing: the chart does not render with its values, or a file that it names is not there. If the chart is right to refuse them, ask for it with failedTemplate.',
    severity: 'error',
  },
  {
    id: 'suite/unreadable',
    title: 'Files of helm-unittest suites can be read, and have tests with assertions',
    why: 'It is no YAML, a key has another type than it must have, or there is nothing in it that could fail. No test of the file is run.',
    severity: 'error',
  },
  {
    id: 'suite/unknown-key',
    title: 'Every key and option of a helm-unittest suite is one that is known',
    why: `helm-unittest ignores what it does not know, so that a slip in a name takes the effect away in silence. ${open}`,
    severity: 'error',
  },
  {
    id: 'suite/vacuous',
    title: 'An assertion looks at something',
    why: `A negative assertion on a path that does not exist holds whatever the chart renders, and so does one that sees no document. ${open} If absence is what is meant, ask for it with notExists.`,
    severity: 'error',
  },
  {
    id: 'suite/ignored',
    title: 'Options of an assertion have an effect',
    why: 'Another option takes precedence, so that the test checks something else than it seems to: leave out the one without effect.',
    severity: 'warning',
  },
  {
    id: 'suite/overlapping-set',
    title: 'No path of set lies inside another one',
    why: 'helm-unittest sets them in an order of chance, so that one run may have other values than the next. Put both into the outer one.',
    severity: 'error',
  },
  {
    id: 'suite/pattern',
    title: 'Patterns are regular expressions',
    why: `helm-unittest looks for one that it cannot compile as plain text. ${open} Expressions are those of RE2: there is no look-ahead.`,
    severity: 'error',
  },
  {
    id: 'suite/missing-snapshot',
    title: 'Every matchSnapshot has a snapshot where CI is set',
    why: 'Without one there is nothing to compare with. helm-unittest writes it and passes, so that what is new in CI is never looked at. Run check where CI is not set, look at what it writes, and commit it.',
    severity: 'error',
  },
  {
    id: 'suite/obsolete-snapshot',
    title: 'Snapshots of helm-unittest suites are of assertions that exist',
    why: 'One that no test asks for compares nothing, and hides that the test is gone. check --update removes it.',
    severity: 'warning',
  },
  {
    id: 'suite/unmatched',
    title: 'What --suites and --chart-tests-path name is there',
    why: 'helm-unittest ends with success when no file matches: a folder that was renamed takes all its tests along.',
    severity: 'error',
  },
  {
    id: 'suite/repeated',
    title: 'A file with suites is matched once',
    why: 'helm-unittest runs a file once for each pattern that matches it. Here it is run once; make the patterns disjoint.',
    severity: 'warning',
  },
  {
    id: 'suite/same-name',
    title: 'Tests with snapshots have names of their own',
    why: 'Snapshots are kept by the name of the test: two of one name share them, and a new snapshot of one moves those of the other.',
    severity: 'warning',
  },
  {
    id: 'suite/post-renderer',
    title: 'Suites run programs only where that is allowed',
    why: 'A postRenderer is a program that the suite names. It may do anything, so check runs none unless --allow-post-renderer is given. Never give it for a pull request of somebody whom you do not trust.',
    severity: 'error',
  },
  {
    id: 'suite/unknown-template',
    title: 'Templates that suites name are templates of the chart',
    why: `Of a template that is not there no document is rendered, and negative assertions about none hold. ${open}`,
    severity: 'error',
  },
];
