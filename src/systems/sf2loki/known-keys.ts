/** Keys of config.yaml, as the chart's default has them: sf2loki does not start with one that it does not know (SF-18). */
import type { Value } from '../../stack/desired.ts';
import { nearest } from '../../stack/nearest.ts';
import { isMap } from '../value-path.ts';
import type { ConfigPath } from './config-path.ts';
import type { Flaw } from './flaw.ts';

/** `null`: what is below is not known here. The keys of a list are those of its entries. */
type Keys = { readonly [key: string]: Keys | null };

const leaves = (names: string): Keys => Object.fromEntries(names.split(' ').map((name) => [name, null]));

const transforms = leaves('action fields match pattern replacement name');

const salesforce: Keys = {
  ...leaves(
    'login_url environment auth_mode client_id client_secret_file username private_key_file api_version org_id token_ttl',
  ),
  limits: leaves('enabled poll_interval'),
};

const sources: Keys = {
  pubsub: {
    ...leaves(
      'enabled endpoint default_num_requested replay_preset topics include exclude rediscovery_interval sample bridge_max_bytes',
    ),
    transforms,
  },
  eventlog_objects: {
    enabled: null,
    objects: leaves('name timestamp_field poll_interval lookback sample big_object max_catchup_records'),
    transforms,
  },
  eventlogfile: {
    ...leaves(
      'enabled interval exclude poll_interval lookback timestamp_column page_size settle_window download_max_age concurrency',
    ),
    event_types: leaves('name structured_metadata_fields labels sample'),
    transforms,
  },
  apexlog: { ...leaves('enabled poll_interval lookback users max_body_bytes sample'), transforms },
  ...leaves('allow_overlap transform_salt_file'),
};

const known: Keys = {
  salesforce,
  sources,
  orgs: { name: null, salesforce, sources },
  sink: {
    loki: {
      ...leaves('url tenant_id auth_token_file encoding compression labels structured_metadata_fields'),
      batch: leaves('max_entries max_bytes flush_interval max_line_bytes queue_maxsize queue_max_bytes'),
      egress: leaves('max_lines_per_second max_bytes_per_second daily_byte_budget budget_action'),
    },
  },
  state: {
    store: null,
    file: leaves('path'),
    s3: leaves('bucket key region endpoint_url'),
    gcs: leaves('bucket object_name service_file'),
  },
  coordinate: {
    type: null,
    file_lease: leaves('path ttl renew_interval holder_id'),
    k8s_lease: leaves('namespace name identity lease_duration renew_interval kubeconfig'),
  },
  service: {
    ...leaves('log_level log_format health_addr shutdown_grace unready_after_sink_failing'),
    telemetry: leaves(
      'enabled endpoint auth basic_auth_user basic_auth_token_file headers export_interval resource_attributes',
    ),
  },
};

/** A newer sf2loki may know more keys, so that none of these stops a deployment. */
export function unknownKeys(value: Value, keys: Keys = known, at: ConfigPath = []): Flaw[] {
  if (Array.isArray(value))
    return value.flatMap((item: Value, index) => unknownKeys(item, keys, [...at, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, below]) => {
    const isKnown = Object.hasOwn(keys, key);
    const inside = isKnown ? (keys[key] ?? null) : null;
    if (inside !== null) return unknownKeys(below, inside, [...at, key]);
    if (isKnown || Object.hasOwn(keys, `${key}_file`)) return [];
    const meant = nearest(key, Object.keys(keys));
    const hint = meant === null ? 'remove it unless your version has it' : `did you mean "${meant}"?`;
    const message = `"${key}" is no key of config.yaml that is known here, and sf2loki does not start with one that it does not know: ${hint}`;
    return [{ rule: 'SF-18', at: [...at, key], message }];
  });
}
