/** Which store an endpoint means, so that two spellings of one store are known to be the same. Pure. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** The endpoint that the AWS SDK would use: the declared one, else from its variables, else Amazon's own (`null`). */
export function effectiveEndpoint(declared: string | null, environment: Environment): string | null {
  if (declared !== null) return declared;
  if (environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true') return null;
  return environment.AWS_ENDPOINT_URL_S3 || environment.AWS_ENDPOINT_URL || null;
}

/** `HOST:PORT` of a store, the same for each way to write it. Amazon S3 in any region is `aws`. */
export function storeAddress(endpoint: string | null): string {
  if (endpoint === null) return 'aws';
  const url = URL.parse(endpoint.includes('://') ? endpoint : `https://${endpoint}`);
  if (url === null) return endpoint;
  const host = url.hostname === 'localhost' || url.hostname === '[::1]' ? '127.0.0.1' : url.hostname;
  if (/(^|\.)amazonaws\.com(\.cn)?$/.test(host)) return 'aws';
  return url.port === '' ? host : `${host}:${url.port}`;
}

/**
 * Whether a Pulumi backend URL keeps its state in this bucket of this store.
 * Source of the form: `s3://BUCKET/PREFIX?endpoint=…`, as `pulumi login` takes it.
 */
export function isStateBackend(
  backendUrl: string,
  bucket: { readonly bucket: string; readonly endpoint: string | null },
  environment: Environment,
): boolean {
  const backend = URL.parse(backendUrl);
  if (backend?.protocol !== 's3:' || backend.hostname !== bucket.bucket) return false;
  const query = backend.searchParams;
  const written = query.get('endpoint');
  // Without a scheme the port of plain HTTP would be taken for one of https.
  const scheme =
    query.get('disableSSL') === 'true' || query.get('disable_https') === 'true' ? 'http' : 'https';
  const endpoint = written === null || written.includes('://') ? written : `${scheme}://${written}`;
  const store = (address: string | null) => storeAddress(effectiveEndpoint(address, environment));
  return store(endpoint) === store(bucket.endpoint);
}
