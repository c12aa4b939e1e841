import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { type OperatorOptions, startOperator } from "../../../provider/operator";
import { type ManagedObject, resourceOf } from "../../../provider/operator/cluster/managed-object";
import { encoded, SECRETS, type Secret } from "../../../provider/operator/cluster/secret";
import { createLog, editorOf, findCondition, KubeClient } from "../../../provider/operator/runtime";
import { observedGenerationOf } from "../../../provider/operator/status/states";
import { type Simulator, startSimulator } from "../../../provider/simulator";
import { type KindName, kindInfo } from "../../../sdk/model/kinds";
import { type ControlPlane, startControlPlane } from "../../../tools/engines/kube";
import { until } from "../runtime/harness/until";
import { installRights, REFUSAL } from "./installed";

const CRDS = join(__dirname, "../../../crds");
/** Simulated seconds in a real one: a cluster is made in about a second. */
const TIME_SCALE = 400;
export const OPERATOR_NAMESPACE = "atlas-system";
export const GLOBAL_SECRET = "atlas-operator-api-key";

export interface WorldOptions {
  /** Files or directories with definitions. Default ours. */
  crds?: readonly string[];
  /** A simulated Atlas that runs already, and how much faster than this machine. Default one of its own. */
  atlas?: Simulator;
  timeScale?: number;
}

/** An API server with our definitions and a simulated Atlas: what an operator stands between. */
export class World {
  /** An administrator's. */
  readonly kube: KubeClient;
  #account: KubeConfig | undefined;
  readonly #clients: KubeClient[] = [];
  readonly #running = new Set<RunningOperator>();

  private constructor(
    readonly plane: ControlPlane,
    readonly config: KubeConfig,
    readonly atlas: Simulator,
    readonly timeScale: number,
  ) {
    this.kube = this.client();
  }

  static async start({ crds = [CRDS], timeScale = TIME_SCALE, atlas: given }: WorldOptions = {}): Promise<World> {
    const [plane, atlas] = await Promise.all([startControlPlane({ crds }), given ?? startSimulator({ timeScale })]);
    const config = new KubeConfig();
    config.loadFromString(plane.kubeconfig);
    const world = new World(plane, config, atlas, timeScale);
    await world.namespace(OPERATOR_NAMESPACE);
    await world.globalCredentials();
    const install = { name: "atlas-operator", namespace: OPERATOR_NAMESPACE, globalSecretName: GLOBAL_SECRET };
    world.#account = await installRights(plane, world.kube, install);
    return world;
  }

