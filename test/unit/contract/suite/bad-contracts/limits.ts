/** Files that are made to exhaust a parser, or the machine. */
import type { BadFile } from '../../../stack/bad-file.ts';
import { aliasBomb } from '../../../stack/bad-files/limits.ts';

const choices = (count: number): string =>
  `{${Array.from({ length: count }, (_, index) => `c${index}: {}`).join(', ')}}`;

const chain = (count: number): string =>
  Array.from({ length: count }, (_, index) => `  c${index}: {inherits: c${index + 1}}\n`).join('');

export const limits: readonly BadFile[] = [
  {
    title: 'an alias bomb',
    yaml: aliasBomb,
    problems: [
      'contract.yaml:5:28 e[5]: more than 50000 values, counting each time that an alias repeats them',
    ],
  },
  {
    title: '50 MB',
    yaml: '#'.repeat(50_000_000),
    problems: ['contract file: "contract.yaml" has 50000000 bytes; at most 1048576 are read'],
  },
  {
    title: 'depth 1,000',
    yaml: `chart: chart\ncases: ${'['.repeat(1000)}${']'.repeat(1000)}`,
    problems: ['contract.yaml:2:73: maps and lists are nested more than 64 deep'],
  },
  {
    title: 'duplicate keys',
    yaml: 'chart: chart\ncases: {a: {}, a: {}}\nchart: other\n',
    problems: [
      'contract.yaml:2:16 cases.a: duplicate key "a"; the first is in line 2',
      'contract.yaml:3:1 chart: duplicate key "chart"; the first is in line 1',
    ],
  },
  {
    title: 'bad UTF-8',
    yaml: Buffer.concat([Buffer.from('chart: chart\nname: '), Buffer.from([0xff])]),
    problems: ['contract.yaml:2:7: not UTF-8 text; save the file as UTF-8'],
  },
  {
    title: 'a matrix of too many combinations',
    yaml: `chart: chart\ncases:\n  a: {matrix: {x: ${choices(11)}, y: ${choices(10)}, z: ${choices(10)}}}\n`,
    problems: ['contract.yaml:3:15 cases.a.matrix: has 1100 combinations; at most 1000 are rendered'],
  },
  {
    title: 'too many cases',
    yaml: `chart: chart\ncases:\n${Array.from({ length: 6 }, (_, index) => `  a${index}: {matrix: {x: ${choices(10)}, y: ${choices(10)}, z: ${choices(10)}}}\n`).join('')}`,
    problems: ['contract.yaml:3:3 cases: makes 6000 cases; at most 5000 are rendered'],
  },
  {
    title: 'too long a line of parents',
    yaml: `chart: chart\ncases:\n${chain(51)}  c51: {}\n`,
    problems: ['contract.yaml:3:18 cases.c0.inherits: inherits from more than 50 cases'],
  },
  {
    title: 'too many parents',
    yaml: `chart: chart\ncases:\n  all: {inherits: [${Array.from({ length: 51 }, (_, index) => `p${index}`).join(', ')}]}\n${Array.from({ length: 51 }, (_, index) => `  p${index}: {}\n`).join('')}`,
    problems: ['contract.yaml:3:19 cases.all.inherits: inherits from more than 50 cases'],
  },
];
