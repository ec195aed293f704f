/** Messages to the engine, which shows them beside the resource. */
import { credentials } from '@grpc/grpc-js';
import services from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import messages from '@pulumi/pulumi/proto/engine_pb.js';
import type { Log } from './provider.ts';

/** To the engine at `HOST:PORT`. A message that cannot be sent is dropped: it must not fail what it is about. */
export function engineLog(address: string | null): Log {
  if (address === null) return () => Promise.resolve();
  let client: InstanceType<typeof services.EngineClient> | null = null;
  return (severity, urn, message) => {
    client ??= new services.EngineClient(address, credentials.createInsecure());
    const request = new messages.LogRequest();
    request.setSeverity(messages.LogSeverity[severity === 'warning' ? 'WARNING' : 'INFO']);
    request.setUrn(urn);
    request.setMessage(message);
    const { promise, resolve } = Promise.withResolvers<void>();
    client.log(request, () => resolve());
    return promise;
  };
}
