import type { OperatorOptions } from "../../../provider/operator";
import { Shears } from "./shears";
import type { RunningOperator, World } from "./world";

/** An operator that others can be cut off from, one by one, before it ends without a word. */
export class Life {
  private constructor(
    readonly shears: Shears,
    private readonly operator: RunningOperator,
  ) {}

  static async begin(world: World, options: Partial<OperatorOptions> = {}): Promise<Life> {
    const shears = await Shears.open(world.account, world.atlas.url);
    const ends = { drainMs: 0, graceMs: 0 };
    const operator = world.operator({ config: shears.config, atlasDomain: shears.atlasUrl, ...ends, ...options });
    return new Life(shears, operator);
  }

  async end(): Promise<void> {
    this.shears.close();
    await this.operator.stop();
    await this.shears.remove();
  }
}
