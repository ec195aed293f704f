/** Signed charts in the real registry, behind TLS of an authority of its own and a password: from the stack file to the exit code. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { digestOf } from '../../src/render/charts/cache.ts';
import type { ChartReference } from '../../src/stack/desired.ts';
import { checkedFolder, type Checked } from '../setup/checked.ts';
import { send, startRegistry, type OwnRegistry } from '../setup/own-registry.ts';
import { certificate, privateKey } from '../unit/render/charts/certificate.ts';
import { payloadOf, signSimply, signStatement, statementOf } from '../unit/render/charts/signature/forms.ts';
import { recording } from '../unit/render/charts/signature/recorded.ts';
import {
  bundleUploads,
  chartUploads,
  manifestBytes,
  pushAll,
  simpleUploads,
  type Upload,
} from '../unit/render/charts/signature/shelf.ts';
import { acme, newKey, openSigstore, type Sigstore } from '../unit/render/charts/signature/sigstore.ts';
import { byIdentity, byKey } from '../unit/render/charts/signature/subject.ts';
import {
  chartArchive,
  failureOf,
  pull,
  reference,
  secretFrom,
  temporaryFolder,
} from '../unit/render/charts/stage.ts';

const password = 'hunter2-canary';
/** bcrypt of `password`, for the user `me`. */
const htpasswd = 'me:$2b$04$abcdefghijklmnopqrstuueDgTPARBGtTsYrBJNzof.Gi/.G0Y41q\n';
const authorization = `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;
const login = { username: 'me', password: secretFrom('REGISTRY_PASSWORD') };

let folder: string;
let registry: OwnRegistry;
let sigstore: Sigstore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'k8s-deploy-signed-'));
  await writeFile(join(folder, 'htpasswd'), htpasswd);
  const auth = { htpasswd: { realm: 'test', path: join(folder, 'htpasswd') } };
  registry = await startRegistry({ folder, auth, tls: { certificate, privateKey } });
  sigstore = await openSigstore();
});
afterAll(async () => {
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const push = async (repository: string, uploads: readonly Upload[]): Promise<void> => {
  const base = `https://${registry.host}/v2/${repository}/`;
  await pushAll(uploads, async (path, method, upload) => {
    const url = new URL(path, base);
    const { status, headers } = await send(url, {
      method,
      ca: certificate,
      headers: {
        authorization,
        'content-length': String(upload?.content.length ?? 0),
        ...(upload !== null && { 'content-type': upload.mediaType }),
      },
      ...(upload !== null && { content: upload.content }),
    });
    if (status >= 300) throw new Error(`${method} ${url.href}: ${status}`);
    return { location: URL.parse(headers.location ?? '', url.href) };
  });
};

interface Pushed {
  readonly repository: string;
  readonly archive: Buffer;
  readonly digest: string; // of the manifest
}

/** A chart of its own, so that each test has its own signatures. */
async function pushChart(
  name: string,
): Promise<Pushed & { readonly subject: { digest: string; size: number } }> {
  const archive = chartArchive(name, '1.0.0');
  const manifest = manifestBytes(archive);
  const digest = digestOf(manifest);
  await push(`team/${name}`, chartUploads(archive, '1.0.0'));
  return { repository: `team/${name}`, archive, digest, subject: { digest, size: manifest.length } };
}

const at = ({ repository }: Pick<Pushed, 'repository'>, more: Partial<ChartReference>): ChartReference =>
  reference(`oci://${registry.host}/${repository}`, { version: '1.0.0', ca: certificate, ...more });
const reveal = (): Promise<string> => Promise.resolve(password);

