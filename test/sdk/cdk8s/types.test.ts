import { ApiObject, Testing } from "cdk8s";
import { Secret } from "cdk8s-plus-33";
import { describe, expectTypeOf, it } from "vitest";
import { AtlasDatabaseUser, type AtlasDatabaseUserProps, AtlasProject, AtlasTeam } from "../../../sdk/cdk8s";
import type { AtlasTeamSpec } from "../../../sdk/model";

const roles = [{ roleName: "readWrite", databaseName: "shop" }];

describe("the types of props", () => {
  it("are the model's where there is no reference", () => {
    expectTypeOf<AtlasDatabaseUserProps["roles"][number]["roleName"]>().toEqualTypeOf<string>();
    expectTypeOf<AtlasDatabaseUserProps["x509Type"]>().toEqualTypeOf<"NONE" | "MANAGED" | "CUSTOMER" | undefined>();
    // A spec that refers to nothing can be given to every engine.
    const spec: AtlasTeamSpec = { name: "developers", usernames: [] };
    new AtlasTeam(Testing.chart(), "team", spec);
  });

  it("take constructs of the right kind, Secrets of any maker, and names", () => {
    const chart = Testing.chart();
    const project = new AtlasProject(chart, "project", { name: "shop" });
    const team = new AtlasTeam(chart, "team", { name: "developers", usernames: [] });
    const secret = new Secret(chart, "secret");
    const object = new ApiObject(chart, "object", { apiVersion: "v1", kind: "Secret" });
    for (const [index, passwordSecretRef] of [secret, object, { name: "s" }].entries()) {
      new AtlasDatabaseUser(chart, `u${index}`, { projectRef: project, username: "app", passwordSecretRef, roles });
    }
    // @ts-expect-error a team is not a project
    new AtlasDatabaseUser(chart, "wrong-kind", { projectRef: team, username: "app", roles });
    // @ts-expect-error a reference needs a name
    new AtlasDatabaseUser(chart, "no-name", { projectRef: {}, username: "app", roles });
    // @ts-expect-error a user has a name
    new AtlasDatabaseUser(chart, "no-username", { projectRef: project, roles });
    // @ts-expect-error a misspelt field
    new AtlasDatabaseUser(chart, "misspelt", { projectRef: project, username: "app", roles, scope: [] });
    // @ts-expect-error a value that is not allowed
    new AtlasDatabaseUser(chart, "enum", { projectRef: project, username: "app", roles, x509Type: "MANGED" });
    // @ts-expect-error this Secret is in the user's own namespace
    new AtlasDatabaseUser(chart, "ns", { username: "app", roles, passwordSecretRef: { name: "s", namespace: "n" } });
  });

  it("show only constructs that know their kind", () => {
    const project = new AtlasProject(Testing.chart(), "project", { name: "shop" });
    expectTypeOf(project.kind).toEqualTypeOf<"AtlasProject">();
    expectTypeOf(project.spec.name).toEqualTypeOf<string>();
  });
});
