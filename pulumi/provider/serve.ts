/**
 * The provider on the wire: Pulumi's ResourceProvider service, on loopback.
 *
 * Spoken directly rather than through `@pulumi/pulumi/provider`, which loads the whole SDK, leaves `id` and outputs
 * unknown in a preview, has no way to log, and prints a stack trace beside each error.
 */
import { type sendUnaryData, Server, ServerCredentials, type ServerUnaryCall, status } from '@grpc/grpc-js';
import services from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import messages from '@pulumi/pulumi/proto/provider_pb.js';
import plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import struct, { type JavaScriptValue, type Struct } from 'google-protobuf/google/protobuf/struct_pb.js';
import { Failure } from '../../src/stack/failure.ts';
import { engineLog } from './engine-log.ts';
import type { BucketInputs } from './inputs.ts';
import { bucketType, type BucketOutputs, StateBucketProvider } from './provider.ts';
import type { Environment } from './store-address.ts';

interface Served {
  readonly port: number;
  close(): void;
}

type Messages = typeof messages;
type Message<Name extends keyof Messages> = Messages[Name] extends new () => infer Instance
  ? Instance
  : never;

/**
 * Serves one engine after the other until closed. The engine finds it under this port: printed by a plugin as its first
 * line, or named in PULUMI_DEBUG_PROVIDERS as `k8s-deploy:PORT` (then it may live in the process that runs the engine).
 */
export async function serve(environment: Environment): Promise<Served> {
  let current = connect(environment, null);
  const server = new Server();
  server.addService(services.ResourceProviderService, {
    handshake: answer((request: Message<'ProviderHandshakeRequest'>) => {
      current = connect(environment, request.getEngineAddress());
      return new messages.ProviderHandshakeResponse();
    }),
    attach: answer(() => new empty.Empty()), // comes after the handshake, and says no more
    getPluginInfo: answer(() => new plugin.PluginInfo()),
    configure: answer(() => new messages.ConfigureResponse()),
    check: answer((request: Message<'CheckRequest'>) => {
      expectBucket(request.getType());
      const { inputs, failures } = current.provider.check(request.getUrn(), plain(request.getNews()));
      const response = new messages.CheckResponse();
      if (failures.length === 0) response.setInputs(toStruct(inputs));
      for (const { property, reason } of failures) {
        const failure = new messages.CheckFailure();
        failure.setProperty(property);
        failure.setReason(reason);
        response.addFailures(failure);
      }
      return response;
    }),
    diff: answer((request: Message<'DiffRequest'>) => {
      const changes = current.provider.diff(plain(request.getOldInputs()), inputsOf(request.getNews()));
      const response = new messages.DiffResponse();
      const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
      response.setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE);
      response.setHasdetaileddiff(true);
      for (const { property, replaces } of changes) {
        const { UPDATE, UPDATE_REPLACE } = messages.PropertyDiff.Kind;
        const difference = new messages.PropertyDiff();
        difference.setKind(replaces ? UPDATE_REPLACE : UPDATE);
        difference.setInputdiff(true);
        response.getDetaileddiffMap().set(property, difference);
        response.addDiffs(property);
        if (replaces) response.addReplaces(property);
      }
      return response;
    }),
    create: answer(async (request: Message<'CreateRequest'>) => {
      const inputs = inputsOf(request.getProperties());
      const response = new messages.CreateResponse();
      if (request.getPreview()) {
        response.setProperties(toStruct(current.provider.planned(inputs, null)));
        return response;
      }
      const { id, outputs } = await current.provider.create(request.getUrn(), inputs);
      response.setId(id);
      response.setProperties(toStruct(outputs));
      return response;
    }),
    read: answer(async (request: Message<'ReadRequest'>) => {
      const response = new messages.ReadResponse();
      const importing = isEmpty(request.getInputs());
      const found = await current.provider.read(
        request.getId(),
        importing ? null : inputsOf(request.getInputs()),
        importing ? null : outputsOf(request.getProperties()),
      );
      if (found === null) return response; // without an id: the engine takes it as deleted
      response.setId(found.id);
      response.setInputs(toStruct(found.inputs));
      response.setProperties(toStruct(found.outputs));
      return response;
    }),
    update: answer(async (request: Message<'UpdateRequest'>) => {
      const inputs = inputsOf(request.getNews());
      const old = outputsOf(request.getOlds());
      const outputs = request.getPreview()
        ? current.provider.planned(inputs, old)
        : await current.provider.update(request.getUrn(), inputsOf(request.getOldInputs()), old, inputs);
      const response = new messages.UpdateResponse();
      response.setProperties(toStruct(outputs));
      return response;
    }),
    delete: answer((request: Message<'DeleteRequest'>) => current.provider.delete(request.getId())),
    cancel: answer(() => {
      current.cancel(); // also comes at the end of every operation
      return new empty.Empty();
    }),
  });
  const port = await listen(server);
  return { port, close: () => server.forceShutdown() };
}

function connect(environment: Environment, engineAddress: string | null) {
  const controller = new AbortController();
  const log = engineLog(engineAddress);
  const provider = new StateBucketProvider({ environment, log, signal: controller.signal });
  return { provider, cancel: () => controller.abort() };
}

/** One call, answered or failed. The text of a failure is its message and what to do; a mistake of ours has its stack. */
function answer<Request, Response>(handle: (request: Request) => Response | Promise<Response>) {
  const respond = async (request: Request, callback: sendUnaryData<Response>): Promise<void> => {
    try {
      callback(null, await handle(request));
    } catch (error) {
      callback({ code: status.UNKNOWN, details: textOf(error) });
    }
  };
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
    void respond(call.request, callback);
  };
}

function textOf(error: unknown): string {
  if (error instanceof Failure)
    return error.hint === null ? error.message : `${error.message}\n${error.hint}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function expectBucket(type: string): void {
  if (type === bucketType) return;
  throw new Failure('configuration', `unknown resource type "${type}"`, {
    hint: `this provider has ${bucketType} only`,
  });
}

const plain = (message: Struct | undefined): Record<string, unknown> => message?.toJavaScript() ?? {};

/** Inputs have passed `check` before they come here again; outputs are our own. */
const inputsOf = (message: Struct | undefined): BucketInputs => plain(message) as unknown as BucketInputs;
const outputsOf = (message: Struct | undefined): BucketOutputs => plain(message) as unknown as BucketOutputs;

const isEmpty = (message: Struct | undefined): boolean => Object.keys(plain(message)).length === 0;

const toStruct = (properties: object): Struct =>
  struct.Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);

function listen(server: Server): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
    if (error === null) resolve(port);
    else reject(error);
  });
  return promise;
}
