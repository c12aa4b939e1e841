import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type ProgramInfo, type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";

/**
 * The exit code by which `@pulumi/pulumi/cmd/run` says that it has told the user what went wrong already: the engine
 * must stop without a message of its own.
 */
const ALREADY_REPORTED = 32;

/** The options under `runtime:` in Pulumi.yaml that this host knows, as the official one documents them. */
interface RuntimeOptions {
  typescript: boolean;
  tsconfig?: string;
  nodeargs: string[];
}

/** Runs the program in a process of its own, with `@pulumi/pulumi/cmd/run` of the program's own dependencies. */
export function runProgram(request: RunRequest, engineAddress: string): Promise<RunResponse> {
  const info = request.getInfo();
  const directory = info?.getProgramDirectory() || request.getPwd();
  const options = runtimeOptions(info);
  const runner = findRunner(directory);
  if (runner === undefined) {
    const message = `@pulumi/pulumi is not installed for the program in ${directory}. Run "npm install" there.`;
    return Promise.resolve(new RunResponse().setError(message));
  }
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [...process.execArgv, ...options.nodeargs, runner, ...runnerArguments(request, engineAddress)],
      {
        cwd: request.getPwd() || directory,
        env: { ...process.env, ...programEnvironment(request, options) },
        stdio: ["ignore", "inherit", "inherit"],
      },
    );
    const killChild = () => child.kill("SIGKILL");
    process.on("exit", killChild);
    child.on("error", (error) => resolve(new RunResponse().setError(`cannot start Node.js: ${error.message}`)));
    child.on("close", (exitCode, signal) => {
      process.off("exit", killChild);
      resolve(outcome(exitCode, signal));
    });
  });
}

function outcome(exitCode: number | null, signal: NodeJS.Signals | null): RunResponse {
  if (exitCode === 0) return new RunResponse();
  if (exitCode === ALREADY_REPORTED) return new RunResponse().setBail(true);
  return new RunResponse().setError(
    exitCode === null ? `Program was ended by signal ${signal}` : `Program exited with non-zero exit code: ${exitCode}`,
  );
}

function findRunner(directory: string): string | undefined {
  try {
    return createRequire(join(directory, "package.json")).resolve("@pulumi/pulumi/cmd/run");
  } catch {
    return undefined;
  }
}

function runnerArguments(request: RunRequest, engineAddress: string): string[] {
  const info = request.getInfo();
  const flags: [string, string][] = [
    ["monitor", request.getMonitorAddress()],
    ["engine", engineAddress],
    ["organization", request.getOrganization()],
    ["project", request.getProject()],
    ["stack", request.getStack()],
    ["root-directory", info?.getRootDirectory() ?? ""],
    ["pwd", request.getPwd()],
    ["parallel", request.getParallel() > 0 ? String(request.getParallel()) : ""],
  ];
  return [
    ...flags.flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info?.getEntryPoint() || ".",
    ...request.getArgsList(),
  ];
}

function programEnvironment(request: RunRequest, options: RuntimeOptions): NodeJS.ProcessEnv {
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: String(options.typescript),
    ...(options.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
  };
}

function runtimeOptions(info: ProgramInfo | undefined): RuntimeOptions {
  const given = info?.getOptions()?.toJavaScript() ?? {};
  const { typescript, tsconfig, nodeargs } = given;
  return {
    typescript: typescript !== false,
    tsconfig: typeof tsconfig === "string" ? tsconfig : undefined,
    nodeargs: typeof nodeargs === "string" ? nodeargs.split(" ").filter((word) => word !== "") : [],
  };
}
