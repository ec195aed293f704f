/** Whom sf2loki dials, by config.yaml. */
import { at, textAt, type DataMap, type DataPath } from '../../../kubernetes/data.ts';
import { orgPaths } from '../config-path.ts';
import { https, pubsubEndpoint } from '../network.ts';

export interface Destination {
  readonly at: DataPath; // in config.yaml
  readonly address: string;
}

export function destinations(config: DataMap): Destination[] {
  const found = (path: DataPath, usual: string): Destination => ({
    at: path,
    address: textAt(config, ...path) || usual,
  });
  const store = textAt(config, 'state', 'store');
  return [
    ...orgPaths(config).flatMap((org) => [
      found([...org, 'salesforce', 'login_url'], 'https://login.salesforce.com'),
      ...(at(config, ...org, 'sources', 'pubsub', 'enabled') === false
        ? []
        : [found([...org, 'sources', 'pubsub', 'endpoint'], pubsubEndpoint)]),
    ]),
    found(['sink', 'loki', 'url'], ''),
    ...(at(config, 'service', 'telemetry', 'enabled') === true
      ? [found(['service', 'telemetry', 'endpoint'], `https://telemetry:${https}`)]
      : []),
    ...(store === 's3' ? [found(['state', 's3', 'endpoint_url'], 'https://s3.amazonaws.com')] : []),
    ...(store === 'gcs' ? [{ at: ['state', 'store'], address: 'https://storage.googleapis.com' }] : []),
  ];
}
