import { createRequire, Module } from "node:module";
import { sep } from "node:path";
import { deferred } from "./deferred";

/**
 * Packages that `@pulumi/pulumi` loads at every start for what few programs do, by the module of it that requires them: the compiler and
 * the reader of package trees serialize the functions of a program's own providers, and the others send traces somewhere. They are
 * half of what a start loads.
 */
const DEFERRED: Readonly<Record<string, readonly string[]>> = {
  "typescript-shim.js": ["typescript"],
  "runtime/closure/codePaths.js": ["@npmcli/arborist", "normalize-package-data"],
  "cmd/run/tracing.js": [
    "@opentelemetry/resources",
    "@opentelemetry/sdk-trace-base",
    "@opentelemetry/exporter-zipkin",
    "@opentelemetry/instrumentation-grpc",
    "@opentelemetry/sdk-trace-node",
    "@opentelemetry/instrumentation",
  ],
};

const SDK = ["node_modules", "@pulumi", "pulumi", ""].join(sep);

function isDeferred(id: string, requirer: string): boolean {
  const from = requirer.lastIndexOf(SDK);
  return from >= 0 && (DEFERRED[requirer.slice(from + SDK.length).replaceAll(sep, "/")]?.includes(id) ?? false);
}

// The launchers load this before all else.
const requireNow = Module.prototype.require;
Module.prototype.require = function require(this: Module, id: string): unknown {
  if (!isDeferred(id, this.filename)) return requireNow.call(this, id);
  // One that is not installed is missed where it is required.
  createRequire(this.filename).resolve(id);
  return deferred(() => requireNow.call(this, id) as object);
};
