import { describe, expect, it } from 'vitest';
import { parseReference } from '../../../../src/render/charts/reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const oci = { kind: 'oci', tag: null, manifestDigest: null, plainHttp: false };

describe('a chart reference', () => {
  it.each([
    [
      'oci://ghcr.io/rknightion/charts/sf2loki',
      '0.2.0',
      { ...oci, host: 'ghcr.io', repository: 'rknightion/charts/sf2loki', tag: '0.2.0' },
    ],
    ['oci://ghcr.io/a/b:1.2.3', null, { ...oci, host: 'ghcr.io', repository: 'a/b', tag: '1.2.3' }],
    ['oci://ghcr.io/a/b:1.2.3', '1.2.3', { ...oci, host: 'ghcr.io', repository: 'a/b', tag: '1.2.3' }],
    [
      'oci://ghcr.io/a/b',
      '1.2.3+build.5',
      { ...oci, host: 'ghcr.io', repository: 'a/b', tag: '1.2.3_build.5' },
    ],
    [
      `oci://ghcr.io/a/b@${digest}`,
      null,
      { ...oci, host: 'ghcr.io', repository: 'a/b', manifestDigest: digest },
    ],
    [
      `oci://r:5000/a:1@${digest}`,
      null,
      { ...oci, host: 'r:5000', repository: 'a', tag: '1', manifestDigest: digest },
    ],
    ['oci://[::1]:5000/a', '1', { ...oci, host: '[::1]:5000', repository: 'a', tag: '1' }],
    [
      'oci+http://127.0.0.1:5000/a',
      '1',
      { ...oci, host: '127.0.0.1:5000', repository: 'a', tag: '1', plainHttp: true },
    ],
    [
      'https://charts.example.com/team/web',
      '1.0.0',
      {
        kind: 'repository',
        index: new URL('https://charts.example.com/team/index.yaml'),
        chart: 'web',
        version: '1.0.0',
      },
    ],
    [
      'https://charts.example.com/web/',
      '1.0.0',
      {
        kind: 'repository',
        index: new URL('https://charts.example.com/index.yaml'),
        chart: 'web',
        version: '1.0.0',
      },
    ],
    [
      'https://example.com/web-1.0.0.tgz?sig=x',
      null,
      { kind: 'archive-url', url: new URL('https://example.com/web-1.0.0.tgz?sig=x') },
    ],
    ['./charts/web', null, { kind: 'local', path: './charts/web' }],
    ['charts/web-1.0.0.tgz', null, { kind: 'local', path: 'charts/web-1.0.0.tgz' }],
  ])('%s %s', (ref, version, expected) => {
    expect(parseReference(ref, { version, plainHttp: false })).toEqual(expected);
  });

  it('speaks plain HTTP if asked to', () => {
    const options = { version: '1', plainHttp: true };
    expect(parseReference('oci://r/a', options)).toMatchObject({ plainHttp: true });
    expect(parseReference('http://r/a', options)).toMatchObject({ index: new URL('http://r/index.yaml') });
  });

  it.each([
    ['oci://ghcr.io', null, 'the path after the host is not a repository name'],
    ['oci:///a', null, 'its host is missing or malformed'],
    ['oci://ghcr.io/Team/web', null, 'the path after the host is not a repository name'],
    ['oci://ghcr.io/a@sha256:short', null, 'what follows "@" is not a digest'],
    ['oci://ghcr.io/a:1.0.0', '2.0.0', 'it names version "1.0.0", but `version` is "2.0.0"'],
    ['oci://ghcr.io/a', '^1.2', '"^1.2" is not a version that a registry can hold'],
    ['oci://ghcr.io/a', '../../x', '"../../x" is not a version that a registry can hold'],
    ['oci://user:canary@ghcr.io/a', '1', 'it holds credentials'],
    ['https://user:canary@example.com/a', '1', 'it holds credentials'],
    ['http://example.com/a', '1', 'it asks for plain HTTP'],
    ['https://example.com/', '1', 'it does not end in the name of a chart'],
    ['https://example.com/a?token=canary', '1', 'a chart repository has no query or fragment'],
    ['ftp://example.com/a.tgz', null, '"ftp://" is not a kind of chart source'],
    ['/etc/charts/web', null, 'it leaves the stack directory'],
    ['C:\\charts\\web', null, 'it leaves the stack directory'],
    ['charts/../../web', null, 'it leaves the stack directory'],
  ])('%s %s is refused: %s', (ref, version, message) => {
    const problem = expect.objectContaining({ name: 'ChartProblem', message });
    expect(() => parseReference(ref, { version, plainHttp: false })).toThrow(problem);
  });
});
