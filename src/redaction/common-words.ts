/** Texts that are no secret worth the name: to mask them wherever they stand would make every output unreadable, and tell where it is used. */

/** What people take for a password before they choose one, and names that stand in most stacks. */
const usual = `
  password passwd passphrase secret secrets changeme change-me changeit letmein welcome default example placeholder
  qwerty abc123 123456 1234567 12345678 123456789 1234567890 password1 password123 minioadmin
  username anonymous administrator postgres postgresql localhost production staging development testing
  bucket buckets config configuration database storage network platform observability data-platform service-account
  grafana prometheus salesforce volume volumes values charts stacks account accounts hello-world
  disabled enabled undefined kubernetes kube-system default-token service_account authorized_user
  leoflow sf2loki logstream ksml-runner k8s-deploy github actions robot$ci bearer
`;

/** What our own outputs are made of: programs read these words. */
const ours = `
  added removed changed unchanged created deleted renamed replaced updated applied previewed destroyed refused
  create update delete replace forget import missing recreated outdated unknown dry-run fields
  no-changes changes offline findings finding error warning notice message severity release releases namespace
  object objects version digest status revision failed deployed superseded uninstalled pending-install
  pending-upgrade pending-rollback uninstalling project directory cluster identifier kubeversion counts backing
  unjudged verdict outcome reasons timings content before template folded places checksum chart-label
  generated-name spelling server events weight deletepolicies manager reference appversion results runs driver
  schema ruleid locations physicallocation artifactlocation region startline startcolumn partialfingerprints
  testsuites testsuite testcase failure skipped classname properties property system-out
  deployment service configmap statefulset daemonset cronjob ingress serviceaccount metadata
  annotations labels replicas containers resources requests limits memory selector tokens (secret)
  milliseconds seconds renderer coverage snapshot position column
`;

const words: ReadonlySet<string> = new Set(`${usual} ${ours}`.trim().split(/\s+/));

const shortest = 6;
const smallNumber = /^\d{1,6}$/;

/** Whether a text may be masked wherever it stands. */
export function isMaskable(secret: string): boolean {
  const text = secret.trim();
  if (text.length < shortest || smallNumber.test(text) || '(secret)'.includes(text)) return false;
  return !words.has(text.toLowerCase()) && !/^(.)\1*$/su.test(text);
}
