import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { AtlasApiError, AtlasUnreachableError, createAtlasClient, isAbsent } from "../../provider/atlas";
import type { AtlasCall } from "../../provider/atlas/api";
import { requiredRole } from "../../provider/atlas/required-roles";
import { apiKey, clientOf, groupId } from "./service/client";
import { atlasError, FakeService, type Reply } from "./service/fake-service";

async function failureOf(reply: Reply, call: AtlasCall): Promise<AtlasApiError> {
  const service = await FakeService.start(() => reply);
  const failure = await clientOf(service, { retry: { attempts: 1 }, credentialsFrom: 'profile "prod"' })
    .send(call)
    .catch((error: unknown) => error);
  if (!(failure instanceof AtlasApiError)) throw new Error(`expected an AtlasApiError, got ${failure}`);
  return failure;
}

const accessEntry: AtlasCall = {
  operation: "createGroupAccessListEntry",
  params: { groupId },
  query: { pretty: "secret-ish" },
};
const createGroup: AtlasCall = { operation: "createGroup" };

describe("a refusal", () => {
  it("reads as the operators' conditions do, and keeps every fact", async () => {
    const detail = "The address 300.0.0.1 must be in valid IP address or CIDR notation.";
    const reply = atlasError(400, "INVALID_IP_ADDRESS_OR_CIDR_NOTATION", detail, ["300.0.0.1"], {
      "x-request-id": "req-1",
    });
    const failure = await failureOf(reply, accessEntry);
    expect(failure.message).toMatch(
      /^POST http:\/\/127\.0\.0\.1:\d+\/api\/atlas\/v2\/groups\/32b6e34b3d91647abb20e7b8\/accessList: 400 \(request "INVALID_IP_ADDRESS_OR_CIDR_NOTATION"\) The address 300\.0\.0\.1 must be/,
    );
    expect(failure).toMatchObject({
      code: "AtlasApi",
      operation: "createGroupAccessListEntry",
      method: "POST",
      status: 400,
      atlasCode: "INVALID_IP_ADDRESS_OR_CIDR_NOTATION",
      detail,
      requestId: "req-1",
    });
  });

  for (const { because, reply, call, hint } of [
    {
      because: "an API key has an access list of its own, and the caller's address is in the sentence",
      reply: atlasError(
        403,
        "IP_ADDRESS_NOT_ON_ACCESS_LIST",
        "IP address 203.0.113.9 is not allowed to access this resource.",
        ["203.0.113.9"],
      ),
      call: createGroup,
      hint: /203\.0\.113\.9.*not the project's/,
    },
    {
      because: "wrong keys come from somewhere",
      reply: atlasError(401, "UNEXPECTED_ERROR", "You are not authorized for this resource."),
      call: createGroup,
      hint: /profile "prod".*not known at http/,
    },
    {
      because: "making projects takes an organization role",
      reply: atlasError(403, "NOT_ORG_GROUP_CREATOR", "No."),
      call: createGroup,
      hint: /Organization Project Creator/,
    },
    {
      because: "making database users takes a project role",
      reply: atlasError(403, "USER_UNAUTHORIZED", "No."),
      call: { operation: "createGroupDatabaseUser", params: { groupId } } as AtlasCall,
      hint: /Project Database Access Admin or Project Owner/,
    },
    {
      because: "an unknown organization is a matter of orgId or of keys",
      reply: atlasError(404, "ORG_NOT_FOUND", "No organization with ID x exists."),
      call: createGroup,
      hint: /orgId/,
    },
    {
      because: "an existing project can be imported",
      reply: atlasError(409, "GROUP_ALREADY_EXISTS", "Exists."),
      call: createGroup,
      hint: /Import it/,
    },
    {
      because: "a role goes from its users before it goes from the project",
      reply: atlasError(409, "ATLAS_CUSTOM_ROLE_IN_USE_BY_USERS", "In use."),
      call: createGroup,
      hint: /from the users/,
    },
    {
      because: "a page of something else means a wrong base URL",
      reply: { status: 404, text: "<html>Not found</html>" } as Reply,
      call: createGroup,
      hint: /base URL http/,
    },
    {
      because: "a redirect means a wrong base URL too",
      reply: { status: 301, headers: { location: "https://example.org" } } as Reply,
      call: createGroup,
      hint: /base URL http/,
    },
  ]) {
    it(`has a hint, for ${because}`, async () => {
      expect((await failureOf(reply, call)).hint).toMatch(hint);
    });
  }

  it("is an absence only when Atlas itself says so", async () => {
    const call: AtlasCall = { operation: "getGroup", params: { groupId } };
    expect(isAbsent(await failureOf(atlasError(404, "GROUP_NOT_FOUND", "No."), call))).toBe(true);
    expect(isAbsent(await failureOf({ status: 404, text: "nginx" }, call))).toBe(false);
    expect(
      isAbsent(await failureOf(atlasError(403, "NOT_IN_GROUP", "No."), call), "NOT_IN_GROUP", "GROUP_NOT_FOUND"),
    ).toBe(true);
  });
});

