/** Files that are made to exhaust a parser. */
import type { BadFile } from '../bad-file.ts';
import { head, plain } from '../stack-directory.ts';

/** Nine lists of nine aliases each: a billion values in four hundred bytes. */
export const aliasBomb = 'abcdefghi'
  .split('')
  .map((name, index, names) => {
    const items = index === 0 ? Array(9).fill('lol') : Array(9).fill(`*${names[index - 1]}`);
    return `${name}: &${name} [${items.join(', ')}]`;
  })
  .join('\n');

export const limits: readonly BadFile[] = [
  {
    title: 'an alias bomb',
    yaml: aliasBomb,
    problems: [
      'deploy.yaml:5:28 e[5]: more than 50000 values, counting each time that an alias repeats them',
    ],
  },
  {
    title: 'too many aliases',
    yaml: `${head}releases: &r\n  a: ${plain}\nx: [${Array(101).fill('*r').join(',')}]\n`,
    problems: ['deploy.yaml:7:305 x[100]: more than 100 aliases'],
  },
  {
    title: 'depth 1,000 in brackets',
    yaml: '['.repeat(1000) + ']'.repeat(1000),
    problems: ['deploy.yaml:1:67: maps and lists are nested more than 64 deep'],
  },
  {
    title: 'depth 1,000 in dashes',
    yaml: '- '.repeat(1000),
    problems: ['deploy.yaml:1:132: maps and lists are nested more than 64 deep'],
  },
  {
    title: 'depth 1,000 by indentation',
    yaml: Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    problems: ['deploy.yaml:66:67: maps and lists are nested more than 64 deep'],
  },
  {
    title: 'depth by an alias',
    yaml: `a: &a ${'['.repeat(40)}${']'.repeat(40)}\nb: ${'['.repeat(40)}*a${']'.repeat(40)}\n`,
    problems: [`deploy.yaml:2:44 b${'[0]'.repeat(40)}: maps and lists are nested more than 64 deep`],
  },
  {
    title: '50 MB',
    yaml: '#'.repeat(50_000_000),
    problems: ['"deploy.yaml" has 50000000 bytes; at most 1048576 are read'],
  },
  {
    title: 'too many values',
    yaml: `[${'[],'.repeat(60_000)}]`,
    problems: [
      'deploy.yaml:1:149999 [49999]: more than 50000 values, counting each time that an alias repeats them',
    ],
  },
  {
    title: 'too many tokens',
    yaml: `[${','.repeat(500_000)}`,
    problems: ['deploy.yaml:1:250001: the file has more than 250000 tokens'],
  },
  {
    title: 'bad UTF-8 in the middle of a line',
    yaml: Buffer.concat([
      Buffer.from('name: shop\nnote: grün '),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('\n'),
    ]),
    problems: ['deploy.yaml:2:12: not UTF-8 text; save the file as UTF-8'],
  },
  {
    title: 'UTF-16',
    yaml: Buffer.from('\ufeffname: shop\n', 'utf16le'),
    problems: ['deploy.yaml:1:1: not UTF-8 text; save the file as UTF-8'],
  },
  {
    title: 'a character that is cut off at the end',
    yaml: Buffer.concat([Buffer.from('name: shop\n# '), Buffer.from([0xe2, 0x82])]),
    problems: ['deploy.yaml:2:3: not UTF-8 text; save the file as UTF-8'],
  },
  {
    title: 'too many releases, each after the next',
    yaml: `${head}releases:\n${Array.from(
      { length: 5000 },
      (_, index) => `  r${index}: {after: [r${index + 1}], namespace: x, chart: {ref: c}}`,
    ).join('\n')}\n`,
    problems: [
      'deploy.yaml:6:3 releases: expected at most 500 releases',
      'deploy.yaml:5005:19 releases.r4999.after[0]: no release "r5000"; did you mean "r500"?',
    ],
  },
  {
    title: 'more problems than anyone reads',
    yaml: `${head}releases:\n  a: ${plain}\n${Array.from({ length: 103 }, (_, index) => `stack: &s${index} 1`).join('\n')}\n`,
    problems: [
      ...Array.from(
        { length: 100 },
        (_, index) => `deploy.yaml:${index + 8}:1 stack: duplicate key "stack"; the first is in line 7`,
      ),
      '... and 2 more',
    ],
  },
];
