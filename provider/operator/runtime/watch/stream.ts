import type { Readable } from "node:stream";
import { AtlasIacError } from "../../../../sdk/model/errors";
import type { KubeStatus } from "../kube/errors";
import type { KubeObject } from "../kube/object";

/** One line of a watch (Kubernetes API, "Efficient detection of changes"). */
export type WatchEvent<T extends KubeObject> =
  | { type: "ADDED" | "MODIFIED" | "DELETED"; object: T }
  /** Nothing but a newer version to go on from. */
  | { type: "BOOKMARK"; object: KubeObject }
  | { type: "ERROR"; object: KubeStatus & { code?: number } };

/** A watch fell silent for longer than a living one can: its connection is dead, though nobody closed it. */
export class WatchSilentError extends AtlasIacError {
  readonly code = "KubernetesWatchSilent";

  constructor(idleMs: number) {
    super(`nothing was heard of the watch for ${idleMs} ms`);
  }
}

/** A watch sent something that is not an event. */
export class WatchGarbledError extends AtlasIacError {
  readonly code = "KubernetesWatchGarbled";
}

/**
 * The events of a watch until its end. A last line that broke off is dropped with the connection.
 *
 * @throws WatchSilentError after `idleMs` without a byte; WatchGarbledError; what broke the connection
 */
export async function* watchEvents<T extends KubeObject>(
  body: Readable,
  idleMs: number,
): AsyncGenerator<WatchEvent<T>> {
  const watchdog = setTimeout(() => body.destroy(new WatchSilentError(idleMs)), idleMs);
  body.setEncoding("utf8");
  let rest = "";
  try {
    for await (const chunk of body) {
      watchdog.refresh();
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line.trim() !== "") yield parse<T>(line);
      }
    }
  } finally {
    clearTimeout(watchdog);
    body.destroy();
  }
}

function parse<T extends KubeObject>(line: string): WatchEvent<T> {
  try {
    return JSON.parse(line) as WatchEvent<T>;
  } catch (cause) {
    throw new WatchGarbledError(`a line of ${line.length} characters is not JSON`, { cause });
  }
}
