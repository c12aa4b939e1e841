import { delimiter, join, resolve } from "node:path";

/** Only ever guards stacks in temporary directories. */
const TEST_PASSPHRASE = "atlas-iac";

/** Variables of the user that must not reach a run: another login, another stack, real keys. */
const FOREIGN = /^(PULUMI_|MONGODB_ATLAS_)/;

/**
 * Where Node.js keeps what it compiled, for each run starts four Node.js processes that load the same thousand modules.
 * `npm test` empties it first: each program of a test leaves an entry.
 */
export const COMPILE_CACHE = resolve(__dirname, "../../.cache/compiled");

/** The environment of a Pulumi run that touches nothing but `home`. */
export function pulumiEnvironment(home: string, path: readonly string[]): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
  return {
    ...Object.fromEntries(inherited),
    PATH: [...path, process.env.PATH ?? ""].join(delimiter),
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${join(home, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: TEST_PASSPHRASE,
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Makes the CLI know --event-log, the stream of engine events that the Automation API reads.
    PULUMI_DEBUG_COMMANDS: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}
