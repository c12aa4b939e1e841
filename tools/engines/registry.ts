import { mariaDbProgram } from "../schema/mariadb";
import { atlasCommand } from "./atlas-command";
import { helm } from "./helm";
import { kubernetesAssets } from "./kubernetes-assets";
import { postgresEngine } from "./postgres";
import { pulumiCli } from "./pulumi-cli";
import { upstreamReleases } from "./upstream-operator";

/** How each engine is got, by the name that tests and summaries use; in the order in which a cold machine builds them. */
const ENGINES = {
  postgres: postgresEngine,
  mariadb: async () => (await mariaDbProgram()).server,
  pulumi: async () => {
    const { version, languageHost } = await pulumiCli();
    return `${version}, ${languageHost} language host`;
  },
  kubernetes: async () => (await kubernetesAssets()).origin,
  helm,
  atlas: atlasCommand,
  upstream: async () => (await upstreamReleases()).map(({ version }) => `definitions of ${version}`).join(", "),
} as const;

export type EngineName = keyof typeof ENGINES;

/** All names, in the order in which they are to be built. */
export const ENGINE_NAMES = Object.keys(ENGINES) as EngineName[];

/**
 * Finds, downloads or builds an engine.
 *
 * @returns one line about what was found
 * @throws EngineUnavailableError
 */
export function getEngine(name: EngineName): Promise<string> {
  return ENGINES[name]();
}
