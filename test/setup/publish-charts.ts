/** The fixture charts in a local registry, at the places that mirrors of the upstream references lead to. */
import { join } from 'node:path';
import { pushFolder } from './push-chart.ts';

const charts = join(import.meta.dirname, '..', 'fixtures', 'charts');

const places: Readonly<Record<string, string>> = {
  sf2loki: 'ghcr.io/rknightion/charts/sf2loki',
  leoflow: 'ghcr.io/neochaotic/charts/leoflow',
  'ksml-provisioner': 'registry.axual.io/axual-charts/ksml-provisioner',
  ksml: 'registry.axual.io/opensource/charts/ksml',
  'logstream-workergroup': 'criblio/logstream-workergroup',
  'logstream-workergroup-1.0': 'criblio/logstream-workergroup',
  postgresql: 'registry-1.docker.io/bitnamicharts/postgresql',
  redis: 'registry-1.docker.io/bitnamicharts/redis',
};

/** Pushes all of them to `registry` (HOST:PORT) and returns the value of K8S_DEPLOY_CHART_MIRRORS. */
export async function publishCharts(registry: string): Promise<string> {
  await Promise.all(
    Object.entries(places).map(([folder, repository]) =>
      pushFolder(join(charts, folder), { registry, repository }),
    ),
  );
  return [
    `oci://ghcr.io=oci+http://${registry}/ghcr.io`,
    `oci://registry.axual.io=oci+http://${registry}/registry.axual.io`,
    `oci://registry-1.docker.io=oci+http://${registry}/registry-1.docker.io`,
    `https://criblio.github.io/helm-charts=oci+http://${registry}/criblio`,
  ].join(',');
}
