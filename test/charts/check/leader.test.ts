import { writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checkedAt, type Checked } from '../../setup/checked.ts';
import {
  startLeader,
  token,
  user,
  type Input,
  type LeaderOptions,
  type LeaderServer,
} from '../../setup/leader.ts';
import { localExample } from '../../setup/local-example.ts';
import { certificate } from '../../unit/render/charts/certificate.ts';

let checked: Checked;
let leader: LeaderServer | null = null;

beforeAll(() => {
  const example = localExample('logstream-worker-group');
  checked = checkedAt(example.directory, example.remove);
});
afterAll(() => checked.remove());
afterEach(async () => {
  await leader?.close();
  leader = null;
});

const start = async (options: LeaderOptions): Promise<string> => {
  leader = await startLeader(options);
  return leader.url;
};

/** What the product brings along, disabled, and what it keeps for itself. */
const shipped: readonly Input[] = [
  { id: 'in_syslog_default', type: 'syslog', disabled: true, host: '0.0.0.0', tcpPort: 9514, udpPort: 9514 },
  { id: 'in_splunk_hec', type: 'splunk_hec', disabled: true, host: '0.0.0.0', port: 8088 },
  { id: 'CriblLogs', type: 'cribl', disabled: false },
  { id: 'in_kafka', type: 'kafka', disabled: false, brokers: ['broker:9092'], topics: ['logs'] },
];
const good = {
  kubernetes: [
    ...shipped,
    { id: 'in_syslog', type: 'syslog', disabled: false, host: '0.0.0.0', udpPort: 5140 },
    { id: 'in_splunk', type: 'splunk', disabled: false, host: '0.0.0.0', port: 9997 },
  ],
  legacy: [{ id: 'in_tcpjson', type: 'tcpjson', host: '0.0.0.0', port: 10001 }],
} satisfies LeaderOptions['inputs'];

const asUser = { CRIBL_USERNAME: user.username, CRIBL_PASSWORD: user.password };

/** `RULE FILE:LINE` of what `--leader` found. */
const found = async (url: string, environment: NodeJS.ProcessEnv = asUser): Promise<string[]> => {
  const { result } = await checked.json(['--leader', url], environment);
  return result.findings
    .filter(({ rule }) => rule.startsWith('leader/'))
    .map(({ rule, source }) => `${rule} ${source?.file}:${source?.line}`);
};

describe('what the leader has and what is declared', () => {
  test('agrees: nothing is found, and nothing is left to remind of', async () => {
    const url = await start({ inputs: good });
    const { result } = await checked.json(['--leader', url], asUser);
    expect(result.findings.filter(({ rule }) => rule.startsWith('leader/') || rule === 'LS-4')).toEqual([]);
    expect(leader?.requests.toSorted()).toEqual([
      'GET /api/v1/m/kubernetes/system/inputs',
      'GET /api/v1/m/legacy/system/inputs',
      'POST /api/v1/auth/login',
    ]);
    const without = await checked.json([]);
    expect(without.result.findings.some(({ rule }) => rule === 'LS-4')).toBe(true);
  });

  test('differs, each at its line of the stack file, in both directions', async () => {
    const url = await start({
      inputs: {
        kubernetes: [
          ...shipped,
          { id: 'in_syslog', type: 'syslog', disabled: false, host: '0.0.0.0', tcpPort: 5140 },
          { id: 'in_splunk', type: 'splunk', disabled: true, host: '0.0.0.0', port: 9997 },
          { id: 'in_hec', type: 'splunk_hec', disabled: false, host: '0.0.0.0', port: 8088 },
          { id: 'worker_api', type: 'http', disabled: false, host: '0.0.0.0', port: 9000 },
        ],
        legacy: [],
      },
    });
    const { result, exitCode } = await checked.json(['--leader', url], asUser);
    const told = result.findings.filter(({ rule }) => rule.startsWith('leader/'));
    expect(told.map(({ rule, release, source }) => `${rule} ${release} ${source?.line}`)).toEqual([
      'leader/not-exposed edge 15',
      'leader/protocol edge 15',
      'leader/disabled edge 16',
      'leader/no-source legacy 28',
    ]);
    expect(told.map(({ message }) => message)).toEqual([
      'Source in_hec (splunk_hec) of group kubernetes listens on 8088/TCP, and the Service has no such port: what is sent there does not arrive',
      'source syslog (5140/UDP): Source in_syslog (syslog) of group kubernetes listens on 5140/TCP, so what comes by UDP does not arrive',
      'source s2s (9997/TCP): Source in_splunk (splunk) of group kubernetes is disabled, so nothing listens behind the port of the Service',
      'source tcpjson (10001/TCP): no Source of group legacy listens on 10001/TCP',
    ]);
    expect(exitCode).toBe(5);
  });
});

