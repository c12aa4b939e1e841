import { resourceOf } from "../../../provider/operator/cluster/managed-object";
import { decoded, SECRETS } from "../../../provider/operator/cluster/secret";
import { type KindName, kindInfo, kindNames } from "../../../sdk/model/kinds";
import type { Fixture, Mutation } from "../../kinds/conformance/fixture";
import { Subject } from "../../kinds/conformance/subject";
import type { World as Atlas, Names } from "../../kinds/conformance/world";
import { OWN_KEY, redeclare, surround } from "./declare";
import { isSuitable, plantForeign, withDefaults } from "./fleet";
import { isReady, type World } from "./world";

/** What may happen to an object, in this order. */
export const phases = ["creation", "change", "deletion"] as const;
export type Phase = (typeof phases)[number];

/** Where it happens: a cluster, its Atlas, and another Atlas in which the same is done and nothing comes between. */
export interface Stage {
  world: World;
  atlas: Atlas;
  elsewhere: Atlas;
}

/** An object in a namespace, and with a key, of its own, next to something foreign: it is made, changed and deleted. */
export class Doomed {
  private constructor(
    private readonly stage: Stage,
    readonly fixture: Fixture,
    readonly namespace: string,
    /** Of the key with which all is written to Atlas that is written for it. */
    readonly publicKey: string,
    private readonly names: Names,
    private readonly spec: object,
    private readonly likewise: Subject,
  ) {}

  /** Makes everything ready for it. */
  static async prepare(stage: Stage, fixture: Fixture): Promise<Doomed> {
    const { world, atlas, elsewhere } = stage;
    // Both at once, so that they get the same names though others are prepared at the same time.
    const [names, theirs] = await Promise.all([atlas.fresh(fixture), elsewhere.fresh(fixture)]);
    plantForeign(atlas, names);
    plantForeign(elsewhere, theirs);
    const namespace = await world.namespace(`doomed-${names.$unique}`);
    const spec = await surround(world, fixture, names, namespace, true);
    const key = await world.kube.get(SECRETS, `${namespace}/${OWN_KEY}`);
    // Teams have the operator's own, as long as no project names them.
    const ownsKey = fixture.kind !== "AtlasTeam" && key !== undefined;
    const publicKey = ownsKey ? (decoded(key).publicApiKey ?? "") : world.atlas.apiKey.publicKey;
    return new Doomed(stage, fixture, namespace, publicKey, names, spec, new Subject(elsewhere, fixture, theirs));
  }

  async begin(phase: Phase): Promise<void> {
    const { fixture, namespace, names, spec } = this;
    const { world } = this.stage;
    if (phase === "creation") await world.create(fixture.kind, namespace, "subject", spec);
    else if (phase === "change") await redeclare(world, fixture, changeOf(fixture)?.set ?? {}, names, namespace);
    else await world.delete(fixture.kind, namespace, "subject");
  }

  /** Does the same in the other Atlas. */
  async undisturbed(phase: Phase): Promise<void> {
    const { likewise, fixture } = this;
    const declared = (set?: Mutation["set"]) => withDefaults(fixture.kind, likewise.spec(set));
    if (phase === "creation") await likewise.up(declared());
    else if (phase === "change") await likewise.up(declared(changeOf(fixture)?.set));
    else await likewise.down();
  }

  /** The writes to Atlas that it takes. */
  writesOf(phase: Phase): readonly string[] {
    const { creates, removes } = this.fixture;
    return { creation: creates, change: changeOf(this.fixture)?.writes ?? [], deletion: removes }[phase];
  }

  async isThrough(phase: Phase): Promise<boolean> {
    const object = await this.stage.world.get(this.fixture.kind, this.namespace, "subject");
    return phase === "deletion" ? object === undefined : object !== undefined && isReady(object);
  }

  /** Whether everything beside it is ready. */
  async isSurrounded(): Promise<boolean> {
    const lists = await Promise.all(
      kindNames.map((kind) => this.stage.world.kube.list(resourceOf(kind), { namespace: this.namespace })),
    );
    return lists.flatMap(({ items }) => items).every(isReady);
  }
}

/** The first of a fixture's changes that an object shows by itself, and not what it names. */
function changeOf({ kind, mutations }: Fixture): Mutation | undefined {
  const embedded = new Set(fieldsOfEmbedded(kind));
  return mutations.find((one) => isSuitable(one) && !Object.keys(one.set).some((field) => embedded.has(field)));
}

const fieldsOfEmbedded = (kind: KindName): string[] =>
  kindInfo(kind)
    .references.filter(({ marker }) => marker === "embedded")
    .map(({ path }) => path.split(/[.[]/)[0] ?? "");
