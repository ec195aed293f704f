/** `.helmignore`, with the semantics of Helm's pkg/ignore: Go's `filepath.Match`, first match wins, no `**`. Pure. */
import { ChartProblem } from './problem.ts';

export interface IgnoreRule {
  readonly negate: boolean;
  readonly onlyFolders: boolean;
  readonly matches: (path: string) => boolean;
}

/** Always added behind the file's own: dot files among the templates. */
const defaultRule = 'templates/.?*';

export function parseHelmIgnore(text: string): IgnoreRule[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return [...lines.map((line) => line.trim()), defaultRule]
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(parseRule);
}

/** `path` is relative to the chart, with `/`. An ignored folder is left out with all that it holds. */
export function isIgnored(path: string, isFolder: boolean, rules: readonly IgnoreRule[]): boolean {
  for (const rule of rules) {
    if (rule.negate) {
      // Helm's reading of "!": whatever does not match it is ignored.
      if ((rule.onlyFolders && !isFolder) || !rule.matches(path)) return true;
    } else if ((!rule.onlyFolders || isFolder) && rule.matches(path)) {
      return true;
    }
  }
  return false;
}

function parseRule(line: string): IgnoreRule {
  if (line.includes('**')) throw malformed(line, 'Helm does not support "**"');
  const negate = line.startsWith('!');
  const unsigned = negate ? line.slice(1) : line;
  const onlyFolders = unsigned.endsWith('/');
  const pattern = onlyFolders ? unsigned.slice(0, -1) : unsigned;
  const expression = toRegExp(pattern.replace(/^\//, ''), line);
  const matches = pattern.includes('/')
    ? (path: string) => expression.test(path)
    : (path: string) => expression.test(path.split('/').at(-1) ?? '');
  return { negate, onlyFolders, matches };
}

/** Go's `filepath.Match`: `*`, `?`, `[…]`, `[^…]` and `\`, none of which crosses a `/` except a class that names it. */
function toRegExp(pattern: string, line: string): RegExp {
  let source = '';
  for (const [piece] of pattern.matchAll(/\\.|\[\^?(?:\\.|[^\]\\])+\]|[\s\S]/gu)) {
    if (piece === '*') source += '[^/]*';
    else if (piece === '?') source += '[^/]';
    else if (piece === '[' || piece === '\\') throw malformed(line, 'a class or an escape has no end');
    else if (piece.startsWith('[')) source += toClass(piece, line);
    else source += literal(unescaped(piece));
  }
  return new RegExp(`^${source}$`, 'u');
}

function toClass(piece: string, line: string): string {
  const negated = piece.startsWith('[^');
  const members = piece.slice(negated ? 2 : 1, -1).match(/\\.|[\s\S]/gu) ?? [];
  let source = '';
  for (let index = 0; index < members.length; index++) {
    const [low = '', dash, high] = members.slice(index, index + 3);
    if (low === '-') throw malformed(line, 'a class begins a range with "-"');
    source += member(low);
    if (dash !== '-') continue;
    if (high === undefined || high === '-') throw malformed(line, 'a range has no end');
    source += `-${member(high)}`;
    index += 2;
  }
  return `[${negated ? '^' : ''}${source}]`;
}

const unescaped = (text: string): string => text.replace(/^\\(.)$/su, '$1');
const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const member = (text: string): string => unescaped(text).replaceAll(/[\\\]^[-]/g, '\\$&');

const malformed = (line: string, why: string): ChartProblem =>
  new ChartProblem(
    'configuration',
    `its .helmignore has the rule ${JSON.stringify(line)}: ${why}`,
    'Correct the rule',
  );
