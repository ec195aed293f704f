/** docs/security.md promises what happens at each threat, and what each command may: here both are held to what there is. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { actionCommands, actionInputs } from '../../src/github/action/inputs.ts';
import { needsOf } from '../../scripts/workflows/permissions.ts';
import { placeholder } from '../../scripts/workflows/pins.ts';
import type { Step } from '../../scripts/workflows/workflow.ts';

const page = readFileSync('docs/security.md', 'utf8');

/** Rows of the table under a heading, without its head. */
const rowsUnder = (heading: string): string[][] => {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
};

describe('a threat', () => {
  const threats = rowsUnder('Threats').map(([threat = '', , shown = '']) => ({ threat, shown }));

  test('there is one for each way in', () => {
    const all = threats.map(({ threat }) => threat).join('\n');
    const asked = [
      'fork',
      'checked out where there are secrets',
      'comment says',
      'forged',
      'log, a comment',
      'state',
      'chart is moved',
      'tool is another one',
      'lock',
      'old approval',
      '::add-mask::',
      'This action itself',
    ];
    expect(asked.filter((words) => !all.includes(words))).toEqual([]);
  });

  test.each(threats)('$threat: its tests are there', ({ shown }) => {
    const named = [...shown.matchAll(/`([^`]+\.ts)`: ([^<]+)/g)];
    expect(named.length).toBeGreaterThan(0);
    expect(named).toHaveLength(shown.split('<br>').length);
    const missing = named.filter(([, file = '', title = '']) => !textOf(file).includes(title.trim()));
    expect(missing.map(([text]) => text)).toEqual([]);
  });
});

describe('permissions', () => {
  const rows = new Map(
    rowsUnder('Permissions of the job').map(([command = '', cell = '']) => [
      command.replaceAll('`', ''),
      cell,
    ]),
  );

  test('has a row for each command, and for no other', () => {
    expect([...rows.keys()].toSorted()).toEqual([...actionCommands].toSorted());
  });

  /** With everything that the command knows and that needs a permission. */
  const stepOf = (command: string): Step => {
    const asked: Readonly<Record<string, string>> = {
      comment: 'true',
      issue: 'true',
      environment: 'production',
      recover: 'true',
      'approved-in': 'pull-request',
    };
    const known = actionInputs.filter(
      ({ commands }) => commands === 'all' || (commands as readonly string[]).includes(command),
    );
    const given = known.flatMap(({ name }) =>
      asked[name] === undefined ? [] : [[name, asked[name]] as const],
    );
    return {
      line: 1,
      id: '',
      uses: `org/k8s-deploy-action@${placeholder}`,
      comment: 'v1',
      run: null,
      with: new Map([['command', command], ...given]),
      condition: '',
    };
  };

  test.each(actionCommands)('of %s are those that workflows are held to', (command) => {
    const told = new Set(
      [...(rows.get(command) ?? '').matchAll(/`([a-z-]+: (?:read|write))`/g)].map(([, each]) => each),
    );
    const needed = needsOf(stepOf(command)).map(({ permission, level }) => `${permission}: ${level}`);
    const weaker = (each = ''): boolean =>
      each.endsWith(': read') && told.has(each.replace(': read', ': write'));
    expect(needed.filter((each) => !told.has(each) && !weaker(each))).toEqual([]);
    expect([...told].filter((each = '') => each !== 'contents: read' && !needed.includes(each))).toEqual([]);
  });
});

test('every host that the code asks by itself is told', () => {
  const hosts = ['get.pulumi.com', 'get.helm.sh', 'github.com', 'tuf-repo-cdn.sigstore.dev'];
  const told = rowsUnder('What is sent where').flat().join('\n');
  expect(hosts.filter((host) => !told.includes(host))).toEqual([]);
  const tools = JSON.parse(readFileSync('src/tools/tools.json', 'utf8')) as {
    tools: Record<string, { origin: string }>;
  };
  const origins = Object.values(tools.tools).map(
    ({ origin }) => new URL(origin.replaceAll(/[{}]/g, '')).host,
  );
  expect(origins.length).toBeGreaterThan(2);
  expect(origins.filter((host) => !told.includes(host))).toEqual([]);
});

/** Titles may break over lines and hold escaped quotes. */
function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll(/\\'/g, "'") : '';
}
