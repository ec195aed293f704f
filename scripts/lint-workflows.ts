/**
 * `node scripts/lint-workflows.ts [REPOSITORY]`: its workflows, those of examples/workflows and of its pages, as actionlint and zizmor see them, and as our own
 * rules do. Prints findings; exit 1 if there are any. Both linters are pinned in toolchain/workflows and kept in the cache; neither asks the network.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { run } from '../toolchain/command.ts';
import { ensurePrograms } from '../toolchain/ensure.ts';
import { ensureZizmor } from '../toolchain/python.ts';
import { Failure } from '../src/stack/failure.ts';
import { problemsOf } from './workflows/judge.ts';
import { exampleWorkflows, ownWorkflows, workflowBlocks, workflowFiles } from './workflows/sources.ts';
import { type Source, workflowIn } from './workflows/workflow.ts';

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** zizmor reads these as well. */
const settings = ['action.yml', '.github/dependabot.yml'];

/** A file that linters read, and the text as it stands in the repository. */
interface Laid {
  readonly path: string;
  readonly origin: string;
}

async function lint(folder: string): Promise<string[]> {
  const files = [...workflowFiles(ownWorkflows), ...workflowFiles(exampleWorkflows)];
  const blocks = workflowBlocks();
  const workflows = [...files, ...blocks].flatMap((source) => workflowIn(source) ?? []);
  const judged = problemsOf(workflows).map(({ origin, line, message }) => `${origin}:${line}: ${message}`);
  const inFiles = files.map(({ origin }) => ({ path: origin, origin }));
  const inPages = blocks.filter(isWhole).map((source) => lay(folder, source));
  const { actionlint } = await ensurePrograms({ names: ['actionlint'], onProgress: print });
  const zizmor = await ensureZizmor({ onProgress: print });
  const settled = settings.filter((file) => existsSync(file)).map((file) => ({ path: file, origin: file }));
  const found = await Promise.all([
    ofActionlint(actionlint, [...inFiles, ...inPages]),
    ofZizmor(zizmor, 'pedantic', [...inFiles, ...settled]),
    ofZizmor(zizmor, 'regular', inPages), // a page need not say why it asks for each permission
  ]);
  print(`${inFiles.length} workflows in files, ${inPages.length} in pages`);
  return [...judged, ...found.flat()];
}

const isWhole = (source: Source): boolean => workflowIn(source)?.isFragment === false;

/** zizmor takes a file for a workflow by its folder. Lines in front keep the numbers those of the page. */
function lay(folder: string, { origin, line, text }: Source): Laid {
  const path = join(folder, '.github', 'workflows', `${origin.replaceAll('/', '-')}-${line}.yml`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${'\n'.repeat(line - 1)}${text}`);
  return { path, origin };
}

/** shellcheck and pyflakes are left out: they are on some machines, and their findings would be too. */
const ofActionlint = async (program: string, laid: readonly Laid[]): Promise<string[]> =>
  await findings(program, ['-no-color', '-oneline', '-shellcheck=', '-pyflakes='], laid);

const ofZizmor = async (program: string, persona: string, laid: readonly Laid[]): Promise<string[]> =>
  await findings(
    program,
    ['--offline', '--no-config', '--no-progress', '--quiet', '--color=never', `--persona=${persona}`],
    laid,
  );

/** What a linter prints, with the names of the repository. Throws a Failure if it ends in a way that is not the end of a lint. */
async function findings(program: string, args: readonly string[], laid: readonly Laid[]): Promise<string[]> {
  if (laid.length === 0) return [];
  const { exitCode, stdout, tail } = await run(program, [...args, ...laid.map(({ path }) => path)], {
    cwd: root,
  });
  if (exitCode === 0) return [];
  // actionlint: 1 findings; zizmor: 11 to 14 by severity. All else is the linter's own trouble.
  if (exitCode === null || stdout.trim() === '')
    throw new Failure('failed', `${program} ended with ${exitCode ?? 'a signal'}:\n${tail}`);
  return [laid.reduce(named, stdout.trimEnd())];
}

/** Linters name a file as it was given to them, or as it is seen from the working directory. */
const named = (text: string, { path, origin }: Laid): string =>
  [path, relative(root, path)].reduce((all, name) => all.replaceAll(name, origin), text);

process.chdir(root);
const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-workflows-'));
try {
  const found = await lint(folder);
  for (const finding of found) print(finding);
  if (found.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`error: ${error.message}\n${error.hint === null ? '' : `hint: ${error.hint}\n`}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
