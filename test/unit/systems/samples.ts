/** The least that each of these systems takes, as the design's stack file and the README of the provisioner have it. */

export const workerGroup = {
  leader: { host: 'leader.example.com', group: 'kubernetes', token: { fromConfig: 'criblToken' }, tls: true },
  sources: [
    { name: 'syslog', port: 5140, protocol: 'UDP' },
    { name: 's2s', port: 9997 },
  ],
  autoscaling: { min: 2, max: 10, cpu: 50 },
};

/** A worker group on chart 1.0, as it can be: plain TCP, a pinned image. */
export const firstWorkerGroup = {
  chart: { ref: './charts/logstream', version: '1.0' },
  leader: { host: 'leader', group: 'kubernetes', token: { fromEnv: 'CRIBL_TOKEN' } },
  sources: [{ name: 's2s', port: 9997 }],
  image: { tag: '2.3.2' },
};

export const provisioner = {
  chart: { ref: './charts/ksml-provisioner' },
  namespace: 'axual',
  registry: { url: 'registry.axual.io/opensource/charts', chartVersion: '1.3.0' },
};

export const application = {
  tenant: 'dizzl',
  instance: 'sandbox',
  environment: 'dev',
  application: 'sensor-inspector',
  definition: { fromFile: 'ksml/sensor-inspector.yaml' },
  kafka: { 'bootstrap.servers': 'broker:9093', 'application.id': 'io.axual.sensor-inspector' },
};

/** The files that these name. */
export const files = {
  'ca.pem': '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n',
  'ksml/SensorData.avsc': '{"type": "record"}',
  'ksml/sensor-inspector.yaml': [
    'streams:',
    '  sensors: {topic: ksml_sensordata_avro, keyType: string, valueType: "avro:SensorData"}',
    'pipelines:',
    '  consume: {from: sensors, forEach: {code: "log.info(key)"}}',
  ].join('\n'),
};