  /** The operator's account, with the rights that its installation gives it and no others. */
  get account(): KubeConfig {
    if (!this.#account) throw new Error("the world is not yet made");
    return this.#account;
  }

  client(): KubeClient {
    const made = new KubeClient({ config: this.config, fieldManager: "tester", limits: { qps: 500, burst: 1_000 } });
    this.#clients.push(made);
    return made;
  }

  /** Runs an operator in this process, under the rights that are shipped with it. That it was refused none is looked at when it stops. */
  operator(options: Partial<OperatorOptions> = {}): RunningOperator {
    const lines: string[] = [];
    const stop = new AbortController();
    const done = startOperator(
      {
        config: this.account,
        namespace: OPERATOR_NAMESPACE,
        podName: "atlas-operator-5d9c7b6f4-x2x7k",
        atlasDomain: this.atlas.url,
        timeScale: this.timeScale,
        backoff: { firstMs: 50, maxMs: 1_000 },
        log: createLog({ level: "debug", destination: { write: (line: string) => void lines.push(line) } }),
        ...options,
      },
      stop.signal,
    );
    const running: RunningOperator = {
      lines,
      stop: async () => {
        stop.abort(new Error("the test is over"));
        this.#running.delete(running);
        await done;
        const refused = lines.filter((line) => REFUSAL.test(line));
        if (refused.length > 0) throw new Error(`the operator lacks rights:\n${refused.join("")}`);
      },
    };
    done.catch((error: unknown) => lines.push(String(error)));
    this.#running.add(running);
    return running;
  }

  async stopOperators(): Promise<void> {
    await Promise.all([...this.#running].map((running) => running.stop()));
  }

  async stop(): Promise<void> {
    await this.stopOperators();
    for (const client of this.#clients) client.close();
    await Promise.all([this.plane.stop(), this.atlas.stop()]);
  }

  async namespace(name: string): Promise<string> {
    await this.kube.create(
      { group: "", version: "v1", kind: "Namespace", plural: "namespaces", namespaced: false },
      { metadata: { name } },
    );
    return name;
  }

  async globalCredentials(): Promise<void> {
    await this.credentials(OPERATOR_NAMESPACE, GLOBAL_SECRET);
  }

  /** A Secret with an owner's API key. */
  async credentials(namespace: string, name: string, key = this.atlas.apiKey): Promise<void> {
    const { publicKey: publicApiKey, privateKey: privateApiKey } = key;
    await this.secret(namespace, name, { orgId: this.atlas.orgId, publicApiKey, privateApiKey });
  }

  async secret(
    namespace: string,
    name: string,
    data: Readonly<Record<string, string>>,
    labels: Record<string, string> = { "atlas.mongodb.com/type": "credentials" },
  ): Promise<Secret> {
    return this.kube.create(SECRETS, { metadata: { name, namespace, labels }, data: encoded(data) });
  }

  async create(
    kind: KindName,
    namespace: string,
    name: string,
    spec: object,
    more: object = {},
  ): Promise<ManagedObject> {
    const { apiVersion } = kindInfo(kind);
    const metadata = { name, namespace, ...more };
    return this.kube.create(resourceOf(kind), { apiVersion, kind, metadata, spec: { ...spec } });
  }

  /** Edits an object as somebody with kubectl would; `change` must be pure. */
  async edit(
    kind: KindName,
    namespace: string,
    name: string,
    change: (object: ManagedObject) => ManagedObject,
  ): Promise<void> {
    const object = await this.get(kind, namespace, name);
    if (object) await editorOf(this.kube, resourceOf(kind)).edit(object, change, {});
  }

  async get(kind: KindName, namespace: string, name: string): Promise<ManagedObject | undefined> {
    return this.kube.get(resourceOf(kind), `${namespace}/${name}`);
  }

  /** Waits until the object is as `look` wants it, and answers with it. */
  async until(
    kind: KindName,
    namespace: string,
    name: string,
    what: string,
    look: (object: ManagedObject) => boolean,
  ): Promise<ManagedObject> {
    let last: ManagedObject | undefined;
    try {
      return await until(`${kind} ${namespace}/${name} ${what}`, async () => {
        last = await this.get(kind, namespace, name);
        return last !== undefined && look(last) && last;
      });
    } catch (error) {
      const logged = [...this.#running].flatMap(({ lines }) =>
        lines.filter((line) => !line.includes("pass done")).slice(-6),
      );
      throw new Error(`${error}\n${JSON.stringify(last, undefined, 1)}\n${logged.join("")}`, { cause: error });
    }
  }

  /** Waits until the object is ready in its present generation. */
  async ready(kind: KindName, namespace: string, name: string): Promise<ManagedObject> {
    return this.until(kind, namespace, name, "is ready", isReady);
  }

  async gone(kind: KindName, namespace: string, name: string): Promise<void> {
    let last: ManagedObject | undefined;
    await until(`${kind} ${namespace}/${name} is gone`, async () => {
      last = await this.get(kind, namespace, name);
      return last === undefined;
    }).catch((error: unknown) => {
      throw new Error(`${error}\n${JSON.stringify(last, undefined, 1)}`, { cause: error });
    });
  }

  async delete(kind: KindName, namespace: string, name: string): Promise<void> {
    await this.kube.delete(resourceOf(kind), `${namespace}/${name}`);
  }

  async patch(kind: KindName, namespace: string, name: string, patch: object): Promise<ManagedObject> {
    return this.kube.mergePatch(resourceOf(kind), `${namespace}/${name}`, patch);
  }

  /** Writes to Atlas, as `METHOD /path`, without what comes before the project. */
  writes(): string[] {
    return this.atlas.writes().map(({ method, path }) => `${method} ${path.replace(/^\/api\/atlas\/v2/, "")}`);
  }
}

export interface RunningOperator {
  /** Its log, line by line. */
  lines: string[];
  stop(): Promise<void>;
}

export const isReady = ({ status, metadata }: ManagedObject): boolean =>
  observedGenerationOf(status) === metadata.generation && conditionOf({ status, metadata }, "Ready")?.status === "True";

export const conditionOf = ({ status }: ManagedObject, type: string) => findCondition(status?.conditions, type);
