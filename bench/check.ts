/**
 * `npm run bench:check`: the contract gate beside what a user would pick instead, in one run, in turns; medians. Each tool gets the same
 * cases of the leoflow fixture and the same six assertions; each figure is the wall time of a whole command, process start included.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../src/stack/cache-folder.ts';
import { ensurePrograms } from '../toolchain/ensure.ts';
import {
  combinationsOf,
  largeSchema,
  listedCases,
  matrixOf,
  patterns,
  writeInputs,
  type BenchCase,
  type Matrix,
} from './check-inputs.ts';
import { writeKubeconformSchemas } from './kubeconform-schemas.ts';

const root = join(import.meta.dirname, '..');
const kubeVersion = '1.33';
const kubeconformVersion = 'v0.6.7';
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const programs = await ensurePrograms({
  names: ['helm', 'helm-unittest', 'k8s-deploy-renderer'],
  onProgress: print,
});
const kubeconform = installKubeconform();
const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-bench-'));
try {
  const schemas = join(folder, 'schemas');
  writeKubeconformSchemas(schemas);
  print(`${cpus().length} cores, Node.js ${process.version}; wall time of whole commands, median\n`);
  print('| cases | ours | helm-unittest 1.1.2 | helm template + grep | helm template + kubeconform |');
  print('|---|---|---|---|---|');
  row('50, listed', { cases: listedCases(), matrix: null, rounds: 9, everyTool: true, schemas });
  const thousand = matrixOf([5, 5, 5, 8]);
  row('1,000, a matrix', {
    cases: combinationsOf(thousand),
    matrix: thousand,
    rounds: 3,
    everyTool: false,
    schemas,
  });
  const sevenHundred = matrixOf([4, 5, 5, 7]);
  row('700, a matrix, with a values schema of 150 kB', {
    cases: combinationsOf(sevenHundred),
    matrix: sevenHundred,
    rounds: 3,
    everyTool: false,
    schemas,
    schema: largeSchema(),
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Situation {
  readonly cases: readonly BenchCase[];
  /** How our contract says them; null: one by one. */
  readonly matrix: Matrix | null;
  readonly rounds: number;
  /** The slow ones too. */
  readonly everyTool: boolean;
  readonly schemas: string;
  readonly schema?: string;
}

function row(title: string, { cases, matrix, rounds, everyTool, schemas, schema }: Situation): void {
  const place = join(folder, title.replaceAll(/\W+/g, '-'));
  mkdirSync(place);
  writeInputs(place, join(root, 'test/fixtures/charts/leoflow'), cases, { kubeVersion, matrix });
  const chart = join(place, 'leoflow');
  if (schema !== undefined) writeFileSync(join(chart, 'values.schema.json'), schema);

  const refused = new Set(cases.filter(({ fails }) => fails !== null).map(({ name }) => name));
  const values = readdirSync(join(place, 'values')).map((file) => join(place, 'values', file));
  const render = (file: string): string | null => {
    const args = ['template', 'leoflow', chart, '-n', 'leoflow', '--kube-version', kubeVersion, '-f', file];
    const { status, stdout } = spawnSync(programs.helm, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
    return status === 0 ? stdout : null;
  };
  const expectRefused = (file: string): void => {
    if (![...refused].some((name) => file.endsWith(`/${name}.yaml`))) throw new Error(`${file} was refused`);
  };
  const tools: (() => void)[] = [
    () =>
      run(process.execPath, [join(root, 'dist/cli.js'), 'check', '-C', place, join(place, 'contract.yaml')]),
    () => run(programs['helm-unittest'], [chart]),
    ...(everyTool
      ? [
          () => {
            for (const file of values) {
              const text = render(file);
              if (text === null) expectRefused(file);
              else if (!patterns.every((pattern) => text.includes(pattern)))
                throw new Error(`${file}: a pattern is missing`);
            }
          },
          () => {
            for (const file of values) {
              const text = render(file);
              if (text === null) expectRefused(file);
              else
                run(
                  kubeconform,
                  [
                    '-schema-location',
                    `${schemas}/{{.ResourceKind}}{{.KindSuffix}}.json`,
                    '-ignore-missing-schemas',
                    '-',
                  ],
                  text,
                );
            }
          },
        ]
      : []),
  ];
  const figures = tools.map((tool) => {
    tool(); // warm: file cache, compiled code
    return [] as number[];
  });
  for (let round = 0; round < rounds; round++) {
    for (const [index, tool] of tools.entries()) {
      const started = performance.now();
      tool();
      figures[index]?.push(performance.now() - started);
    }
  }
  const [ours = NaN, ...others] = figures.map(median);
  const cells = others.map((figure) => `${seconds(figure)} (${(figure / ours).toFixed(1)} ×)`);
  print(`| ${[title, seconds(ours), ...cells, ...(everyTool ? [] : ['', ''])].join(' | ')} |`);
}

function run(program: string, args: readonly string[], input = ''): void {
  const { status, stdout, stderr } = spawnSync(program, [...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}:\n${stdout}${stderr}`);
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? NaN;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

/** A static program of Go, as its README says. */
function installKubeconform(): string {
  const bin = join(cacheFolder(), 'bench', `kubeconform-${kubeconformVersion}`);
  const program = join(bin, 'kubeconform');
  execFileSync('go', ['install', `github.com/yannh/kubeconform/cmd/kubeconform@${kubeconformVersion}`], {
    env: { ...process.env, GOBIN: bin, CGO_ENABLED: '0' },
    stdio: 'inherit',
  });
  return program;
}