describe('a signed chart in a private registry', () => {
  it('is verified in the form of cosign 2, with the chart’s own user name and password', async () => {
    const chart = await pushChart('simple');
    await push(
      chart.repository,
      simpleUploads(chart.digest, [await signSimply(sigstore, payloadOf(chart.digest))]),
    );
    const directory = await temporaryFolder();
    const pulled = await pull(at(chart, { ...login, verify: byIdentity(sigstore) }), { directory, reveal });
    expect(pulled.signedBy).toBe(acme.identity);
    expect(await readFile(join(directory, pulled.path))).toEqual(chart.archive);
  });

  it('is verified in the form of cosign 3, with the login of Docker’s or Helm’s registry config file', async () => {
    const chart = await pushChart('bundled');
    const key = newKey();
    const bundle = await signStatement(sigstore, statementOf(chart.digest), { key });
    const { uploads, index } = bundleUploads(chart.subject, [bundle]);
    await push(chart.repository, [...uploads, index]);
    const auths = { [registry.host]: { auth: authorization.slice('Basic '.length) } };
    const config = await temporaryFolder();
    await writeFile(join(config, 'config.json'), JSON.stringify({ auths }));
    const asked = at(chart, { verify: byKey(key, sigstore) });
    const stranger = await failureOf(pull(asked, { directory: await temporaryFolder() }));
    expect(stranger.code).toBe('authentication');
    for (const [name, value] of [
      ['DOCKER_CONFIG', config],
      ['HELM_REGISTRY_CONFIG', join(config, 'config.json')],
    ] as const) {
      vi.stubEnv(name, value);
      await expect(pull(asked, { directory: await temporaryFolder() })).resolves.toMatchObject({
        signedBy: 'the key of `verify`',
      });
      vi.unstubAllEnvs();
    }
  });

  it('is asked for by an entry of `registries`, which may say who signs what is under it', async () => {
    const chart = await pushChart('inherited');
    const entry = { prefix: registry.host, ...login, plainHttp: false, ca: certificate, verify: null };
    const signed = { ...entry, verify: byIdentity(sigstore) };
    const nearer = { ...entry, prefix: `${registry.host}/team` };
    const asked = at(chart, { ca: null });
    await expect(
      pull(asked, { directory: await temporaryFolder(), reveal, registries: [entry] }),
    ).resolves.toMatchObject({ signedBy: null });
    // An entry that is nearer and says nothing about signatures takes nothing back.
    for (const registries of [[signed], [signed, nearer], [nearer, signed]]) {
      const refused = await failureOf(
        pull(asked, { directory: await temporaryFolder(), reveal, registries }),
      );
      expect(refused.code).toBe('findings');
    }
    await push(
      chart.repository,
      simpleUploads(chart.digest, [await signSimply(sigstore, payloadOf(chart.digest))]),
    );
    await expect(
      pull(asked, { directory: await temporaryFolder(), reveal, registries: [signed, nearer] }),
    ).resolves.toMatchObject({ signedBy: acme.identity });
    // The chart's own word is nearer than all entries.
    const own = { ...asked, verify: byIdentity(sigstore, { identity: 'somebody' as typeof acme.identity }) };
    const other = await failureOf(
      pull(own, { directory: await temporaryFolder(), reveal, registries: [signed] }),
    );
    expect(other.message).toContain(`it is signed by ${acme.identity}`);
  });

  it('is refused without the authority of the registry', async () => {
    const chart = await pushChart('untrusted');
    const asked = at(chart, { ...login, ca: null, verify: byIdentity(sigstore) });
    const refused = await failureOf(pull(asked, { directory: await temporaryFolder(), reveal }));
    expect(refused.code).toBe('configuration');
    expect(refused.message).toContain('from an authority that is not trusted here');
  });

  it('is what the real cosign signs', async () => {
    const { uploads, publicKey, tag, trustedRoot } = recording('cosign-3.1.3');
    await push('team/web', uploads);
    const asked = at({ repository: 'team/web' }, { ...login, version: tag });
    const wanted = [
      { signer: { kind: 'key', pem: publicKey }, transparencyLog: false, trustedRoot: null },
      { signer: { kind: 'identity', ...acme }, transparencyLog: true, trustedRoot },
    ] as const;
    for (const verify of wanted) {
      const directory = await temporaryFolder();
      expect((await pull({ ...asked, verify }, { directory, reveal })).signedBy).not.toBeNull();
    }
  });
});

describe('k8s-deploy check', () => {
  const folders: Checked[] = [];
  afterAll(() => folders.forEach((each) => each.remove()));

  const release = (name: string): string => `  ${name}:
    namespace: shop
    chart:
      ref: oci://${registry.host}/team/${name}
      version: 1.0.0
      username: me
      password: {fromEnv: REGISTRY_PASSWORD}
      ca: {fromFile: ca.pem}
      verify:
        keyless: {issuer: "${acme.issuer}", identity: "${acme.identity}"}
        trustedRoot: {fromFile: trusted_root.json}
`;
  const open = (...releases: readonly string[]): Checked => {
    const checked = checkedFolder({
      'deploy.yaml': `apiVersion: k8s-deploy/v1\nname: shop\ncluster: {identifier: here}\nreleases:\n${releases.map(release).join('')}stacks: {dev: {}}\n`,
      'ca.pem': certificate,
      'trusted_root.json': sigstore.trustedRoot,
    });
    folders.push(checked);
    return checked;
  };
  const environment = { REGISTRY_PASSWORD: password };

  it('renders charts that the right identity has signed', async () => {
    const chart = await pushChart('good');
    await push(
      chart.repository,
      simpleUploads(chart.digest, [await signSimply(sigstore, payloadOf(chart.digest))]),
    );
    const ran = await open('good').run(['check'], environment);
    expect(ran.stderr).toContain(`signed by ${acme.identity}`);
    expect(ran.exitCode).toBe(0);
  });

  it('refuses all others with the exit code of what is not allowed, a line for each', async () => {
    await pushChart('unsigned');
    const chart = await pushChart('foreign');
    const identity = 'https://github.com/acme-evil/charts/.github/workflows/release.yml@refs/heads/main';
    const signature = await signSimply(sigstore, payloadOf(chart.digest), { identity });
    await push(chart.repository, simpleUploads(chart.digest, [signature]));
    const ran = await open('unsigned', 'foreign').run(['check'], environment);
    expect(ran.exitCode).toBe(5);
    expect(ran.stderr).toContain('releases.unsigned.chart: cannot use');
    expect(ran.stderr).toContain('it has no signature');
    expect(ran.stderr).toContain('releases.foreign.chart: cannot use');
    expect(ran.stderr).toContain(`it is signed by ${identity}`);
    expect(ran.stdout + ran.stderr).not.toContain(password);
  });
});
