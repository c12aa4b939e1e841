import { afterEach, describe, expect, it } from "vitest";
import { Cluster } from "../../../provider/operator/cluster/cluster";
import { Subject } from "../../../provider/operator/controllers/subject";
import { deploymentOf } from "../../../provider/operator/databases/dev/deployment";
import { wantedOf } from "../../../provider/operator/databases/dev/wanted";
import { withDevDatabase } from "../../../provider/operator/databases/dev/with-dev-database";
import { settledOptions } from "../../../provider/operator/databases/options";
import { DatabaseWorkError, type Failure } from "../../../provider/operator/databases/worker/failure";
import { failureOf } from "../../../provider/operator/databases/worker/failure-of";
import { EventRecorder, KubeClient } from "../../../provider/operator/runtime";
import { DevDatabaseError, UncleanDevDatabaseError } from "../../../provider/schema";
import { keptTelemetry } from "../runtime/harness/quiet";
import { type Answer, type ScriptedApi, scriptedApi } from "../runtime/harness/scripted-api";

const metadata = { name: "shop", namespace: "default", uid: "1" };
const object = { apiVersion: "db.atlasgo.io/v1alpha1", kind: "AtlasSchema", metadata };
const mysql = { url: "mysql://h/db", schema: { sql: "" } };

const failed = (failure: Failure) => new DatabaseWorkError(failure);
const unclean = failed(failureOf(new UncleanDevDatabaseError("the dev database is not empty")));
const unfit = failed(failureOf(new DevDatabaseError("the dev database is the target database itself")));

const done = { status: 200, body: {} };
const forbidden = { status: 403, body: { kind: "Status", reason: "Forbidden", code: 403, message: "forbidden" } };

/** What is asked and answered until a pod is found that is ready. */
function running(): Answer[] {
  const wanted = wantedOf("AtlasSchema", mysql);
  if (!wanted) throw new Error("MySQL has none in process");
  const pod = {
    metadata: { name: "pod", namespace: "default" },
    status: { podIP: "127.0.0.1", conditions: [{ type: "Ready", status: "True" }] },
  };
  return [
    { status: 200, body: deploymentOf("shop-atlas-dev-db", object, wanted) },
    { status: 200, body: { items: [pod] } },
  ];
}

describe("work with a dev database that runs as a pod", () => {
  const opened: { kube: KubeClient; api: ScriptedApi }[] = [];
  afterEach(async () => {
    for (const { kube, api } of opened.splice(0)) {
      kube.close();
      await api.close();
    }
  });

  async function client(...answers: Answer[]) {
    const api = await scriptedApi(...answers);
    const one = { api, kube: new KubeClient({ config: api.config, fieldManager: "tester" }) };
    opened.push(one);
    return one;
  }

  /** Does `works` one after the other, each a pass of its own, and tells how they ended. */
  async function passes(answers: Answer[], declared: object, ...works: (() => Promise<string>)[]) {
    const { api, kube } = await client(...answers);
    const { log, lines } = keptTelemetry();
    const source = new Cluster({ kube, kinds: ["AtlasSchema"] }).source("AtlasSchema");
    if (!source) throw new Error("the kind is followed");
    const told = await client({ status: 201, body: {} });
    const events = new EventRecorder(told.kube, log, { controller: "test.example.com/operator" });
    const settings = settledOptions({ devDatabases: true });
    const services = { kube, events, settings, unclean: new Set<string>() };
    const ends: unknown[] = [];
    for (const work of works) {
      const { signal } = new AbortController();
      const context = { signal, writeSignal: signal, log, reconcileId: "1" };
      const subject = new Subject("AtlasSchema", source, object, context);
      ends.push(await withDevDatabase("AtlasSchema", subject, services, { ...declared }, work).catch((error) => error));
    }
    const changes = api.asked.filter(({ method, url }) => method !== "GET" && url.includes("/deployments/"));
    return { ends, changes: changes.map(({ method, body }) => `${method} ${body}`), lines };
  }

  const rests = 'PATCH {"spec":{"replicas":0}}';

  it.each([
    { because: "nothing else than what is in it is wrong", errors: [unclean], changes: [rests] },
    { because: "a fresh pod would be of no other kind", errors: [unfit], changes: [] },
    { because: "the image brings what is in it", errors: [unclean, unclean, unclean], changes: [rests] },
    {
      because: "what another pass left is not the image's",
      errors: [unclean, unfit, unclean],
      changes: [rests, rests],
    },
  ])("puts it to rest where that can help: $because", async ({ errors, changes }) => {
    const answers = errors.flatMap((error, index) => {
      const rest = error === unclean && (index === 0 || errors[index - 1] !== unclean);
      return [...running(), ...(rest ? [done] : [])];
    });
    const works = errors.map((error) => () => Promise.reject(error));
    const { ends, changes: made } = await passes(answers, mysql, ...works);
    expect(ends).toEqual(errors);
    expect(made).toEqual(changes);
  });

  it("fails for what was wrong with the work where it cannot be put to rest, and tries that again", async () => {
    const work = () => Promise.reject(unclean);
    const once = [...running(), forbidden];
    const { ends, changes, lines } = await passes([...once, ...once], mysql, work, work);
    expect(ends).toEqual([unclean, unclean]);
    expect(changes).toEqual([rests, rests]);
    expect(lines.map(({ msg }) => msg)).toContain("its dev database could not be put away");
  });

  it("is done where none is needed any more and the former one cannot be taken away", async () => {
    const inProcess = { url: "sqlite://file", schema: { sql: "" } };
    const { ends, lines } = await passes([forbidden], inProcess, async () => "applied");
    expect(ends).toEqual(["applied"]);
    expect(lines.map(({ msg }) => msg)).toContain("its dev database could not be put away");
  });
});
