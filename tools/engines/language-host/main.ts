import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { exitWithParent } from "./exit-with-parent";
import { languageRuntime } from "./runtime";

/** Messages carry whole configurations and dependency lists; Pulumi's own hosts allow 400 MB. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/**
 * A language host for Node.js programs: the process that the Pulumi engine starts to run a program.
 *
 * It serves Pulumi's published LanguageRuntime protocol as far as running programs needs it, and stands in for the
 * official host only where that cannot be had. The engine passes its address as the last argument and reads the port
 * from the first line of standard output.
 */
function main(): void {
  const engineAddress = process.argv.slice(2).find((argument) => !argument.startsWith("-")) ?? "";
  const server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  server.addService(LanguageRuntimeService, languageRuntime(engineAddress));
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) {
      process.stderr.write(`pulumi-language-nodejs: no port to listen on: ${error.message}\n`);
      process.exit(1);
    }
    process.stdout.write(`${port}\n`);
  });
  exitWithParent();
}

main();
