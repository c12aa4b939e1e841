import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json, JsonObject } from "../../../provider/simulator/json";

/** One recorded answer of the real service, without the request that led to it. */
export interface Recording {
  operation: string;
  method: string;
  path: string;
  status: number;
  mediaType: string | null;
  scenario: string;
  step: number;
  body: Json;
}

/** One recorded answer within a conversation; `order` counts over the whole of it. */
export interface RecordedResponse {
  order: number;
  status: number;
  body: Json;
}

/** One request of a conversation with the answers it got, identical ones in a row given once. */
export interface Exchange {
  method: string;
  path: string;
  version: string;
  request?: JsonObject | null;
  responses: RecordedResponse[];
}

/** A whole conversation: steps of requests. */
export interface Conversation {
  name: string;
  steps: Exchange[][];
}

/** Reads `recordings.jsonl` of a directory of recorded answers. */
export function readRecordings(directory: string): Recording[] {
  const lines = readFileSync(join(directory, "recordings.jsonl"), "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line): Recording => JSON.parse(line));
}

/** Reads `conversations/*.json` of a directory of recorded answers. */
export function readConversations(directory: string): Conversation[] {
  const files = readdirSync(join(directory, "conversations")).filter((file) => file.endsWith(".json"));
  return files.sort().map((file) => {
    const { steps }: { steps: Exchange[][] } = JSON.parse(readFileSync(join(directory, "conversations", file), "utf8"));
    return { name: file.replace(/\.json$/, ""), steps };
  });
}
