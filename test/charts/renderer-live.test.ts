/** What a chart sees of a cluster: with `live` only what that cluster has, without it what `helm template` shows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textAt } from '../../src/kubernetes/data.ts';
import type { Renderer, RenderRequest } from '../../src/render/renderer.ts';
import { openEngine, openHelm, requestOf, writeChart } from './renderers.ts';

const printed = `apiVersion: v1
kind: ConfigMap
metadata: {name: seen}
data:
  revision: "{{ .Release.Revision }}"
  removed: "{{ .Capabilities.APIVersions.Has "policy/v1beta1" }}"
  custom: "{{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1/ServiceMonitor" }}"
`;

let engine: Renderer;
let helm: Renderer;
let chart: string;
beforeAll(async () => {
  chart = await writeChart({ 'templates/seen.yaml': printed });
  [engine, helm] = await Promise.all([openEngine(), openHelm()]);
});
afterAll(async () => {
  await Promise.all([engine.close(), helm.close()]);
});

async function seen(renderer: Renderer, given: Partial<RenderRequest>): Promise<unknown> {
  const outcome = await renderer.render(requestOf(chart, given));
  if (!outcome.ok) throw new Error(outcome.failure.message);
  const [object] = outcome.render.objects;
  return ['revision', 'removed', 'custom'].map((key) => textAt(object?.manifest, 'data', key));
}

const ofCluster = ['v1', 'apps/v1', 'policy/v1', 'monitoring.coreos.com/v1/ServiceMonitor'];

describe('a chart sees', () => {
  it('the APIs of the cluster and no others, and the revision that it will be', async () => {
    expect(await seen(engine, { apiVersions: ofCluster, live: { revision: 7 } })).toEqual([
      '7',
      'false',
      'true',
    ]);
  });

  it('without a cluster what Helm itself knows besides, as `helm template` shows it', async () => {
    const both = [
      await seen(engine, { apiVersions: ofCluster }),
      await seen(helm, { apiVersions: ofCluster }),
    ];
    expect(both).toEqual([
      ['1', 'true', 'true'],
      ['1', 'true', 'true'],
    ]);
  });
});

describe('templates that ask the cluster', () => {
  it('are named, wherever the call stands', async () => {
    const folder = await writeChart({
      'templates/_helpers.tpl':
        '{{ define "a" }}{{ if .x }}{{ else }}{{ (lookup "v1" "Secret" "a" "b").data }}{{ end }}{{ end }}',
      'templates/range.yaml': '{{ range (lookup "v1" "Node" "" "").items }}a: b{{ end }}',
      'templates/none.yaml': '# lookup\n{{/* lookup "v1" */}}a: {{ quote "lookup" }}\n',
      'charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 1.0.0\n',
      'charts/sub/templates/with.yaml': '{{ with lookup "v1" "Pod" "a" "b" | default dict }}a: b{{ end }}',
    });
    expect((await engine.chart(folder)).lookups).toEqual([
      'sample/charts/sub/templates/with.yaml',
      'sample/templates/_helpers.tpl',
      'sample/templates/range.yaml',
    ]);
  });

  it('are not known where Helm alone renders', async () => {
    expect((await helm.chart(chart)).lookups).toBeNull();
  });
});