describe("no answer", () => {
  const attempt = (settings: Partial<Parameters<typeof createAtlasClient>[0]>) =>
    createAtlasClient({ credentials: apiKey, retry: { attempts: 1 }, ...settings })
      .send({ operation: "listGroups" })
      .catch((error: unknown) => error);

  it("from a port where nothing listens names the base URL and where it was set", async () => {
    const failure = await attempt({ baseUrl: "http://127.0.0.1:1/", baseUrlFrom: "MONGODB_ATLAS_BASE_URL" });
    expect(failure).toBeInstanceOf(AtlasUnreachableError);
    expect(failure).toMatchObject({
      message: expect.stringMatching(
        /^GET http:\/\/127\.0\.0\.1:1\/api\/atlas\/v2\/groups: no answer \(ECONNREFUSED\)/,
      ),
      hint: expect.stringMatching(/Nothing listens there.*http:\/\/127\.0\.0\.1:1 \(from MONGODB_ATLAS_BASE_URL\)/),
    });
  });

  it("from a name that does not exist speaks of the name", async () => {
    const failure = await attempt({ baseUrl: "https://atlas.invalid" });
    expect(failure).toMatchObject({ hint: expect.stringContaining("could not be resolved") });
  });

  it("from something without TLS speaks of the certificate", async () => {
    const server = createServer((socket) =>
      socket.on("error", () => socket.destroy()).end("HTTP/1.1 400 Bad Request\r\n\r\n"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    if (typeof address !== "object" || !address) throw new Error("no port");
    const failure = await attempt({ baseUrl: `https://127.0.0.1:${address.port}` });
    expect(failure).toMatchObject({ code: "AtlasUnreachable", hint: expect.stringContaining("certificate") });
  });

  it("that makes sense says so", async () => {
    const service = await FakeService.start(() => ({ status: 200, text: "<html>Welcome</html>" }));
    const failure = await clientOf(service)
      .send({ operation: "listGroups" })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      message: expect.stringContaining("not JSON"),
      hint: expect.stringContaining("base URL"),
    });
  });
});

describe("a call that cannot be sent", () => {
  for (const [value, because] of [
    [undefined, "a parameter is missing"],
    ["", "a parameter is empty"],
    ["..", "a parameter would lead out of its place"],
  ] as const) {
    it(`is refused before anything is sent, as ${because}`, async () => {
      const service = await FakeService.start(() => ({ status: 200, body: {} }));
      const params: Record<string, string> = value === undefined ? {} : { groupId: value };
      const sent = clientOf(service).send({ operation: "deleteGroup", params });
      await expect(sent).rejects.toMatchObject({
        code: "ValidationFailed",
        message: expect.stringContaining("params.groupId"),
      });
      expect(service.requests).toHaveLength(0);
    });
  }
});

describe("the role that a call needs", () => {
  it("is a project's for what is inside a project, an organization's only above", () => {
    expect(requiredRole("createGroup")).toBe("Organization Project Creator");
    expect(requiredRole("updateGroupSettings")).toBe("Project Owner");
    expect(requiredRole("getGroupByName")).toContain("any role");
    expect(requiredRole("createGroupCluster")).toBe("Project Owner");
    expect(requiredRole("updateGroupCluster")).toContain("Project Cluster Manager");
    expect(requiredRole("createOrgTeam")).toBe("Organization Owner");
  });
});