test('a token goes before a password, and neither is ever printed', async () => {
  const url = await start({ inputs: good });
  const ran = await checked.run(['check', '--leader', url, '--verbose'], {
    ...asUser,
    CRIBL_PASSWORD: 'wrong-but-long-enough',
    CRIBL_API_TOKEN: token,
  });
  expect(ran.exitCode).toBe(0);
  expect(leader?.requests.some((request) => request.startsWith('POST'))).toBe(false);
  expect(ran.stdout + ran.stderr).not.toContain(token);
});

test('over TLS, by the certificates that are given', async () => {
  const url = await start({ inputs: good, isSecure: true });
  const refused = await checked.run(['check', '--leader', url], asUser);
  expect(refused.exitCode).toBe(6);
  expect(refused.stderr).toContain('--leader-ca');
  const file = join(checked.directory, 'leader-ca.pem');
  writeFileSync(file, certificate);
  const trusted = await checked.run(['check', '--leader', url, '--leader-ca', file], asUser);
  expect(trusted.exitCode).toBe(0);
});

const answering =
  (text: string, status = 200): RequestListener =>
  (_, response) =>
    void response.writeHead(status).end(text);

interface Wrong {
  readonly inputs?: LeaderOptions['inputs'];
  readonly answer?: RequestListener;
  /** Over a user who may sign in. */
  readonly environment?: NodeJS.ProcessEnv;
  /** In the place of the address of the leader. */
  readonly address?: string;
}

const wrong: readonly (readonly [string, number, RegExp, Wrong])[] = [
  ['nobody is named', 3, /CRIBL_API_TOKEN/, { environment: { CRIBL_USERNAME: '' } }],
  [
    'a wrong password',
    3,
    /sign in as "reader" \(401\)/,
    { environment: { CRIBL_PASSWORD: 'wrong-but-long-enough' } },
  ],
  [
    'a token that has expired',
    3,
    /refuses the Sources of group "kubernetes" \(401\)/,
    { environment: { CRIBL_API_TOKEN: 'expired-token-of-yesterday' } },
  ],
  [
    'groups that the leader has not, all of them',
    2,
    /group "kubernetes" \(404\)[\s\S]*group "legacy" \(404\)/,
    { inputs: {} },
  ],
  ['no JSON', 1, /in another form than documented/, { answer: answering('<html>login</html>') }],
  ['fewer items than are counted', 1, /in another form/, { answer: answering('{"items": [], "count": 3}') }],
  ['a leader that is broken', 1, /answers 500/, { answer: answering('', 500) }],
  ['nobody there', 6, /cannot be reached \(ECONNREFUSED\)/, { address: 'http://127.0.0.1:1' }],
  ['no address', 2, /expected an http\(s\) address/, { address: 'ftp://leader.example.com' }],
  ['a password in the address', 2, /has no place/, { address: 'https://me:secret@leader.example.com' }],
];

test.each(wrong)(
  '%s is named',
  async (_, exitCode, text, { inputs = good, answer, environment, address }) => {
    const url = await start(answer === undefined ? { inputs } : { inputs, answer });
    const ran = await checked.run(['check', '--leader', address ?? url], { ...asUser, ...environment });
    expect(ran.stderr).toMatch(text);
    expect(ran.exitCode).toBe(exitCode);
    expect(ran.stdout + ran.stderr).not.toContain(user.password);
  },
);

test('several leaders: the host tells which groups are meant', async () => {
  const two = localExample('logstream-worker-group', (text) =>
    text.replace('host: leader.example.com, group: legacy', 'host: 127.0.0.1, group: legacy'),
  );
  const other = checkedAt(two.directory, two.remove);
  try {
    const url = await start({ inputs: good });
    const ran = await other.run(['check', '--leader', url], asUser);
    expect(ran.exitCode).toBe(0);
    expect(leader?.requests.filter((request) => request.startsWith('GET'))).toEqual([
      'GET /api/v1/m/legacy/system/inputs',
    ]);
    const none = await other.run(['check', '--leader', 'http://localhost:1'], asUser);
    expect(none.exitCode).toBe(2);
    expect(none.stderr).toContain('the worker groups have several leaders');
  } finally {
    other.remove();
  }
});

test('found are also Sources that share a port, and one for its own pod only', async () => {
  const url = await start({
    inputs: {
      ...good,
      kubernetes: [
        { id: 'in_syslog', type: 'syslog', host: '127.0.0.1', udpPort: 5140 },
        { id: 'in_splunk', type: 'splunk', host: '0.0.0.0', port: 9997 },
        { id: 'in_tcp', type: 'tcp', host: '0.0.0.0', port: '9997' },
      ],
    },
  });
  expect(await found(url)).toEqual(['leader/shared-port deploy.yaml:15', 'leader/loopback deploy.yaml:15']);
});
