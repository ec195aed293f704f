/**
 * Stands in for `pulumi-language-nodejs`, which Pulumi ships beside its CLI and the toolchain cannot build: the launcher
 * between the engine and Pulumi's runner for Node.js. The runner itself, @pulumi/pulumi/cmd/run, is the real one.
 */
import { type sendUnaryData, Server, ServerCredentials, type ServerUnaryCall, status } from '@grpc/grpc-js';
import services from '@pulumi/pulumi/proto/language_grpc_pb.js';
import messages from '@pulumi/pulumi/proto/language_pb.js';
import plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { runProgram, type RunRequest } from './run-program.ts';
import { requiredProviders } from './required-providers.ts';

type PackagesRequest = InstanceType<typeof messages.GetRequiredPackagesRequest>;

const engine = process.argv.at(-1) ?? '';
const ended = new AbortController();

const server = new Server();
server.addService(services.LanguageRuntimeService, {
  getPluginInfo: answer(() => new plugin.PluginInfo()),
  getRequiredPackages: answer((request: PackagesRequest) => {
    const response = new messages.GetRequiredPackagesResponse();
    for (const { name, version } of requiredProviders(request.getInfo()?.getProgramDirectory() ?? '')) {
      const dependency = new plugin.PackageDependency();
      dependency.setName(name);
      dependency.setVersion(version);
      dependency.setKind('resource');
      response.addPackages(dependency);
    }
    return response;
  }),
  run: answer(async (request: RunRequest) => {
    const { error, bail } = await runProgram(request, engine, ended.signal);
    const response = new messages.RunResponse();
    response.setError(error);
    response.setBail(bail);
    return response;
  }),
  cancel: answer(() => {
    ended.abort();
    return new empty.Empty();
  }),
});

/** Other calls than these (installing packages, generating code) are answered with UNIMPLEMENTED by the server. */
function answer<Request, Response>(handle: (request: Request) => Response | Promise<Response>) {
  const respond = async (request: Request, callback: sendUnaryData<Response>): Promise<void> => {
    try {
      callback(null, await handle(request));
    } catch (error) {
      callback({ code: status.UNKNOWN, details: String(error) });
    }
  };
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
    void respond(call.request, callback);
  };
}

server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`); // the engine reads it from the first line
});

// The engine holds the other end of standard input.
process.stdin.resume().once('end', () => {
  ended.abort();
  process.exit();
});
