import { fileURLToPath } from 'node:url';

/** The program that serves the state bucket: its source when run from a checkout, else the bundle beside this one. */
export function bucketProviderEntry(): string {
  const fromSource = import.meta.url.endsWith('/src/deploy/entry.ts');
  return fileURLToPath(
    new URL(fromSource ? '../../pulumi/provider/main.ts' : './provider.js', import.meta.url),
  );
}
