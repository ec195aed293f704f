import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseBackend } from '../../../../src/deploy/backend.ts';
import { requireWholeState } from '../../../../src/deploy/checkpoint/require.ts';
import { restoreState, type Choice } from '../../../../src/deploy/checkpoint/restore.ts';
import { Failure } from '../../../../src/stack/failure.ts';
import { fileOf, name, whole } from './whole.ts';

const at = (second: number): string => `2026-11-21T10:00:${String(second).padStart(2, '0')}.123456789Z`;
const current = '.pulumi/stacks/shop/dev.json';
let state: string;
let cache: string;

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'state-'));
  cache = mkdtempSync(join(tmpdir(), 'cache-'));
});

const write = (path: string, content: Uint8Array | string): void => {
  mkdirSync(dirname(join(state, path)), { recursive: true });
  writeFileSync(join(state, path), content);
};
/** What Pulumi does with each state of an operation, and at its end. */
function save(file: Buffer): void {
  if (existsSync(join(state, current))) cpSync(join(state, current), join(state, `${current}.bak`));
  write(current, file);
}
function operation(second: number, change: (file: Buffer) => Buffer = (file) => file): Buffer {
  save(fileOf(whole(at(second - 1))));
  const last = change(fileOf(whole(at(second))));
  save(last);
  const nanoseconds = BigInt(Date.parse(at(second))) * 1_000_000n;
  write(`.pulumi/history/shop/dev/dev-${nanoseconds}.history.json`, '{}');
  write(`.pulumi/history/shop/dev/dev-${nanoseconds}.checkpoint.json`, last);
  const left = new Date(at(second));
  utimesSync(join(state, `.pulumi/history/shop/dev/dev-${nanoseconds}.checkpoint.json`), left, left);
  return last;
}
const question = (machine = cache): Parameters<typeof requireWholeState>[0] => ({
  ...name,
  backend: parseBackend(`file://${state}`),
  environment: { K8S_DEPLOY_CACHE: machine },
});
const anotherMachine = (): string => mkdtempSync(join(tmpdir(), 'cache-'));
const refusal = async (machine = cache): Promise<Failure> => {
  const before = files();
  const error = await requireWholeState(question(machine)).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Failure);
  expect(files()).toEqual(before); // never written over
  return error as Failure;
};
const files = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(state, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, readFileSync(path, 'hex')]),
  );
const stateOn = async (machine = cache): Promise<string> =>
  await requireWholeState(question(machine)).then(
    (checkpoint) => (checkpoint === null ? 'new' : 'whole'),
    (error: unknown) => String(error),
  );
const restore = (choice: Choice): ReturnType<typeof restoreState> => restoreState(question(), choice);

describe('goes on with', () => {
  test('a stack that was never made', async () => {
    await expect(requireWholeState(question())).resolves.toBeNull();
  });

  test('what the last operation left', async () => {
    operation(10);
    operation(20);
    expect(await stateOn()).toBe('whole');
    expect(await stateOn()).toBe('whole');
  });

  test('what an operation that was killed has written: newer than all that was seen', async () => {
    operation(10);
    save(fileOf(whole(at(30))));
    expect(await stateOn()).toBe('whole');
    expect(await stateOn()).toBe('whole');
  });

  test.each(['pulumi stack import of an older one', 'pulumi state edit'])(
    'what %s has written',
    async (way) => {
      const old = operation(10);
      const last = operation(20);
      expect(await stateOn()).toBe('whole');
      save(way.includes('import') ? old : Buffer.from(last.toString().replace('"x"', '"y"')));
      expect(await stateOn()).toBe('whole');
      expect(await stateOn(anotherMachine())).toBe('whole');
    },
  );

  test('a machine whose clock is behind that of the one before', async () => {
    operation(20);
    operation(10); // and later, by the clock of the store
    const folder = join(state, '.pulumi/history/shop/dev');
    const left = new Date(at(40));
    for (const file of readdirSync(folder).filter((each) => each.includes(String(Date.parse(at(10))))))
      utimesSync(join(folder, file), left, left);
    expect(await stateOn(anotherMachine())).toBe('whole');
  });

  test('a stack that was removed and made anew', async () => {
    operation(10);
    expect(await stateOn()).toBe('whole');
    rmSync(join(state, '.pulumi'), { recursive: true });
    await expect(requireWholeState(question())).resolves.toBeNull();
    operation(5);
    expect(await stateOn()).toBe('whole');
  });
});

