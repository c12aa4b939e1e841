import { createRequire } from "node:module";
import type { ServerUnaryCall, ServerWritableStream, sendUnaryData, UntypedServiceImplementation } from "@grpc/grpc-js";
import { status } from "@grpc/grpc-js";
import {
  AboutResponse,
  DependencyInfo,
  type GetProgramDependenciesRequest,
  GetProgramDependenciesResponse,
  GetRequiredPackagesResponse,
  GetRequiredPluginsResponse,
  type InstallDependenciesRequest,
  type LanguageHandshakeRequest,
  LanguageHandshakeResponse,
  type ProgramInfo,
  type RunRequest,
  type RunResponse,
  RuntimeOptionsResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PackageDependency, PluginDependency, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { directDependencies, resourcePackages } from "./dependencies";
import { installDependencies } from "./install-dependencies";
import { runProgram } from "./run-program";

type Unary<Request, Response> = (call: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>) => void;

/** A request that says where the program is. */
interface AboutProgram {
  getInfo(): ProgramInfo | undefined;
}

/**
 * The calls that running, installing and describing a program takes. The rest (code generation, plugins written in
 * TypeScript) answers UNIMPLEMENTED by gRPC's own default.
 */
export function languageRuntime(engineAddressArgument: string): UntypedServiceImplementation {
  let engineAddress = engineAddressArgument;
  return {
    handshake: unary<LanguageHandshakeRequest, LanguageHandshakeResponse>((request) => {
      engineAddress = request.getEngineAddress() || engineAddress;
      return new LanguageHandshakeResponse();
    }),
    getPluginInfo: unary<Empty, PluginInfo>(() => new PluginInfo().setVersion(sdkVersion())),
    getRequiredPackages: unary<AboutProgram, GetRequiredPackagesResponse>((request) =>
      new GetRequiredPackagesResponse().setPackagesList(
        resourcePackages(programDirectory(request)).map(({ name, version, server }) =>
          new PackageDependency().setName(name).setKind("resource").setVersion(version).setServer(server),
        ),
      ),
    ),
    getRequiredPlugins: unary<AboutProgram, GetRequiredPluginsResponse>((request) =>
      new GetRequiredPluginsResponse().setPluginsList(
        resourcePackages(programDirectory(request)).map(({ name, version, server }) =>
          new PluginDependency().setName(name).setKind("resource").setVersion(version).setServer(server),
        ),
      ),
    ),
    getProgramDependencies: unary<GetProgramDependenciesRequest, GetProgramDependenciesResponse>((request) =>
      new GetProgramDependenciesResponse().setDependenciesList(
        directDependencies(programDirectory(request)).map(({ name, version }) =>
          new DependencyInfo().setName(name).setVersion(version),
        ),
      ),
    ),
    about: unary<AboutProgram, AboutResponse>(() =>
      new AboutResponse().setExecutable(process.execPath).setVersion(process.version),
    ),
    runtimeOptionsPrompts: unary<unknown, RuntimeOptionsResponse>(() => new RuntimeOptionsResponse()),
    installDependencies: (call: ServerWritableStream<InstallDependenciesRequest, unknown>) => installDependencies(call),
    run: unary<RunRequest, RunResponse>((request) => runProgram(request, engineAddress)),
    cancel: unary<Empty, Empty>(() => new Empty()),
  };
}

function unary<Request, Response>(
  respond: (request: Request) => Response | Promise<Response>,
): Unary<Request, Response> {
  return (call, answer) => {
    Promise.resolve()
      .then(() => respond(call.request))
      .then(
        (response) => answer(null, response),
        (error: unknown) =>
          answer({ code: status.INTERNAL, details: error instanceof Error ? error.message : String(error) }),
      );
  };
}

function programDirectory(request: AboutProgram): string {
  return request.getInfo()?.getProgramDirectory() || process.cwd();
}

function sdkVersion(): string {
  const { version } = createRequire(__filename)("@pulumi/pulumi/package.json") as { version: string };
  return version;
}
