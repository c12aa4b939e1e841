import { readFile } from "node:fs/promises";
import path from "node:path";
import vm from "node:vm";
import { EngineMissingError } from "../errors";
import type { EngineHost } from "./host";

/** What the engine offers: each takes and answers JSON. */
export type EngineFunction = (input: string) => Promise<string>;
export type EngineFunctions = Record<
  "inspect" | "plan" | "lint" | "directory" | "statements" | "checkClean" | "formatHCL" | "unread" | "project",
  EngineFunction
>;

interface GoRuntime {
  importObject: object;
  run(instance: object): Promise<void>;
  exit(code: number): void;
}

interface Program {
  module: object;
  /** Go's own glue between WebAssembly and JavaScript. */
  glue: string;
}

/** The part of WebAssembly that is used: its types come with browsers' libraries only. */
interface WebAssemblyApi {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<object>;
}
const wasm = Reflect.get(globalThis, "WebAssembly") as WebAssemblyApi;

const ARTIFACTS = path.join(__dirname, "dist");
let program: Promise<Program> | undefined;

async function artifact(name: string): Promise<Buffer> {
  const file = path.join(ARTIFACTS, name);
  try {
    return await readFile(file);
  } catch (cause) {
    throw new EngineMissingError(file, cause);
  }
}

/** Compiles the engine once for the process. */
function load(): Promise<Program> {
  program ??= (async () => {
    const [bytes, glue] = await Promise.all([artifact("atlas.wasm"), artifact("wasm_exec.js")]);
    return { module: await wasm.compile(new Uint8Array(bytes)), glue: glue.toString("utf8") };
  })();
  program.catch(() => {
    program = undefined;
  });
  return program;
}

function unsupported(...args: unknown[]): void {
  const callback = args.at(-1);
  if (typeof callback === "function") callback(Object.assign(new Error("not implemented"), { code: "ENOSYS" }));
}

/** The only use the engine has for a file system: what its runtime writes to standard error when it dies. */
function outputOnly(written: Buffer[]): Record<string, unknown> {
  const files = {
    constants: { O_WRONLY: -1, O_RDWR: -1, O_CREAT: -1, O_TRUNC: -1, O_APPEND: -1, O_EXCL: -1, O_DIRECTORY: -1 },
    writeSync(_fd: number, bytes: Uint8Array): number {
      written.push(Buffer.from(bytes));
      return bytes.length;
    },
    write(
      _fd: number,
      bytes: Uint8Array,
      _offset: number,
      _length: number,
      _position: null,
      done: (error: null, n: number) => void,
    ) {
      written.push(Buffer.from(bytes));
      done(null, bytes.length);
    },
  };
  return new Proxy(files as Record<string, unknown>, {
    get: (target, name) => (typeof name === "string" && name in target ? target[name] : unsupported),
  });
}

/** One running engine. It serves any number of calls at once; a defect retires it. */
export class EngineInstance {
  /** Set once it must take no more calls. */
  retired = false;
  readonly #inFlight = new Set<(reason: Error) => void>();

  private constructor(
    readonly functions: EngineFunctions,
    readonly host: EngineHost,
    ended: Promise<void>,
    output: Buffer[],
  ) {
    // The program only ends by dying: whatever it was asked will never be answered.
    const die = () => {
      this.retired = true;
      for (const reject of this.#inFlight) reject(new Error(Buffer.concat(output).toString("utf8").trim()));
    };
    ended.then(die, die);
  }

  static async start(host: EngineHost): Promise<EngineInstance> {
    const { module, glue } = await load();
    const output: Buffer[] = [];
    // The glue hangs its class on what it takes for the global object, and shows that same object to Go. A private one keeps
    // several engines, and the programs we are a guest in, out of each other's way.
    const scope: Record<string, unknown> = {
      ...{ Object, Array, Uint8Array, Error, Promise, Date, TextEncoder, TextDecoder, crypto, performance },
      process: {
        pid: -1,
        ppid: -1,
        getuid: () => -1,
        getgid: () => -1,
        geteuid: () => -1,
        getegid: () => -1,
        cwd: () => "/",
      },
      fs: outputOnly(output),
    };
    vm.compileFunction(glue, ["globalThis"], { filename: "wasm_exec.js" })(scope);
    const go = new (scope.Go as new () => GoRuntime)();
    go.exit = () => undefined;
    const instance = await wasm.instantiate(module, go.importObject);
    let ended = Promise.resolve();
    const functions = await new Promise<EngineFunctions>((resolve, reject) => {
      const { ahead, query, exec, answer } = host;
      scope.atlasHost = {
        ...{ ahead: ahead.bind(host), query: query.bind(host), exec: exec.bind(host), answer: answer.bind(host) },
        ready: resolve,
      };
      ended = go.run(instance);
      ended.then(
        () => reject(new Error(`the engine did not start: ${Buffer.concat(output).toString("utf8")}`)),
        reject,
      );
    });
    return new EngineInstance(functions, host, ended, output);
  }

  /** Calls a function of the engine. Rejects with what the engine rejects with, or with its last words when it dies. */
  call(name: keyof EngineFunctions, input: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#inFlight.add(reject);
      this.functions[name](input)
        .then(resolve, reject)
        .finally(() => this.#inFlight.delete(reject));
    });
  }
}
