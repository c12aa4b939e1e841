import { type ManagedObject, resourceOf } from "../../../provider/operator/cluster/managed-object";
import { keyOf } from "../../../provider/operator/runtime";
import { applyDefaults } from "../../../sdk/model/defaults";
import { type KindName, kindNames, type SpecOf } from "../../../sdk/model/kinds";
import type { Fixture, Mutation, Spec } from "../../kinds/conformance/fixture";
import { fixtures } from "../../kinds/conformance/fixtures";
import { Subject } from "../../kinds/conformance/subject";
import type { World as Atlas, Names } from "../../kinds/conformance/world";
import { until } from "../runtime/harness/until";
import { declare, redeclare } from "./declare";
import type { Random } from "./random";
import { isReady, type World } from "./world";

/** Kinds of which more are made, to fill a fleet up. */
const cheap = ["AtlasDatabaseUser", "AtlasIPAccessList", "AtlasCustomRole", "AtlasTeam"];

/** What is to become of a member while it lives. */
type Fate = "stays" | "changes" | "goes";

export interface Member {
  fixture: Fixture;
  names: Names;
  namespace: string;
  name: string;
  change?: Mutation;
  fate: Fate;
}

/** Objects of every kind with everything that they name, each in a namespace of its own, and something foreign beside each. */
export class Fleet {
  readonly members: Member[] = [];

  private constructor(
    readonly world: World,
    readonly atlas: Atlas,
  ) {}

  /** Makes everything ready for them, each with one of the changes of its fixture; in the cluster there is nothing yet. */
  static async prepare(world: World, atlas: Atlas, size: number, random: Random): Promise<Fleet> {
    const fleet = new Fleet(world, atlas);
    // A cluster refuses new serverless deployments, as upstream's definitions do.
    const declarable = fixtures.filter(({ base }) => base.serverlessSpec === undefined);
    const more = declarable.filter(({ title }) => cheap.includes(title));
    for (let index = 0; index < size; index++) {
      const fixture = declarable[index] ?? more[index % more.length];
      if (!fixture) continue;
      const names = await atlas.fresh(fixture);
      plantForeign(atlas, names);
      const namespace = await world.namespace(`member-${names.$unique}`);
      const [change] = random.shuffled(fixture.mutations.filter(isSuitable));
      fleet.members.push({ fixture, names, namespace, name: "subject", change, fate: "stays" });
    }
    return fleet;
  }

  async declare({ fixture, names, namespace }: Member): Promise<void> {
    await declare(this.world, fixture, names, namespace);
  }

  /** All objects in the cluster: the members, and what they name. */
  async objects(): Promise<ManagedObject[]> {
    const lists = await Promise.all(kindNames.map((kind) => this.world.kube.list(resourceOf(kind))));
    return lists.flatMap(({ items }) => items);
  }

  async change(member: Member): Promise<void> {
    const { fixture, names, namespace, change } = member;
    if (!change) return;
    await redeclare(this.world, fixture, change.set, names, namespace);
    member.fate = "changes";
  }

  async delete(member: Member): Promise<void> {
    await this.world.delete(member.fixture.kind, member.namespace, member.name);
    member.fate = "goes";
  }

  /** Waits until everything is as declared, and gone what was deleted. */
  async settled(): Promise<void> {
    const going = new Set(
      this.members.flatMap(({ fate, namespace }) => (fate === "goes" ? [`${namespace}/subject`] : [])),
    );
    const isSettled = async (): Promise<boolean> => {
      const all = await this.objects();
      return all.every((object) => isReady(object) && !going.has(keyOf(object)));
    };
    // What is not so after that is told below, object by object.
    await until("everything is settled", isSettled, 120_000).catch(() => undefined);
    for (const { fate, fixture, namespace, name } of this.members) {
      if (fate === "goes") await this.world.gone(fixture.kind, namespace, name);
      else await this.world.ready(fixture.kind, namespace, name);
    }
  }

  /** Does the same in an Atlas of its own, where nothing comes between: how this one should look now. */
  async undisturbed(elsewhere: Atlas): Promise<void> {
    for (const { fixture, fate, change } of this.members) {
      const names = await elsewhere.fresh(fixture);
      plantForeign(elsewhere, names);
      const subject = new Subject(elsewhere, fixture, names);
      const declared = (set?: Spec) => withDefaults(fixture.kind, subject.spec(set));
      await subject.up(declared());
      if (fate === "changes") await subject.up(declared(change?.set));
      if (fate === "goes") await subject.down();
    }
  }
}

/** What cannot be taken back, or changes nothing in Atlas, would depend on the kills; what waits for somebody is never settled. */
export const isSuitable = ({ final, waits, writes }: Mutation): boolean => !final && !waits && writes.length > 0;

/** Things of others, next to which the members live: whoever takes them away does what he must not. */
export function plantForeign({ simulator }: Atlas, { $project: groupId, $unique }: Names): void {
  const params = { groupId };
  const roles = [{ roleName: "read", databaseName: "foreign" }];
  const password = `foreign-${$unique}`;
  const user = { groupId, databaseName: "admin", username: "foreign", password, roles };
  simulator.behindTheBack("createGroupDatabaseUser", { params, body: user });
  simulator.behindTheBack("createGroupCustomDbRoleRole", {
    params,
    body: { roleName: "foreign", actions: [{ action: "FIND", resources: [{ db: "foreign", collection: "" }] }] },
  });
}

/** As the API server fills a spec up. */
export const withDefaults = (kind: KindName, spec: Spec): Spec => ({
  ...applyDefaults(kind, spec as SpecOf<KindName>),
});
