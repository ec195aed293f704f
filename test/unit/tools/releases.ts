/** A place where tools are released: a real HTTP server, and tools that are tiny real programs. */
import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { certificate, privateKey } from '../render/charts/certificate.ts';
import { platforms, type Platform } from '../../../src/tools/platform.ts';
import {
  toolNames,
  type Download,
  type ToolEntry,
  type ToolName,
  type ToolTable,
} from '../../../src/tools/table.ts';

export interface TarEntry {
  readonly path: string;
  readonly content: string;
  readonly type?: 'File' | 'SymbolicLink';
}

/** A tar.gz with these entries, names as they are given: what no archiver would write, too. */
export function archive(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, content, type = 'File' }) => {
    const body = type === 'File' ? Buffer.from(content) : Buffer.alloc(0);
    const linkpath = type === 'File' ? '' : content;
    const header = new Header({ path, size: body.length, type, linkpath, mode: 0o755, mtime: new Date(0) });
    header.encode();
    const padding = Buffer.alloc((512 - (body.length % 512)) % 512);
    return [header.block ?? Buffer.alloc(0), body, padding];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

/** A program that tells `version` as the tool does, and leaves a trace of having been run beside `trace`. */
export const program = (tool: ToolName, version: string, trace = '/dev/null'): string => {
  const told = tool === 'k8s-deploy-renderer' ? `{"protocol":3,"helm":"v${version}"}` : `v${version}`;
  return `#!/bin/sh\necho run >> '${trace}'\necho '${told}'\n`;
};

export const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex');

/** What is released of a tool: its file with its checksum. */
export interface Released {
  readonly version: string;
  readonly file: Buffer;
  readonly sha256?: string | null;
  readonly member?: string | null;
}

export const officialHost = 'releases.example.test';

/** A table with these tools, at `/TOOL/VERSION` of the official host; of others no checksum is known. */
export function table(released: Partial<Record<ToolName, Released>>): ToolTable {
  const entries = toolNames.map((tool): [ToolName, ToolEntry] => {
    const { version, file, sha256: sum, member = tool } = released[tool] ?? unreleased;
    const download: Download = {
      path: version,
      member,
      sha256: sum === undefined ? sha256(file) : sum,
    };
    const files = Object.fromEntries(platforms.map((platform) => [platform, download]));
    const origin = `https://${officialHost}/${tool}/`;
    return [tool, { origin, pinned: version, versions: { [version]: files as Record<Platform, Download> } }];
  });
  return { tools: Object.fromEntries(entries) as Record<ToolName, ToolEntry>, rendererSource: '' };
}

const unreleased: Released = { version: '3.18.6', file: Buffer.alloc(0), sha256: null };

/** A tar.gz with the program of a tool in it, and something else in front. */
export function release(tool: ToolName, version: string, trace?: string): Released {
  const file = archive([
    { path: 'README.md', content: 'more than the program' },
    { path: tool, content: program(tool, version, trace) },
  ]);
  return { version, file };
}

export interface Server {
  readonly url: string;
  /** `GET /path`, in their order. */
  readonly requests: string[];
  close(): Promise<void>;
}

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

export async function serve(answer: Answer, secure = false): Promise<Server> {
  const requests: string[] = [];
  const listener: Answer = (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  };
  const started = secure
    ? await listening(https.createServer({ cert: certificate, key: privateKey }, listener), requests)
    : await listening(http.createServer(listener), requests);
  return secure ? { ...started, url: started.url.replace('http:', 'https:') } : started;
}

/** A proxy for plain HTTP that knows where the official host is, as a company's does; `requests`: what it was asked for. */
export async function proxyTo(target: string): Promise<Server> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const { pathname } = new URL(request.url ?? '');
    http.get(new URL(pathname, target), (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
  });
  // For https:// it is asked for a connection; this one shows that it was, and has nothing on the other side.
  server.on('connect', (request, socket: Socket) => {
    requests.push(`CONNECT ${request.url}`);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  return await listening(server, requests);
}

async function listening(server: http.Server | https.Server, requests: string[]): Promise<Server> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
