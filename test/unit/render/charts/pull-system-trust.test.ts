import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { certificate } from './certificate.ts';
import { chartArchive, pull, reference, registryAnswers, serveSecurely, temporaryFolder } from './stage.ts';

// In a file of its own: a process reads the system's trust store once.
it("a registry's certificate may come from an authority that only the system trusts", async () => {
  const directory = await temporaryFolder();
  await writeFile(join(directory, 'ca.pem'), certificate);
  process.env['SSL_CERT_FILE'] = join(directory, 'ca.pem');
  const host = await serveSecurely(
    registryAnswers([{ repository: 'web', tag: '1.0.0', archive: chartArchive('web', '1.0.0') }]),
  );
  const chart = reference(`oci://${host}/web`, { version: '1.0.0' });
  await expect(pull(chart, { directory })).resolves.toMatchObject({ name: 'web' });
});
