import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** Where lines about one resource go: the engine shows them on the resource's own row. */
export interface ResourceLog {
  /** A line that stays. */
  info(text: string): void;
  /** A line that stays, and is counted as a warning. */
  warn(text: string): void;
  /** What is going on right now: replaced by the next line, kept nowhere. */
  progress(text: string): void;
}

/** The part of the engine's own service that takes log lines. */
interface Engine {
  log(request: LogRequest, done: (error: unknown) => void): void;
}

/** What the SDK was told when its process started. */
interface Store {
  settings: { options: { engineAddr?: string } };
}

/**
 * The engine that started this process, found as a program finds it: through the SDK's settings. A dynamic provider process gets
 * the engine's address as its first argument, where a program gets it from its runner, in the environment. The SDK has read that
 * before any provider is loaded, so what it read is completed.
 */
function engine(): Engine | undefined {
  const state: { getStore(): Store } = require("@pulumi/pulumi/runtime/state");
  const settings: { getEngine(): Engine | undefined } = require("@pulumi/pulumi/runtime/settings");
  state.getStore().settings.options.engineAddr ||= process.argv[2];
  return settings.getEngine();
}

/** The log of one resource. Lines for an engine that cannot be reached are dropped: no operation fails for want of a listener. */
export function resourceLog(urn: string): ResourceLog {
  const to = engine();
  const send = (severity: LogSeverity, text: string, ephemeral: boolean) => {
    const request = new LogRequest().setSeverity(severity).setMessage(text).setUrn(urn).setEphemeral(ephemeral);
    to?.log(request, () => undefined);
  };
  return {
    info: (text) => send(LogSeverity.INFO, text, false),
    warn: (text) => send(LogSeverity.WARNING, text, false),
    progress: (text) => send(LogSeverity.INFO, text, true),
  };
}
