import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { versionOf } from '../../../src/tools/probe.ts';
import type { ToolName } from '../../../src/tools/table.ts';
import { standIn } from '../toolchain/stand-in.ts';

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'probe-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

const told = async (tool: ToolName, script: string): Promise<string | null> =>
  await versionOf(tool, await standIn(root, tool, script));

/** A provider as far as it matters: gRPC over HTTP/2, and an answer that is never longer than a string. */
const provider = (answer: readonly number[]): string => `exec '${process.execPath}' -e '
  const server = require("node:http2").createServer();
  server.on("stream", (stream, headers) => {
    if (headers[":path"] !== "/pulumirpc.ResourceProvider/GetPluginInfo") return stream.close();
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
    stream.end(Buffer.from([${answer.join(',')}]));
  });
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));
'`;

const frame = (version: string): number[] => [
  ...Buffer.from([0, 0, 0, 0, version.length + 2, 0x0a, version.length]),
  ...Buffer.from(version),
];

describe('what a tool tells of its version', () => {
  it.each<[ToolName, string, string | null]>([
    ['helm', '[ "$*" = "version --short" ] && echo v3.18.6+gb76a950', '3.18.6'],
    ['pulumi', '[ "$*" = version ] && echo v3.259.0', '3.259.0'],
    ['pulumi', 'echo v3.260.0-alpha.1', '3.260.0-alpha.1'],
    ['pulumi', 'echo "v3.259.0"; exit 1', null],
    ['pulumi', 'echo "who knows"', null],
    ['k8s-deploy-renderer', `echo '{"protocol":3,"helm":"v3.18.6"}'`, '3.18.6'],
    ['k8s-deploy-renderer', `echo '{"protocol":4,"helm":"v3.18.6"}'`, null],
    ['k8s-deploy-renderer', 'echo v3.18.6', null],
    ['pulumi-resource-kubernetes', 'echo "no port"; exec sleep 60', null],
    ['pulumi-resource-kubernetes', 'exit 1', null],
    ['pulumi-resource-kubernetes', 'echo 1', null], // nobody listens there
  ])('%s that says %s → %s', async (tool, script, version) => {
    expect(await told(tool, script)).toBe(version);
  });

  it('is asked of a provider as Pulumi asks it', async () => {
    expect(await told('pulumi-resource-kubernetes', provider(frame('4.25.0')))).toBe('4.25.0');
  });

  it.each([
    [[]],
    [[0, 0, 0, 0, 0]],
    [frame('new')],
    [[...frame('4.25.0')].map((byte) => (byte === 0x0a ? 0x12 : byte))],
  ])('is not read out of an answer that has none: %j', async (answer) => {
    expect(await told('pulumi-resource-kubernetes', provider(answer))).toBeNull();
  });

  it('is unknown of what cannot be run', async () => {
    expect(await versionOf('helm', join(root, 'nothing'))).toBeNull();
  });
});
