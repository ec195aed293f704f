/**
 * Puts back what npm leaves out of package-lock.json when its registry lacks packages for other platforms: their entries as
 * optional ones, without which `npm ci` refuses the whole file. Run it after `npm install` on such a network.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'x64',
  'wasm32',
];

/** `@oxlint/binding-darwin-arm64` → only for macOS on ARM, so that npm does not ask for it elsewhere. */
function platformOf(name: string): Pick<Locked, 'os' | 'cpu'> {
  const words = name.split(/[-/]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  return { ...(os.length > 0 && { os }), ...(cpu.length > 0 && { cpu }) };
}

const path = 'package-lock.json';
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, Locked> };
const added: Record<string, Locked> = {};
for (const { dev, optionalDependencies = {} } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const key = `node_modules/${name}`;
    // An exact version only: anything else would be for npm to resolve.
    if (key in lock.packages || !/^\d+\.\d+\.\d+$/.test(version)) continue;
    added[key] = { version, optional: true, ...(dev === true && { dev }), ...platformOf(name) };
  }
}
const packages = Object.fromEntries(
  Object.entries({ ...lock.packages, ...added }).toSorted(([a], [b]) => (a < b ? -1 : 1)),
);
writeFileSync(path, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
process.stdout.write(`${Object.keys(added).length} entries added\n`);
