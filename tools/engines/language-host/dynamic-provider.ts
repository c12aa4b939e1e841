import { createRequire } from "node:module";
import { join } from "node:path";

// The engine starts it in the program's directory: the provider is that of the program's own `@pulumi/pulumi`.
createRequire(join(process.cwd(), "package.json"))("@pulumi/pulumi/cmd/dynamic-provider");
