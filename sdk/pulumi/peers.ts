import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { requirePeer } from "../peer";
import { assertOneSdk } from "./one-sdk";

requirePeer("atlas-iac/pulumi", "@pulumi/pulumi");
assertOneSdk(require.main?.filename, dirname(realpathSync(require.resolve("@pulumi/pulumi/package.json"))));
