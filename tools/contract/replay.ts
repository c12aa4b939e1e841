/**
 * `npm run contract:replay -- DIRECTORY`: compares the simulator with recorded answers of the real service. For a recorded
 * answer without its request, a request is built that leads there; conversations are replayed as they went.
 * Ends with exit code 1 when something differs that `replay-exceptions.ts` does not list.
 */
import { replayConversation, replayRecording } from "./replay/cases";
import { readConversations, readRecordings } from "./replay/corpus";
import type { Case, Skipped } from "./replay/outcome";
import { report } from "./replay/report";

async function main(): Promise<void> {
  const directory = process.argv[2];
  if (!directory)
    throw new Error("Name the directory of recordings: npm run contract:replay -- PATH_TO/atlas-admin-api");
  const outcomes: (Case | Skipped)[] = [];
  for (const recording of readRecordings(directory)) outcomes.push(await replayRecording(recording));
  for (const conversation of readConversations(directory)) outcomes.push(...(await replayConversation(conversation)));
  const { text, unlisted } = report(outcomes, process.argv.includes("--verbose"));
  console.log(text);
  if (unlisted > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
