import { afterEach, describe, expect, it } from "vitest";
import { packed } from "../../../provider/operator/databases/archive";
import { FormerDirectoryError } from "../../../provider/operator/databases/errors";
import { formerDirectory, keepDirectory } from "../../../provider/operator/databases/former-directory";
import { KubeClient } from "../../../provider/operator/runtime";
import { keptTelemetry } from "../runtime/harness/quiet";
import { type Answer, type ScriptedApi, scriptedApi } from "../runtime/harness/scripted-api";

const object = {
  apiVersion: "db.atlasgo.io/v1alpha1",
  kind: "AtlasMigration",
  metadata: { name: "shop", namespace: "default", uid: "1" },
};
const files = { "1_a.sql": "CREATE TABLE a (id int);" };
const refused = (code: number, reason: string): Answer => ({
  status: code,
  body: { kind: "Status", code, reason, message: "no" },
});
const absent = refused(404, "NotFound");
const kept = (archive: string, uid = "1"): Answer => ({
  status: 200,
  body: {
    metadata: { name: "io.atlasgo.db.v1.shop.latest", namespace: "default", ownerReferences: [{ uid }] },
    type: "atlasgo.io/db.v1",
    data: { "migrations.tar.gz": archive },
  },
});

describe("the directory that was applied last", () => {
  const opened: { kube: KubeClient; api: ScriptedApi }[] = [];
  afterEach(async () => {
    for (const { kube, api } of opened.splice(0)) {
      kube.close();
      await api.close();
    }
  });

  async function asking(...answers: Answer[]) {
    const api = await scriptedApi(...answers);
    const kube = new KubeClient({ config: api.config, fieldManager: "tester", limits: { attempts: 1 } });
    opened.push({ api, kube });
    const { log, lines } = keptTelemetry();
    const { signal } = new AbortController();
    const said = () => lines.map(({ msg }) => msg);
    return {
      read: () => formerDirectory(object, kube, log, signal),
      keep: () => keepDirectory(object, { files, former: undefined }, kube, log, signal),
      said,
      asked: () => api.asked.map(({ method }) => method),
    };
  }

  it.each([
    { answer: refused(500, "InternalError"), because: "the API server is in trouble" },
    { answer: refused(429, "TooManyRequests"), because: "it is asked too much" },
    { answer: "break the connection" as const, because: "it is away" },
  ])("is not taken for lost while it cannot be read: $because", async ({ answer }) => {
    const { read } = await asking(answer);
    await expect(read()).rejects.toThrow(FormerDirectoryError);
    await expect(read()).rejects.toThrow(
      /Secret default\/io\.atlasgo\.db\.v1\.shop\.latest, which tells .* cannot be read/,
    );
  });

  it.each([
    { answer: refused(403, "Forbidden"), says: ["the directory that was applied last cannot be read"] },
    { answer: kept("bm8gYXJjaGl2ZQ=="), says: ["the directory that was applied last cannot be read"] },
    { answer: absent, says: [] },
    { answer: kept("bm8gYXJjaGl2ZQ==", "another"), says: [] },
  ])("is lost where no other attempt would find it: $answer", async ({ answer, says }) => {
    const { read, said } = await asking(answer);
    expect(await read()).toBeUndefined();
    expect(said()).toEqual(says);
  });

  it("is what was packed", async () => {
    const { read } = await asking(kept((await packed(files)).toString("base64")));
    expect(await read()).toEqual(files);
  });

  it.each([
    { answers: [refused(500, "InternalError")], because: "it cannot be looked at" },
    { answers: [absent, refused(500, "InternalError")], because: "it cannot be made" },
    { answers: [absent, refused(409, "AlreadyExists")], because: "it was made a moment ago" },
    { answers: [kept(""), refused(409, "Conflict")], because: "somebody else wrote it" },
    { answers: [kept(""), "break the connection" as const], because: "the API server is away" },
  ])("is a failure of the pass where it may be kept by the next: $because", async ({ answers }) => {
    const { keep } = await asking(...answers);
    await expect(keep()).rejects.toThrow(/^all is applied, and Secret default\/io\.atlasgo.* cannot be written: /);
  });

  it.each([
    { refusal: refused(403, "Forbidden"), because: "the operator may not" },
    { refusal: refused(422, "Invalid"), because: "it is too large for a Secret" },
    { refusal: refused(413, "RequestEntityTooLarge"), because: "it is too large for a request" },
  ])("is done without where it can never be kept: $because", async ({ refusal }) => {
    const { keep, said, asked } = await asking(absent, refusal);
    await keep();
    expect(asked()).toEqual(["GET", "POST"]);
    expect(said()).toEqual(["the directory that was applied is not kept"]);
  });
});
