import { spawn } from "node:child_process";
import { type ServerWritableStream, status } from "@grpc/grpc-js";
import { type InstallDependenciesRequest, InstallDependenciesResponse } from "@pulumi/pulumi/proto/language_pb";

/** Runs `npm install` in the program's directory and streams its output (`pulumi install`). */
export function installDependencies(
  call: ServerWritableStream<InstallDependenciesRequest, InstallDependenciesResponse>,
): void {
  const child = spawn("npm", ["install", "--loglevel=error"], {
    cwd: call.request.getInfo()?.getProgramDirectory() || call.request.getDirectory(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.on("data", (chunk: Buffer) => call.write(new InstallDependenciesResponse().setStdout(chunk)));
  child.stderr.on("data", (chunk: Buffer) => call.write(new InstallDependenciesResponse().setStderr(chunk)));
  child.on("error", (error) => call.emit("error", { code: status.INTERNAL, details: `npm install: ${error.message}` }));
  child.on("close", (exitCode) => {
    if (exitCode === 0) call.end();
    else call.emit("error", { code: status.INTERNAL, details: `npm install ended with exit code ${exitCode}` });
  });
  call.on("cancelled", () => child.kill());
}
