import { isObject } from "../../../provider/simulator/json";
import { routes } from "../../../provider/simulator/routes/registry";
import { ConversationRun } from "./conversation-run";
import type { Conversation, Recording } from "./corpus";
import { leadTo } from "./leads";
import { type Case, compareAnswers, type Skipped } from "./outcome";
import { World } from "./world";

/** Members that an operation's own answers have. Recordings of sub-paths were filed under the operation above them. */
const OWN: Readonly<Record<string, string>> = {
  getGroup: "clusterCount",
  updateGroup: "clusterCount",
  getOrg: "isDeleted",
  getGroupCluster: "replicationSpecs",
  updateGroupCluster: "replicationSpecs",
  getGroupFlexCluster: "providerSettings",
};

/** Replays one recording; answers with the comparison, or with why there is none. */
export async function replayRecording(recording: Recording): Promise<Case | Skipped> {
  const { operation, scenario, step } = recording;
  const where = `${scenario}#${step}`;
  if (!routes[operation]) return { where, operation, because: "the simulator does not serve it" };
  if (isOther(recording))
    return { where, operation, because: "it is the answer of another operation, filed under this name" };
  const lead = leadTo(operation);
  if (!lead) return { where, operation, because: "no way to it is known" };
  const world = await World.start(lead.options?.(recording));
  try {
    const answer = await world.send(await lead.request(world, recording));
    return { where, operation, differences: compareAnswers(recording, answer) };
  } finally {
    await world.simulator.stop();
  }
}

/** Replays a whole conversation. */
export async function replayConversation(conversation: Conversation): Promise<(Case | Skipped)[]> {
  const world = await World.start();
  try {
    return await new ConversationRun(world, conversation).run();
  } finally {
    await world.simulator.stop();
  }
}

function isOther({ operation, status, body }: Recording): boolean {
  if (status >= 400) return isObject(body) && /ONLINE_ARCHIVE|RESOURCE_NOT_FOUND/.test(String(body.errorCode));
  // Deleting an online archive answers 200, deleting a cluster 202.
  if (operation === "deleteGroupCluster") return status === 200;
  const own = OWN[operation];
  return own !== undefined && (!isObject(body) || body[own] === undefined);
}
