import { App, Chart, JsonPatch, Lazy, Testing } from "cdk8s";
import { describe, expect, it } from "vitest";
import { AtlasDatabaseUser, AtlasDeployment, AtlasProject, AtlasTeam, policies } from "../../../sdk/cdk8s";

const roles = [{ roleName: "readWrite", databaseName: "shop" }];
const projectRef = { name: "shop" };

/** A value that the types would refuse, as a program without them would pass it. */
function untyped<T>(value: object): T {
  return value as T;
}

describe("a fault", () => {
  it.each([
    {
      because: "an unknown field is most often a misspelt one",
      spec: { usrname: "app" },
      says: /spec\.usrname: .*username/,
    },
    {
      because: "an enumeration says what is allowed",
      spec: { x509Type: "MANGED" },
      says: /spec\.x509Type: .*did you mean MANAGED/,
    },
    { because: "a required field is named", spec: { roles: undefined }, says: /spec\.roles: is required/ },
    {
      because: "both of an exclusive pair are too many",
      spec: { externalProjectRef: { id: "x" } },
      says: /projectRef and externalProjectRef/,
    },
    {
      because: "a date must be one",
      spec: { deleteAfterDate: "tomorrow" },
      says: /spec\.deleteAfterDate: .*2026-12-31/,
    },
    {
      because: "a place in a list has its number",
      spec: { roles: [...roles, { roleName: "x" }] },
      says: /spec\.roles\[1\]\.databaseName: is required/,
    },
  ])("is told at synthesis, with the construct's path: $because", ({ spec, says }) => {
    const chart = Testing.chart();
    new AtlasDatabaseUser(chart, "user", untyped({ projectRef, username: "app", roles, ...spec }));
    expect(() => Testing.synth(chart)).toThrow(says);
    expect(() => Testing.synth(chart)).toThrow(/\[test\/user\] AtlasDatabaseUser\/test-user-/);
  });

  it("does not hide those of other constructs", () => {
    const app = new App();
    const chart = new Chart(app, "shop");
    new AtlasTeam(chart, "team", untyped({ name: "developers" }));
    new AtlasProject(chart, "project", { name: "shop", projectIpAccessList: [{ cidrBlock: "10.0.0.0/33" }] });
    expect(() => app.synthYaml()).toThrow(/\[shop\/team\] .*usernames(.|\n)*\[shop\/project\] .*cidrBlock/);
  });

  it("of a construct in the wrong place is told as such, not as a failure to write it", () => {
    const chart = Testing.chart();
    const project = new AtlasProject(chart, "project", { name: "shop" });
    new AtlasDatabaseUser(chart, "user", untyped({ projectRef, username: project, roles }));
    expect(() => Testing.synth(chart)).toThrow(/\[test\/user\] .*spec\.username: /);
  });
});

describe("what is checked", () => {
  it("is what will be written, with lazy values", () => {
    const chart = Testing.chart();
    const username: string = Lazy.any({ produce: () => "late" });
    new AtlasDatabaseUser(chart, "user", { projectRef, username, roles });
    expect(Testing.synth(chart)[0].spec.username).toBe("late");
  });

  it("is what will be written, with JSON patches: one can mend, and one can break", () => {
    const chart = Testing.chart();
    const user = new AtlasDatabaseUser(chart, "user", untyped({ projectRef, username: "app", roles, extra: 1 }));
    expect(() => Testing.synth(chart)).toThrow(/extra/);
    user.addJsonPatch(JsonPatch.remove("/spec/extra"));
    expect(() => Testing.synth(chart)).not.toThrow();
    user.addJsonPatch(JsonPatch.replace("/spec/username", 7));
    expect(() => Testing.synth(chart)).toThrow(/spec\.username: /);
  });

  it("may hold nothing where something is optional", () => {
    const chart = Testing.chart();
    new AtlasDatabaseUser(chart, "user", { projectRef, username: "app", roles, description: undefined });
    expect(Testing.synth(chart)[0].spec).toEqual({ projectRef, username: "app", roles });
  });
});

describe("policies", () => {
  it("are annotations beside those one has", () => {
    const chart = Testing.chart();
    new AtlasDeployment(chart, "cluster", {
      metadata: { annotations: { team: "shop", ...policies({ resource: "delete", reconciliation: "skip" }) } },
      projectRef,
      flexSpec: { name: "events", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
    });
    expect(Testing.synth(chart)[0].metadata.annotations).toEqual({
      team: "shop",
      "mongodb.com/atlas-resource-policy": "delete",
      "mongodb.com/atlas-reconciliation-policy": "skip",
    });
  });
});

describe("a region that the catalogue does not have", () => {
  it("is a warning of the process: Atlas may have got a new one", async () => {
    const told = new Promise<Error>((resolve) => process.once("warning", resolve));
    const chart = Testing.chart();
    new AtlasDeployment(chart, "sessions", {
      projectRef: { name: "shop" },
      flexSpec: { name: "sessions", providerSettings: { backingProviderName: "AWS", regionName: "EU_WST_1" } },
    });
    expect(() => Testing.synth(chart)).not.toThrow();
    const { name, message } = await told;
    expect(name).toBe("AtlasIacWarning");
    expect(message).toContain("did you mean EU_WEST_1?");
  });
});
