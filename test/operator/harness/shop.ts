import type { World } from "./world";

/** A project with users in it: enough to keep an operator busy, and little enough to count. */
export class Shop {
  /** @param name Of the project, in Atlas and in the cluster; its users' objects begin with it. */
  constructor(
    readonly world: World,
    readonly name: string,
    readonly users: number,
  ) {}

  async declare(): Promise<this> {
    const { world, name } = this;
    const projectIpAccessList = [{ cidrBlock: "192.0.2.0/24" }];
    await world.create("AtlasProject", "default", name, { name, projectIpAccessList });
    await world.secret("default", `${name}-password`, { password: "correct-horse" });
    for (let index = 0; index < this.users; index++) await this.#declareUser(index);
    return this;
  }

  #declareUser(index: number): Promise<unknown> {
    return this.world.create("AtlasDatabaseUser", "default", `${this.name}-${index}`, {
      projectRef: { name: this.name },
      username: `user-${index}`,
      roles: [{ roleName: "read", databaseName: "shop" }],
      passwordSecretRef: { name: `${this.name}-password` },
    });
  }

  /** Gives every user another role. */
  async change(databaseName: string): Promise<void> {
    for (let index = 0; index < this.users; index++) {
      const spec = { roles: [{ roleName: "read", databaseName }] };
      await this.world.patch("AtlasDatabaseUser", "default", `${this.name}-${index}`, { spec });
    }
  }

  async delete(): Promise<void> {
    const { world, name } = this;
    for (let index = 0; index < this.users; index++)
      await world.delete("AtlasDatabaseUser", "default", `${name}-${index}`);
    await world.delete("AtlasProject", "default", name);
  }

  /** Waits until all of it has left the cluster. */
  async gone(): Promise<void> {
    const { world, name } = this;
    for (let index = 0; index < this.users; index++)
      await world.gone("AtlasDatabaseUser", "default", `${name}-${index}`);
    await world.gone("AtlasProject", "default", name);
  }

  async settled(): Promise<void> {
    const { world, name } = this;
    await world.ready("AtlasProject", "default", name);
    for (let index = 0; index < this.users; index++)
      await world.ready("AtlasDatabaseUser", "default", `${name}-${index}`);
  }

  /** Names of the users that there are in Atlas. */
  usernames(): string[] {
    const groupId = this.world.atlas.state.group(this.name)?.id ?? "";
    return this.world.atlas.state
      .databaseUsers(groupId)
      .map(({ username }) => username)
      .sort();
  }

  /** Names of the users that there should be. */
  get expected(): string[] {
    return Array.from({ length: this.users }, (_, index) => `user-${index}`).sort();
  }

  /** How often Atlas made a user. */
  made(): number {
    return this.world.atlas
      .writes()
      .filter(({ operation, status }) => operation === "createGroupDatabaseUser" && status === 201).length;
  }
}
