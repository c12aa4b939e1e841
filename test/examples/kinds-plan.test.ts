import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Clients } from "../../cli/plan/clients";
import { Forecast } from "../../cli/plan/forecast";
import { ManifestSet } from "../../cli/plan/manifest-set";
import { environmentSource } from "../../provider/atlas/credentials";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { kindInfo } from "../../sdk/model/kinds";
import { validateManifests } from "../../sdk/model/manifest";
import { ownerOf } from "../cli/atlas-iac";

const directory = join(__dirname, "../../examples/kinds");
const kinds = readdirSync(directory, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const surroundings = "surroundings.yaml";
/** A day on which what ends in the examples has not ended. */
const today = new Date("2026-11-30T00:00:00Z");

describe("the examples of kinds", () => {
  let atlas: Simulator;
  /** Ids that the examples have, and those of what the simulator has in their place. */
  const ids = new Map<string, string>();

  beforeAll(async () => {
    atlas = await startSimulator();
    const made = (operation: string, params: Record<string, string>, body: Record<string, string>): string => {
      const answer = atlas.behindTheBack(operation, { params, body });
      return String(new Map(Object.entries(Object(answer))).get("id"));
    };
    const groupId = made("createGroup", {}, { name: "elsewhere", orgId: atlas.orgId });
    for (const name of ["shop-production", "shop-staging"]) made("createGroup", {}, { name, orgId: atlas.orgId });
    const inGroup = { groupId };
    const containerId = made("createGroupContainer", inGroup, { providerName: "GCP", atlasCidrBlock: "10.128.0.0/18" });
    const network = { gcpProjectId: "shop-123", networkName: "shop-net" };
    const peerId = made("createGroupPeer", inGroup, { providerName: "GCP", containerId, ...network });
    const azure = { providerName: "AZURE", region: "EUROPE_WEST", atlasCidrBlock: "10.8.0.0/21" };
    atlas.addFederation();
    ids.set("5f0c1b2a3d4e5f6071829304", atlas.orgId);
    ids.set("5f0c1b2a3d4e5f6071829305", atlas.orgId);
    ids.set("66e2f2b621571b7e69a89b66", groupId);
    ids.set("66e2f2b621571b7e69a89b70", made("createGroupContainer", inGroup, azure));
    ids.set("66e2f2b621571b7e69a89b71", peerId);
    // Networks and peerings take their time.
    atlas.clock.advance(3_600_000);
  });
  afterAll(() => atlas?.stop());

  const read = (file: string) => {
    const text = readFileSync(join(directory, file), "utf8");
    return { file, text: [...ids].reduce((whole, [example, real]) => whole.replaceAll(example, real), text) };
  };

  it.each(kinds.flatMap((kind) => [`${kind}/minimal.yaml`, `${kind}/full.yaml`]))(
    "can be planned with what they refer to: %s",
    async (file) => {
      const { objects, faults } = validateManifests([read(surroundings), read(file)]);
      expect(faults).toEqual([]);
      const manifests = new ManifestSet(objects, "default");
      const clients = new Clients(manifests, environmentSource(ownerOf(atlas)));
      const plans = await new Forecast(manifests, clients, today).plans();
      const own = plans.filter(({ object }) => object.file === file);
      expect(own.length).toBeGreaterThan(0);
      for (const { object, outcome, error, obstacles } of own) {
        const title = `${object.kind}/${object.name}: ${error?.message} ${JSON.stringify(obstacles)}`;
        const isDatabase = kindInfo(object.kind).group === "db.atlasgo.io";
        expect(outcome, title).toMatch(isDatabase ? /^unplanned$/ : /^(changes|in-sync|embedded)$/);
      }
    },
  );

  it.each(["minimal.yaml", "full.yaml"])("do not get into each other's way: every %s", (name) => {
    const { faults } = validateManifests([surroundings, ...kinds.map((kind) => `${kind}/${name}`)].map(read));
    expect(faults).toEqual([]);
  });
});
