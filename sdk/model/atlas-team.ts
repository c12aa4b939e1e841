import type { CommonStatus } from "./condition";

/**
 * A team of Atlas users in an organisation. Projects give it roles through `teams`.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasteams
 * @singular atlasteam
 * @shortNames ["at"]
 * @categories ["atlas"]
 * @printColumns [
 *   {"name": "Name", "type": "string", "jsonPath": ".spec.name"},
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"},
 *   {"name": "Atlas ID", "type": "string", "jsonPath": ".status.id"}
 * ]
 */
export interface AtlasTeam {
  /** The declared team. */
  spec: AtlasTeamSpec;
  /** The team as last seen in Atlas. */
  status?: AtlasTeamStatus;
}

/** What a team shall be. */
export interface AtlasTeamSpec {
  /** Name of the team. Unique within the organisation; a changed name renames the team. */
  name: string;
  /**
   * E-mail addresses of the members. Who is not listed is taken out of the team.
   * @itemFormat email
   * @uniqueItems
   */
  usernames: string[];
}

/** The team as last seen in Atlas. */
export interface AtlasTeamStatus extends CommonStatus {
  /** Id of the team in Atlas: 24 hexadecimal digits. */
  id?: string;
  /** Projects in which the team has roles. */
  projects?: TeamProject[];
}

/** A project in which a team has roles. */
export interface TeamProject {
  /** Id of the project in Atlas. */
  id: string;
  /** Name of the project in Atlas. */
  name: string;
}
