/** Which providers the packages beside a program say that they need; the engine looks for them before it runs the program. */
import { globSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

export interface RequiredProvider {
  readonly name: string;
  readonly version: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly pulumi?: { readonly resource?: boolean; readonly name?: string; readonly version?: string };
}

/** From the `pulumi` field of each package.json in node_modules, as the real language host does. */
export function requiredProviders(programDirectory: string): RequiredProvider[] {
  const manifests = new Set(
    globSync(['*/package.json', '@*/*/package.json'], { cwd: join(programDirectory, 'node_modules') }).map(
      (path) => realpathSync(join(programDirectory, 'node_modules', path)),
    ),
  );
  return [...manifests].flatMap((path) => {
    const { name, version, pulumi } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    if (pulumi?.resource !== true) return [];
    return [{ name: pulumi.name ?? name.replace('@pulumi/', ''), version: `v${pulumi.version ?? version}` }];
  });
}
