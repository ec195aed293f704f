import { describe, expect, it } from 'vitest';
import { certificate } from './certificate.ts';
import {
  chartArchive,
  failureOf,
  pull,
  reference,
  registryAnswers,
  serveSecurely,
  temporaryFolder,
} from './stage.ts';

const published = [{ repository: 'web', tag: '1.0.0', archive: chartArchive('web', '1.0.0') }];
const at = (host: string, ca: string | null) => reference(`oci://${host}/web`, { version: '1.0.0', ca });

describe('a registry with a certificate of its own authority', () => {
  it('is refused', async () => {
    const host = await serveSecurely(registryAnswers(published));
    const failure = await failureOf(pull(at(host, null), { directory: await temporaryFolder() }));
    expect(failure.code).toBe('configuration');
    expect(failure.message).toBe(
      `releases.web.chart: cannot use oci://${host}/web 1.0.0: the certificate of ${host} is from an authority that is not trusted here (DEPTH_ZERO_SELF_SIGNED_CERT). Give the authority's certificate with \`ca\`, or with NODE_EXTRA_CA_CERTS for the whole process.`,
    );
  });

  it('is trusted with `ca`, of the chart or of the registry entry', async () => {
    const host = await serveSecurely(registryAnswers(published));
    const directory = await temporaryFolder();
    await expect(pull(at(host, certificate), { directory })).resolves.toMatchObject({ name: 'web' });
    const entry = {
      prefix: host,
      username: null,
      password: null,
      plainHttp: false,
      ca: certificate,
      verify: null,
    };
    await expect(pull(at(host, null), { directory, registries: [entry] })).resolves.toMatchObject({
      name: 'web',
    });
  });

  it('is refused under another name', async () => {
    const port = (await serveSecurely(registryAnswers(published))).split(':')[1];
    const failure = await failureOf(
      pull(at(`localhost:${port}`, certificate), { directory: await temporaryFolder() }),
    );
    expect(failure.message).toContain(
      `the certificate of localhost:${port} is for another host name (ERR_TLS_CERT_ALTNAME_INVALID). Use a name that the certificate holds`,
    );
  });
});