describe('stops at', () => {
  test('one that is cut off: keeps a copy, names the newest whole one, and writes nothing', async () => {
    operation(10);
    const last = operation(20);
    write(current, last.subarray(0, 700));
    const { code, message, hint } = await refusal();
    expect(code).toBe('failed');
    expect(message).toBe(
      `the state of stack "dev" is damaged: ${current} (700 bytes): it ends in the middle: it was cut off, or is not JSON`,
    );
    expect(hint).toMatch(
      /the newest whole copy is \.pulumi\/history\/shop\/dev\/dev-\d+\.checkpoint\.json, of 2026-11-21T10:00:20\.123Z, with 4 resources: `k8s-deploy backend restore --stack dev` puts it back/,
    );
    const [, kept = ''] = /a copy of it is kept in (\S+)/.exec(hint ?? '') ?? [];
    expect(readFileSync(kept)).toEqual(last.subarray(0, 700));
    expect(statSync(kept).mode & 0o777).toBe(0o600);
  });

  test('any bit of it that flips', async () => {
    const last = operation(20);
    for (let bit = 3; bit < last.length * 8; bit += 97) {
      const flipped = Buffer.from(last);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      write(current, flipped);
      expect((await refusal(anotherMachine())).message, `bit ${bit}`).toMatch(
        /is damaged|was altered|is older/,
      );
    }
  });

  test('one that is older than what the store has seen', async () => {
    const old = operation(10);
    operation(20);
    write(current, old);
    const { code, message, hint } = await refusal(anotherMachine());
    expect({ code, message }).toEqual({
      code: 'failed',
      message: expect.stringMatching(
        /^the state of stack "dev" is older than the last one seen: \.pulumi\/stacks\/shop\/dev\.json is of 2026-11-21T10:00:10\.123Z, \.pulumi\/history\/\S+ has seen the one of 2026-11-21T10:00:20\.123Z$/,
      ) as string,
    });
    expect(hint).toContain('if it is right as it is: `k8s-deploy backend restore --stack dev --accept`');
  });

  test('a whole store that is older than what this machine has seen', async () => {
    operation(10);
    const before = mkdtempSync(join(tmpdir(), 'state-'));
    cpSync(state, before, { recursive: true, preserveTimestamps: true });
    operation(20);
    expect(await stateOn()).toBe('whole');
    rmSync(state, { recursive: true });
    cpSync(before, state, { recursive: true, preserveTimestamps: true });
    expect((await refusal()).message).toContain('this machine has seen the one of 2026-11-21T10:00:20.123Z');
    expect(await stateOn(anotherMachine())).toBe('whole'); // who has never seen the other one cannot know
  });

  test('one that is gone while its history is there', async () => {
    operation(10);
    rmSync(join(state, current));
    expect((await refusal()).message).toMatch(/^the state of stack "dev" is gone: there is no /);
  });

  test('one of which there is no whole copy: the way out is a file', async () => {
    write(current, '{');
    expect((await refusal()).hint).toContain('`k8s-deploy backend restore --from FILE`');
  });
});

describe('restore', () => {
  test('puts the newest whole copy in place, keeps what was there, and the next run goes on anywhere', async () => {
    operation(10);
    const last = operation(20);
    write(current, last.subarray(0, 700));
    const { from, kept } = await restore({ take: 'newest' });
    expect(from).toContain('.pulumi/history/shop/dev/');
    expect(readFileSync(join(state, current))).toEqual(last);
    expect(readFileSync(kept ?? '')).toEqual(last.subarray(0, 700));
    expect(await stateOn()).toBe('whole');
    expect(await stateOn(anotherMachine())).toBe('whole');
  });

  test('takes the former one where the history is damaged, too', async () => {
    operation(10, (file) => file.subarray(0, 100));
    expect((await restore({ take: 'newest' })).from).toBe(`${current}.bak`);
    expect(await stateOn(anotherMachine())).toBe('whole');
  });

  test('takes an older one on purpose, from the store or from this machine, and no run stops at it', async () => {
    const old = operation(10);
    operation(20);
    const [first] = readdirSync(join(state, '.pulumi/history/shop/dev')).toSorted();
    await restore({ take: 'file', path: `.pulumi/history/shop/dev/${first}` });
    expect(readFileSync(join(state, current))).toEqual(old);
    expect(await stateOn()).toBe('whole');
    expect(await stateOn(anotherMachine())).toBe('whole');
    const file = join(cache, 'mine.json');
    writeFileSync(file, fileOf(whole(at(3))));
    expect((await restore({ take: 'file', path: file })).from).toBe(file);
    expect(await stateOn(anotherMachine())).toBe('whole');
  });

  test('accepts what is there', async () => {
    const old = operation(10);
    operation(20);
    write(current, old);
    expect((await restore({ take: 'current' })).kept).toBeNull();
    expect(await stateOn(anotherMachine())).toBe('whole');
    operation(30);
    expect(await stateOn(anotherMachine())).toBe('whole');
  });

  test('refuses a file that is no whole state of this stack', async () => {
    operation(10);
    const file = join(cache, 'mine.json');
    writeFileSync(file, '{}');
    const before = files();
    await expect(restore({ take: 'file', path: file })).rejects.toMatchObject({ code: 'configuration' });
    await expect(restore({ take: 'file', path: '/nowhere' })).rejects.toMatchObject({
      code: 'configuration',
      hint: expect.stringContaining('.pulumi/history/shop/dev/') as string,
    });
    expect(files()).toEqual(before);
  });

  test('leaves a locked stack alone', async () => {
    operation(10);
    write(
      '.pulumi/locks/organization/shop/dev/a.json',
      '{"pid":7,"username":"ann","hostname":"ci-1","timestamp":"2026-11-20T10:00:00Z"}',
    );
    const before = files();
    await expect(restore({ take: 'newest' })).rejects.toMatchObject({ code: 'locked' });
    expect(files()).toEqual(before);
  });
});
