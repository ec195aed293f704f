import { describe, expect, it } from 'vitest';
import { applyMirrors, inheritedMirrors, parseMirrors } from '../../../../src/render/mirrors.ts';

describe('chart mirrors', () => {
  const mirrors = parseMirrors([
    'oci://ghcr.io/=oci+http://127.0.0.1:5000/ghcr.io/',
    'oci://ghcr.io/team=oci://team.example.com/charts',
    'https://criblio.github.io/helm-charts/=oci+http://127.0.0.1:5000/criblio',
    'oci://ghcr.io/=oci://too-late.example.com/',
  ]);

  it.each([
    [
      'oci://ghcr.io/rknightion/charts/sf2loki',
      'oci+http://127.0.0.1:5000/ghcr.io/rknightion/charts/sf2loki',
    ],
    ['oci://ghcr.io/team/web:1.0.0', 'oci://team.example.com/charts/web:1.0.0'],
    ['oci://ghcr.io/teamwork/web', 'oci+http://127.0.0.1:5000/ghcr.io/teamwork/web'],
    [
      'https://criblio.github.io/helm-charts/logstream-workergroup',
      'oci+http://127.0.0.1:5000/criblio/logstream-workergroup',
    ],
    ['oci://ghcr.io.example.com/web', null],
    ['./charts/web', null],
  ])('%s → %s', (ref, target) => {
    expect(applyMirrors(ref, mirrors)).toEqual({ ref: target ?? ref, mirrored: target !== null });
  });

  it('are read from the environment too', () => {
    const environment = { K8S_DEPLOY_CHART_MIRRORS: 'oci://a=oci://b, https://c/d=http://e/f,' };
    expect(inheritedMirrors(environment)).toEqual([
      { from: 'oci://a', to: 'oci://b' },
      { from: 'https://c/d', to: 'http://e/f' },
    ]);
    expect(inheritedMirrors({})).toEqual([]);
  });

  it('names every malformed one, without its credentials', () => {
    const list = ['oci://a', 'ghcr.io=oci://b', 'oci://a=oci://user:canary@b', 'oci://a=oci://b'];
    expect(() => parseMirrors(list)).toThrow(
      [
        'the chart mirror "oci://a" is not FROM=TO',
        'the chart mirror "ghcr.io=oci://b" is not FROM=TO',
        'the chart mirror "oci://a=oci://b" is not FROM=TO',
      ].join('\n'),
    );
  });
});
