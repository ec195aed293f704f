/** What the real cosign wrote into a real registry; `recorded/README.md` says how. */
import { readFileSync } from 'node:fs';
import type { Upload } from './shelf.ts';

export interface Recording {
  readonly cosign: string; // version
  readonly tag: string;
  readonly publicKey: string; // PEM
  /** Of the Sigstore that the keyless signature is from; null if there is none. */
  readonly trustedRoot: string | null;
  readonly uploads: readonly Upload[];
}

export function recording(name: string): Recording {
  const file = new URL(`recorded/${name}.json`, import.meta.url);
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as Omit<Recording, 'uploads'> & {
    readonly uploads: readonly (Omit<Upload, 'content'> & { readonly content: string })[];
  };
  const uploads = recorded.uploads.map((upload) => ({
    ...upload,
    content: Buffer.from(upload.content, 'base64'),
  }));
  return { ...recorded, uploads };
}
