/**
 * `npm run contract:update -- PATH_TO_openapi.json`: takes the used part of the Atlas Admin API's public contract into the
 * repository, with the types made from it. Run it after adding a name to `provider/atlas/contract/used-operations.ts`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { usedOperations } from "../../provider/atlas/contract/used-operations";
import { applyDeviations } from "./deviations";
import { emitCatalog } from "./emit-catalog";
import { emitOperations } from "./emit-operations";
import { emitTypes } from "./emit-types";
import { isOpenApi } from "./openapi";
import { trimContract } from "./trim";

const root = join(__dirname, "../..");
const target = "provider/atlas/contract";

async function main(): Promise<void> {
  const source = process.argv[2];
  if (!source) throw new Error("Name the contract: npm run contract:update -- PATH_TO_openapi.json");
  const whole: unknown = JSON.parse(readFileSync(source, "utf8"));
  if (!isOpenApi(whole)) throw new Error(`${source} is not an OpenAPI 3 document.`);
  const contract = applyDeviations(trimContract(whole, usedOperations));
  const files = {
    [`${target}/openapi.json`]: `${JSON.stringify(contract, undefined, 1)}\n`,
    [`${target}/types.gen.ts`]: await emitTypes(contract),
    [`${target}/operations.gen.ts`]: emitOperations(contract),
    "sdk/model/catalog/catalog.gen.ts": emitCatalog(contract),
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(root, name), text);
    console.log(`${name}: ${Math.round(text.length / 1024)} KB`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
