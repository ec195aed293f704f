import { describe, expect, test } from 'vitest';
import { proxyOf } from '../../../src/cluster/proxy.ts';

const of = (server: string, environment: NodeJS.ProcessEnv, proxy?: string) => {
  const learnt: string[] = [];
  const address = { context: 'c', server, ca: null, insecure: false, credentials: null };
  const found = proxyOf({ ...address, ...(proxy === undefined ? {} : { proxy }) }, environment, (secret) =>
    learnt.push(secret),
  );
  return { found, learnt };
};

test.each([
  ['none', {}, null],
  ['by the environment', { HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128'],
  ['in small letters, without a scheme', { https_proxy: 'p:3128' }, 'http://p:3128'],
  ['for plain HTTP only', { HTTP_PROXY: 'http://p' }, null],
])('%s', (_, environment, proxy) => {
  expect(of('https://api.example.com:6443', environment).found).toBe(proxy);
});

test('the kubeconfig goes before the environment', () => {
  const environment = { HTTPS_PROXY: 'http://p', NO_PROXY: '*' };
  expect(of('https://api.example.com', environment, 'https://own:8443').found).toBe('https://own:8443');
});

test('a password in its address is a secret; a SOCKS proxy is refused', () => {
  expect(of('https://x', { HTTPS_PROXY: 'http://u:hunter%232@p' }).learnt).toEqual(['hunter#2']);
  expect(() => of('https://x', {}, 'socks5://u:hunter2@p:1')).toThrow(
    'the proxy before the cluster of context "c" is not of HTTP',
  );
});

describe('NO_PROXY, as Go reads it', () => {
  test.each([
    ['https://api.example.com', 'example.com', true],
    ['https://api.example.com', '.example.com', true],
    ['https://api.example.com', '*.example.com', true],
    ['https://example.com', '.example.com', false],
    ['https://example.com', 'Example.com', true],
    ['https://notexample.com', 'example.com', false],
    ['https://api.example.com:6443', 'api.example.com:6443', true],
    ['https://api.example.com:6443', 'api.example.com:443', false],
    ['https://api.example.com', 'api.example.com:443', true],
    ['https://10.1.2.3', '10.0.0.0/8', true],
    ['https://10.1.2.3', 'x, 11.0.0.0/8 ,10.1.2.3', true],
    ['https://10.1.2.3:6443', '10.1.2.3:6443', true],
    ['https://10.1.2.3', '10.0.0.0/99', false],
    ['https://[fd00::1]', 'fd00::/8', true],
    ['https://[fd00::1]', 'fd00::1', true],
    ['https://[fd00::1]:6443', '[fd00::1]:6443', true],
    ['https://api.example.com', '*', true],
    ['https://api.example.com', '', false],
    ['https://127.0.0.2:6443', '', true],
    ['https://[::1]:6443', '', true],
    ['https://localhost', '', true],
  ])('%s with "%s"', (server, list, goesAround) => {
    const { found } = of(server, { HTTPS_PROXY: 'http://p', NO_PROXY: list });
    expect(found).toBe(goesAround ? null : 'http://p');
  });
});
