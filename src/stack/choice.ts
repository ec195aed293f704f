/** Which of a directory's stacks is meant. */
import { Failure } from './failure.ts';
import { suggestion } from './nearest.ts';
import { quoted } from './problem.ts';
import { stackName } from './schema.ts';

export interface KnownStacks {
  /** Keys under `stacks:`. */
  readonly overrides: readonly string[];
  /** File names of the stack directory, among which `Pulumi.<stack>.yaml` make a stack known. */
  readonly files: readonly string[];
}

/** `dev` of `dev`, `organization/dev` or `organization/project/dev`, as backends name stacks; files and overrides use that. */
export function shortStackName(stack: string): string {
  return stack.slice(stack.lastIndexOf('/') + 1);
}

/** Sorted, without duplicates. */
export function namesOf({ overrides, files }: KnownStacks): string[] {
  const configured = files.flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? []);
  return [...new Set([...overrides, ...configured])].toSorted();
}

/** The stack that is given, or the only one that there is. Throws a `Failure` that names the known ones. */
export function chooseStack(given: string | undefined, stacks: KnownStacks): string {
  const known = namesOf(stacks);
  const list = `known stacks: ${known.join(', ')}`;
  if (given === undefined) {
    const [only, ...others] = known;
    if (only === undefined) {
      throw new Failure('configuration', 'no stack is named, and the stack directory knows none', {
        hint: 'Name the stack, and add it under "stacks:" in the stack file.',
      });
    }
    if (others.length === 0) return only;
    throw new Failure('configuration', `no stack is named, and there are several; ${list}`, {
      hint: 'Name one of them.',
    });
  }
  const segments = given.split('/');
  if (segments.length > 3 || !segments.every((segment) => stackName.safeParse(segment).success)) {
    throw new Failure(
      'configuration',
      `${quoted(given)} cannot be a stack name: expected letters, digits, "-", "_" and ".", starting with a letter or digit`,
    );
  }
  const short = shortStackName(given);
  if (known.length > 0 && !known.includes(short)) {
    throw new Failure(
      'configuration',
      `unknown stack ${quoted(given)}${suggestion(short, known) || ';'} ${list}`,
      {
        hint: `A new stack is added under "stacks:" in the stack file, or by a file Pulumi.${short}.yaml beside it.`,
      },
    );
  }
  return given;
}
