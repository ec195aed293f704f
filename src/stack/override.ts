/** A stack file as one stack sees it: the override of that stack laid over the rest. */
import { mergeNodes } from './merge.ts';
import { suggestion } from './nearest.ts';
import { dataOf, locate, type DataNode, type MapNode } from './node.ts';
import { pathText, quoted, type Problem } from './problem.ts';
import type { YamlDocument } from './yaml.ts';

/** What all stacks of a file share: the format, the Pulumi project, and the stacks themselves. */
const shared = ['apiVersion', 'name', 'stacks'] as const;

/** The document for `stack`; its problems stand, and are named, where the value comes from. */
export function overridden(
  document: YamlDocument,
  stack: string,
): { document: YamlDocument; problems: Problem[] } {
  const stacks = document.root.kind === 'map' ? document.root.entries.get('stacks')?.node : undefined;
  const override = stacks?.kind === 'map' ? stacks.entries.get(stack)?.node : undefined;
  if (document.root.kind !== 'map' || override?.kind !== 'map') return { document, problems: [] };

  const problems = shared
    .filter((key) => override.entries.has(key))
    .map((key) =>
      document.problemAt(['stacks', stack, key], 'cannot differ between stacks; set it at the top', 'key'),
    );
  const entries = new Map([...override.entries].filter(([key]) => !shared.some((name) => name === key)));
  const misnamed = unknownReleases(document.root, override);
  for (const [key, message] of misnamed) {
    problems.push(document.problemAt(['stacks', stack, 'releases', key], message, 'key'));
  }
  const releases = entries.get('releases');
  if (releases?.node.kind === 'map' && misnamed.size > 0) {
    const named = new Map([...releases.node.entries].filter(([key]) => !misnamed.has(key)));
    entries.set('releases', { ...releases, node: { ...releases.node, entries: named } });
  }
  const root = mergeNodes(document.root, { ...override, entries }, (path, siblings) => {
    const message = `null removes a key, and there is none to remove${suggestion(path.at(-1) ?? '', siblings)}`;
    problems.push(document.problemAt(['stacks', stack, ...path], message, 'key'));
  });
  return {
    document: {
      file: document.file,
      root,
      value: dataOf(root),
      problemAt: (path, message, part) => {
        const { at, overrides } = locate(root, path, part);
        return {
          file: document.file,
          ...at,
          path: pathText(overrides ? ['stacks', stack, ...path] : path),
          message,
        };
      },
    },
    problems,
  };
}

/** Releases that the base does not have, and that are not whole by themselves: why each is refused. */
function unknownReleases(base: MapNode, override: MapNode): ReadonlyMap<string, string> {
  const known = entriesIn(base.entries.get('releases')?.node);
  if (known.size === 0) return new Map();
  return new Map(
    [...entriesIn(override.entries.get('releases')?.node)].flatMap(([key, { node }]) => {
      const parts = entriesIn(node);
      // With a system, the chart may have a default.
      if (known.has(key) || node.kind !== 'map' || parts.has('chart') || parts.has('system')) return [];
      const meant = suggestion(key, known.keys()) || '; a release that only this stack has needs a chart';
      return [[key, `unknown release ${quoted(key)}${meant}`]];
    }),
  );
}

const entriesIn = (node: DataNode | undefined): MapNode['entries'] =>
  node?.kind === 'map' ? node.entries : new Map();
