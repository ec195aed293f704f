import { expect, test } from 'vitest';
import { serviceAddresses } from '../../pulumi/outputs.ts';

// As provider 4.25.0 names what a release made.
test.each([
  [undefined, []],
  [{ 'Deployment.apps/apps/v1': ['n/a'] }, []],
  [
    {
      'Service/v1': ['obs/web', 'obs/api'],
      'ServiceAccount/v1': ['obs/web'],
      'ServiceMonitor.monitoring.coreos.com/monitoring.coreos.com/v1': ['obs/web'],
    },
    ['api.obs.svc.cluster.local', 'web.obs.svc.cluster.local'],
  ],
  [{ 'Service/v1': ['legacy'] }, ['legacy.shop.svc.cluster.local']], // its manifest names no namespace
])('%j', (resourceNames, addresses) => {
  expect(serviceAddresses(resourceNames as Record<string, string[]> | undefined, 'shop')).toEqual(addresses);
});
