/** Which version a program is, told by itself. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { createInterface } from 'node:readline';
import { run } from '../../toolchain/command.ts';
import { versionIn } from '../../toolchain/installed.ts';
import type { protocol } from '../render/engine/wire.ts';
import type { ToolName } from './table.ts';

const answerMs = 20_000;
const answerBytes = 4096;
/** The types hold it equal to that of the renderer's client. */
const spoken: typeof protocol = 3;

/** Null if it does not run, tells none, or is something else. */
export async function versionOf(tool: ToolName, path: string): Promise<string | null> {
  try {
    switch (tool) {
      case 'pulumi':
        return await printed(path, ['version']);
      case 'helm':
        return await printed(path, ['version', '--short']);
      case 'k8s-deploy-renderer':
        return await greeted(path);
      case 'pulumi-resource-kubernetes':
        return await served(path);
    }
  } catch {
    return null;
  }
}

async function printed(path: string, args: readonly string[]): Promise<string | null> {
  // The Pulumi CLI would ask on the network whether there is a newer one.
  const env = { PULUMI_SKIP_UPDATE_CHECK: 'true' };
  const { exitCode, tail } = await run(path, args, { env, timeoutMs: answerMs });
  return exitCode === 0 ? versionIn(tail) : null;
}

/** It greets with its protocol and its Helm, and ends with its input, which is empty here. */
async function greeted(path: string): Promise<string | null> {
  const { stdout } = await run(path, [], { timeoutMs: answerMs });
  const greeting = JSON.parse(stdout.split('\n')[0] ?? '') as { protocol?: unknown; helm?: unknown };
  return greeting.protocol === spoken && typeof greeting.helm === 'string' ? versionIn(greeting.helm) : null;
}

/** A provider prints the port on which it serves. Its argument is the engine's address, which it does not need for this. */
async function served(path: string): Promise<string | null> {
  const child = spawn(path, ['127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), answerMs);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (/^\d{1,5}$/.test(line.trim())) return await pluginInfo(Number(line), AbortSignal.timeout(answerMs));
      break;
    }
    return null;
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}

/**
 * Asks `pulumirpc.ResourceProvider/GetPluginInfo` for its `version`, field 1. One gRPC call by hand, so that nothing of Pulumi's SDK is loaded: an empty
 * message there, a frame (5 bytes), a tag and a short string back.
 */
async function pluginInfo(port: number, signal: AbortSignal): Promise<string | null> {
  const session = connect(`http://127.0.0.1:${port}`);
  try {
    await once(session, 'connect', { signal });
    const stream = session.request(
      {
        ':method': 'POST',
        ':path': '/pulumirpc.ResourceProvider/GetPluginInfo',
        'content-type': 'application/grpc',
        te: 'trailers',
      },
      { signal },
    );
    stream.end(Buffer.alloc(5));
    let answer = Buffer.alloc(0);
    for await (const chunk of stream) {
      answer = Buffer.concat([answer, chunk as Buffer]);
      if (answer.length > answerBytes) return null;
    }
    const [tag, length = 0] = answer.subarray(5);
    return tag === 0x0a ? versionIn(answer.subarray(7, 7 + length).toString('utf8')) : null;
  } finally {
    session.destroy();
  }
}
