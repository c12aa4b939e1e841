import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AtlasIacError } from "../sdk/model/errors";
import { packageRoot } from "./package-root";

/** Node.js is older than this package can run on. */
export class NodeTooOldError extends AtlasIacError {
  readonly code = "NodeTooOld";
}

/**
 * Says it plainly where Node.js is too old: else the first of its own modules that is missing would be called a defect.
 *
 * @param running version that runs, such as `20.20.2`
 * @throws NodeTooOldError
 */
export function refuseOldNode(running: string): void {
  const { engines }: { engines: { node: string } } = JSON.parse(
    readFileSync(join(packageRoot, "package.json"), "utf8"),
  );
  const floor = engines.node.replace(/^>=/, "");
  const [major = 0, minor = 0] = running.split(".").map(Number);
  const [floorMajor = 0, floorMinor = 0] = floor.split(".").map(Number);
  if (major > floorMajor || (major === floorMajor && minor >= floorMinor)) return;
  throw new NodeTooOldError(`atlas-iac needs Node ${floor} or newer, and this is Node ${running}`, {
    hint: "Install a newer Node.js from https://nodejs.org, or put it in front on PATH.",
  });
}
