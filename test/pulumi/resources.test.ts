import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import {
  AtlasDatabaseUser,
  AtlasDeployment,
  AtlasProject,
  AtlasTeam,
  connectionString,
  WrongReferenceError,
} from "../../sdk/pulumi";

/** Resources as they were registered, by name. */
const registered = new Map<string, pulumi.runtime.MockResourceArgs>();

beforeEach(async () => {
  registered.clear();
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.set(args.name, args);
        return { id: `${args.name}-id`, state: args.inputs };
      },
      call: () => ({}),
    },
    "shop",
    "dev",
  );
});

/** Waits for a resource, and answers with what was registered. */
async function inputsOf(resource: pulumi.CustomResource, name: string): Promise<Record<string, unknown>> {
  await known(resource.id);
  return registered.get(name)?.inputs ?? {};
}

function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

describe("references", () => {
  it("become Atlas ids, at every depth and through outputs", async () => {
    const team = new AtlasTeam("devs", { name: "devs", usernames: ["a@example.com"] });
    const project = new AtlasProject("shop", {
      name: "shop",
      teams: pulumi.output([{ teamRef: team, roles: ["GROUP_OWNER" as const] }]),
    });
    const user = new AtlasDatabaseUser("app", { projectRef: project, username: "app", roles: [] });
    expect((await inputsOf(project, "shop")).teams).toEqual([{ teamRef: "devs-id", roles: ["GROUP_OWNER"] }]);
    expect((await inputsOf(user, "app")).projectRef).toBe("shop-id");
  });

  it("may be ids to begin with", async () => {
    const user = new AtlasDatabaseUser("app", { projectRef: "5f00000000000000000000aa", username: "app", roles: [] });
    expect((await inputsOf(user, "app")).projectRef).toBe("5f00000000000000000000aa");
  });

  it("to another kind are refused by type, and by name when types are circumvented", () => {
    const team = new AtlasTeam("devs", { name: "devs", usernames: [] });
    expect(
      // @ts-expect-error a team is no project
      () => new AtlasDatabaseUser("app", { projectRef: team, username: "app", roles: [] }),
    ).toThrow(WrongReferenceError);
  });
});

describe("secrets", () => {
  it("are Pulumi secrets although they were given in the clear, and never outputs", async () => {
    const user = new AtlasDatabaseUser("app", {
      projectRef: "5f00000000000000000000aa",
      username: "app",
      passwordSecretRef: "hush",
      roles: [],
    });
    await known(user.id);
    // @ts-expect-error there is no such output
    user.passwordSecretRef;
    expect(registered.get("app")?.inputs.passwordSecretRef).toMatchObject({ value: "hush" });
  });

  it("make the connection string a secret, with name and password encoded", async () => {
    const user = new AtlasDatabaseUser("app", { username: "a/b", passwordSecretRef: "p@ss", roles: [] });
    const status = {
      connectionStrings: { standardSrv: "mongodb+srv://orders.net", privateSrv: "mongodb+srv://pri.net" },
    };
    const uri = connectionString({ status }, user, { database: "shop" });
    expect(await pulumi.isSecret(uri)).toBe(true);
    expect(await known(uri)).toBe("mongodb+srv://a%2Fb:p%40ss@orders.net/shop");
    expect(await known(connectionString({ status }, { username: "u", password: "p" }, { private: true }))).toBe(
      "mongodb+srv://u:p@pri.net/",
    );
  });
});

describe("hidden inputs", () => {
  it("tell the provider what the engine does not", async () => {
    const team = new AtlasTeam(
      "devs",
      { name: "devs", usernames: [] },
      {
        import: "5f/5e",
        onCreateTimeout: "delete",
        customTimeouts: { create: "5m" },
        waitForApplied: true,
        deleteBeforeReplace: true,
      },
    );
    expect(await inputsOf(team, "devs")).toMatchObject({
      __kind: "AtlasTeam",
      __urn: "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/atlas:AtlasTeam::devs",
      __preview: false,
      __import: "5f/5e",
      __onCreateTimeout: "delete",
      __timeouts: { create: "5m" },
      __deleteBeforeReplace: true,
      __waitForApplied: true,
    });
    // The mock's id shows that the engine was not asked to import by itself.
    expect(await known(team.id)).toBe("devs-id");
  });

  it("hold the URN of a child of a component", async () => {
    class Shop extends pulumi.ComponentResource {}
    const shop = new Shop("example:index:Shop", "shop");
    const team = new AtlasTeam("devs", { name: "devs", usernames: [] }, { parent: shop });
    const { __urn } = await inputsOf(team, "devs");
    expect(__urn).toBe("urn:pulumi:dev::shop::example:index:Shop$pulumi-nodejs:dynamic/atlas:AtlasTeam::devs");
    expect(__urn).toBe(await known(team.urn));
  });

  it("hand the profile of a project on to what refers to it", async () => {
    const project = new AtlasProject("shop", { name: "shop", connectionSecretRef: "prod" });
    const inherits = new AtlasDatabaseUser("app", { projectRef: project, username: "app", roles: [] });
    const own = new AtlasDatabaseUser("ops", { projectRef: project, username: "ops", roles: [] }, { profile: "ops" });
    expect((await inputsOf(project, "shop")).__profile).toBe("prod");
    expect((await inputsOf(inherits, "app")).__profile).toBe("prod");
    expect((await inputsOf(own, "ops")).__profile).toBe("ops");
  });
});

describe("isInstance", () => {
  it("tells kinds apart", () => {
    const team = new AtlasTeam("devs", { name: "devs", usernames: [] });
    expect(AtlasTeam.isInstance(team)).toBe(true);
    expect(AtlasDeployment.isInstance(team)).toBe(false);
    expect(AtlasTeam.isInstance({ name: "devs" })).toBe(false);
  });
});
