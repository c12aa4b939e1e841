import type { Call } from "../call";
import { problem } from "../problem";
import type { GroupDoc } from "../state";

/** The project in the request's path; rights were checked, so it is there. */
export function groupOf(call: Call): GroupDoc {
  const id = call.params.groupId ?? "";
  const group = call.state.groups.get(id);
  if (!group) throw problem("GROUP_NOT_FOUND", id);
  return group;
}
