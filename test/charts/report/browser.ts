/** A headless Chromium, driven over the pipe of its DevTools protocol: no port, no package, and no host is known to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** Debian's, which `.ci/run` installs, or what GitHub's own machines have; null if there is none. */
export const chromium: string | null =
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => ['chromium', 'google-chrome'].map((name) => join(folder, name)))
    .find((path) => existsSync(path)) ?? null;

type Json = Readonly<Record<string, unknown>>;
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Json;
  readonly result?: Json;
  readonly error?: { readonly message: string };
}

/** What a page did that was not asked of it. */
export interface Noise {
  /** Addresses, that of the page itself first. */
  readonly requests: string[];
  /** Errors, warnings and refusals of the content security policy. */
  readonly console: string[];
  readonly dialogs: string[];
}

export class Browser {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #input: Writable;
  readonly #waiting = new Map<number, { resolve: (result: Json) => void; reject: (error: Error) => void }>();
  readonly #listeners = new Map<string, (() => void)[]>();
  #session: string | undefined;
  #last = 0;
  #rest = '';
  noise: Noise = { requests: [], console: [], dialogs: [] };

  constructor(program: string) {
    this.#profile = mkdtempSync(join(tmpdir(), 'k8s-deploy-browser-'));
    const options = [
      '--headless',
      '--remote-debugging-pipe',
      `--user-data-dir=${this.#profile}`,
      '--no-first-run',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), // its sandbox does not run as root
    ];
    this.#process = spawn(program, options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.#input = this.#process.stdio[3] as Writable;
    const output = this.#process.stdio[4] as Readable;
    output.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    this.#process.on('exit', () => this.#failAll('Chromium ended'));
    this.#process.on('error', ({ message }) => this.#failAll(message));
    this.#input.on('error', ({ message }) => this.#failAll(message));
  }

  /** One blank page, with everything that it does noted. */
  static async start(program: string): Promise<Browser> {
    const browser = new Browser(program);
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    browser.#session = String(sessionId);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await browser.send(`${domain}.enable`);
    return browser;
  }

  send(method: string, params: Json = {}): Promise<Json> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#input.write(`${JSON.stringify({ id, method, params, sessionId: this.#session })}\0`);
    });
  }

  /** Until everything is loaded. */
  async open(address: string): Promise<void> {
    this.noise = { requests: [], console: [], dialogs: [] };
    const loaded = new Promise<void>((resolve) => {
      this.#listeners.set('Page.loadEventFired', [resolve]);
    });
    await this.send('Page.navigate', { url: address });
    await loaded;
  }

  /** The value of an expression, promises waited for. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: Value }).value;
  }

  /** In CSS pixels. */
  size(width: number, height: number): Promise<Json> {
    return this.send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
  }

  scheme(value: 'light' | 'dark'): Promise<Json> {
    return this.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
  }

  async key(key: 'Tab' | 'Enter'): Promise<void> {
    const code = { Tab: 9, Enter: 13 }[key];
    const event = { key, code: key, windowsVirtualKeyCode: code, ...(key === 'Enter' ? { text: '\r' } : {}) };
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  async pdf(): Promise<Buffer> {
    const { data } = await this.send('Page.printToPDF', { printBackground: true });
    return Buffer.from(String(data), 'base64');
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill();
    await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #read(text: string): void {
    const messages = (this.#rest + text).split('\0');
    this.#rest = messages.pop() ?? '';
    for (const message of messages) this.#take(JSON.parse(message) as Message);
  }

  #take({ id, method, params = {}, result, error }: Message): void {
    if (id !== undefined) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(result ?? {});
      else waiting?.reject(new Error(error.message));
    } else if (method !== undefined) {
      this.#note(method, params);
      for (const listener of this.#listeners.get(method) ?? []) listener();
      this.#listeners.delete(method);
    }
  }

  #note(method: string, params: Json): void {
    const text = JSON.stringify(params);
    if (method === 'Network.requestWillBeSent') {
      this.noise.requests.push((params['request'] as { url: string }).url);
    } else if (method === 'Page.javascriptDialogOpening') {
      this.noise.dialogs.push(text);
      void this.send('Page.handleJavaScriptDialog', { accept: false });
    } else if (/^(?:Runtime\.(?:exceptionThrown|consoleAPICalled)|Log\.entryAdded)$/.test(method)) {
      this.noise.console.push(text);
    }
  }

  #failAll(reason: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(reason));
    this.#waiting.clear();
  }
}
