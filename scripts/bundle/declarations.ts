/** The types of the package, in one file that needs nothing but Pulumi's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Every exported thing of `files`, which are relative to `root` and import of each other and of packages alone. */
export function declarationsOf(files: readonly string[], root: string): string {
  return files.map((file) => declarationOf(join(root, file))).join('\n');
}

/** An import or export of a file that stands in the same text. */
const ofEachOther = /^(?:import|export)\b[^;]*?\bfrom '\.[^']*';\n/gm;

function declarationOf(fileName: string): string {
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(readFileSync(fileName, 'utf8'), {
    fileName,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.NodeNext },
  });
  const [first] = diagnostics;
  if (first !== undefined) {
    throw new Error(`${fileName}: ${ts.flattenDiagnosticMessageText(first.messageText, '\n')}`);
  }
  return outputText.replaceAll(ofEachOther, '');
}
