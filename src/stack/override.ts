/** A stack file as one stack sees it: the override of that stack laid over the rest. */
import { mergeNodes } from './merge.ts';
import { suggestion } from './nearest.ts';
import { dataOf, locate } from './node.ts';
import { pathText, type Problem } from './problem.ts';
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
