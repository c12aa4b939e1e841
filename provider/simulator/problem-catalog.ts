/**
 * Error codes the simulated service answers with: HTTP status and wording, `%s` taking the parameters in order.
 *
 * Statuses and words are those of the Atlas Administration API (its recorded answers where there are any, else its
 * published list of error codes).
 */
export const PROBLEM_CATALOG = {
  // Requests as such
  INVALID_VERSION_DATE: [406, "Invalid accept header or version date."],
  UNSUPPORTED_MEDIA_TYPE: [415, "Content type %s is not supported."],
  RESOURCE_NOT_FOUND: [404, "Cannot find resource %s."],
  METHOD_NOT_ALLOWED: [405, "Method %s is not allowed for %s."],
  MALFORMED_JSON: [400, "Received JSON is malformed."],
  INVALID_JSON: [400, "Received JSON does not match expected format."],
  INVALID_JSON_ATTRIBUTE: [400, "Received JSON for the %s attribute does not match expected format."],
  INVALID_ATTRIBUTE: [400, "Invalid attribute %s specified."],
  MISSING_ATTRIBUTE: [400, "The required attribute %s was not specified."],
  MISSING_ONE_OF_THREE_ATTRIBUTES: [
    400,
    "Either the %s attribute, the %s attribute, or the %s attribute must be specified.",
  ],
  INVALID_ENUM_VALUE: [400, "An invalid enumeration value %s was specified."],
  INVALID_QUERY_PARAMETER: [400, "Invalid query parameter %s specified."],
  INVALID_DATE_FORMAT: [400, "An invalid date value %s was specified."],
  EXPIRATION_DATE_IN_PAST: [400, "The specified expiration date must be in the future."],
  EXPIRATION_DATE_EXCEEDS_MAX: [400, "The specified expiration date can be at most %s days in the future."],
  PERMANENT_ENTITY_CANNOT_BE_MADE_TEMPORARY: [400, "A permanent entity cannot be made temporary."],
  RATE_LIMITED: [429, "Resource %s is limited to %s requests every %s minutes."],
  UNEXPECTED_ERROR: [500, "Unexpected error."],
  // Rights
  USER_UNAUTHORIZED: [401, "Current user is not authorized to perform this action."],
  NOT_ORG_GROUP_CREATOR: [401, "The currently logged in user does not have the group creator role in organization %s."],
  NOT_IN_GROUP: [401, "The current user is not in the group, or the group does not exist."],
  IP_ADDRESS_NOT_ON_ACCESS_LIST: [403, "IP address %s is not allowed to access this resource."],
  // Organisations, projects, people
  ORG_NOT_FOUND: [404, "No organization with ID %s exists."],
  INVALID_ORG_ID: [404, "An invalid organization ID %s was specified."],
  GROUP_NOT_FOUND: [404, "No group with ID %s exists."],
  INVALID_GROUP_ID: [404, "An invalid group ID %s was specified."],
  GROUP_ALREADY_EXISTS: [409, 'A group with name "%s" already exists.'],
  CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS: [
    409,
    "Cannot close group while it has active clusters; please terminate all clusters.",
  ],
  USER_NOT_FOUND: [404, "No user with ID %s exists."],
  USERNAME_NOT_FOUND: [404, "No user with username %s exists."],
  USER_NOT_IN_ORG: [404, "User %s is not in organization %s."],
  USER_ALREADY_IN_TEAM: [409, "The user with ID %s in team %s already exists."],
  BAD_USERNAME_REF: [400, "No user with username %s exists."],
  TEAM_NOT_FOUND: [404, "No team with ID %s exists."],
  TEAM_NAME_NOT_FOUND: [404, 'No team with name "%s" exists.'],
  TEAM_NOT_IN_ORG: [404, "Team %s is not in Organization %s."],
  TEAM_NOT_IN_GROUP: [404, "The team in your request is not assigned to this group."],
  TEAM_NAME_NOT_AVAILABLE: [409, "Cannot create a team named %s in organization %s."],
  TEAM_EXISTS_IN_GROUP: [409, "Cannot add a team that already exists in group."],
  INVALID_TEAM_NAME: [400, 'An invalid team name "%s" was specified.'],
  CANNOT_CREATE_EMPTY_TEAM: [400, "A team must contain at least one user. Add a user to your team to continue."],
  CANNOT_DELETE_TEAM_ASSIGNED_TO_PROJECT: [
    404,
    "You cannot delete a team that has at least one project assigned to it. Make sure to remove the team from all project before deleting it.",
  ],
  NO_ROLES_IN_ASSIGNMENT: [403, "You cannot remove all project roles a team has."],
  INVALID_ROLE_FOR_GROUP: [400, "Role %s is invalid for group %s."],
  INVALID_ROLE_FOR_ORG: [400, "Role %s invalid for organization %s."],
  API_KEY_NOT_FOUND: [400, "No API key with ID %s exists."],
  API_KEY_REQUIRES_DESCRIPTION: [400, "All API keys require a non-empty description."],
  MISSING_API_KEY_ROLES: [400, "API keys must have at least one role."],
  // Access list
  INVALID_IP_ADDRESS_OR_CIDR_NOTATION: [400, "The address %s must be in valid IP address or CIDR notation."],
  MULTIPLE_VALUES_SPECIFIED_FOR_ONE_NETWORK_PERMISSION_ENTRY: [
    400,
    "Should not specify both the IP address and the CIDR block.",
  ],
  CANNOT_USE_AWS_SECURITY_GROUP_WITHOUT_VPC_PEERING_CONNECTION: [
    400,
    "Cannot use AWS security groups as access list entries without a VPC peering connection.",
  ],
  INVALID_NETWORK_PERMISSION_COMMENT: [400, "The comment %s must be 80 characters or less."],
  ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND: [404, "IP Address %s not on Atlas access list for group %s."],
  ATLAS_NETWORK_PERMISSIONS_LIMIT_EXCEEDED: [
    403,
    "Too many network permission entries. Only %s entries are supported.",
  ],
  // Maintenance window
  ATLAS_INVALID_MAINTENANCE_WINDOW_DAY_OF_WEEK: [
    400,
    "Invalid Day of Week. Value should be between 1 and 7 (Sunday = 1).",
  ],
  ATLAS_INVALID_MAINTENANCE_WINDOW_HOUR_OF_DAY: [400, "Invalid Hour of Day. Value should be between 0 and 23."],
  ATLAS_MAINTENANCE_NOT_SCHEDULED: [400, "There is no maintenance scheduled for this project."],
  ATLAS_MAINTENANCE_WINDOW_NOT_DEFINED: [
    400,
    "No maintenance window defined for project. This action is only supported for projects with user defined maintenance windows.",
  ],
  ATLAS_NUM_MAINTENANCE_DEFERRALS_EXCEEDED: [
    400,
    "Scheduled maintenance for a group cannot be deferred more than twice.",
  ],
  // Database users and roles
  USER_ALREADY_EXISTS: [409, "A user with username %s already exists."],
  DATABASE_NAME_INVALID_ADMIN: [400, "Database name invalid. %s can only be created on the admin database."],
  DATABASE_NAME_INVALID_EXTERNAL: [
    400,
    "Database name invalid. Externally authenticated users can only be created on the $external database.",
  ],
  DATABASE_NAME_CANNOT_BE_CHANGED: [409, "Cannot modify the authentication database of an existing database user."],
  DATABASE_USERNAME_CANNOT_BE_CHANGED: [409, "Cannot modify the username of an existing database user."],
  AUTH_TYPE_CANNOT_BE_CHANGED: [409, "Cannot modify the authentication type of an existing database user."],
  ATLAS_X509_USER_CANNOT_USE_SCRAM: [400, "Users cannot be configured for SCRAM and X.509 authentication."],
  ATLAS_X509_USER_CANNOT_USE_LDAP: [400, "Users cannot be configured for X.509 and LDAP authentication."],
  ATLAS_INVALID_AUTH_SETTINGS: [400, "Invalid authentication settings. %s."],
  ATLAS_INVALID_ROLE: [400, "The specified role %s@%s does not exist."],
  ATLAS_INVALID_ROLE_DATABASE: [400, "The specified role %s only exists for database %s."],
  DUPLICATE_DATABASE_ROLES: [400, "Duplicate database roles specified for user %s: %s."],
  WEAK_PASSWORD: [400, "The specified password is not strong enough."],
  ATLAS_CUSTOM_ROLE_NOT_FOUND: [404, "The specified custom db role %s does not exist."],
  ATLAS_CUSTOM_ROLE_NAME_ALREADY_EXISTS: [409, "A custom role with the name %s already exists."],
  ATLAS_CUSTOM_ROLE_HAS_NO_PERMISSIONS: [
    400,
    "Custom roles must have one or more user privilege actions or inherited roles.",
  ],
  ATLAS_CUSTOM_ROLE_INVALID_NAME: [
    400,
    'The role name, "%s", is invalid. A custom role name must be a non-empty string made up of only ASCII letters, numbers, hyphens, and underscores, and should begin with a letter or number.',
  ],
  ATLAS_RESERVED_CUSTOM_ROLE_RESTRICTED: [
    400,
    'Cannot create custom role %s because the prefix xgen-" is reserved for built-in roles.',
  ],
  ATLAS_INVALID_CUSTOM_ROLE_RESTRICTED: [
    400,
    "Cannot create custom role %s because a built-in role with that name already exists.",
  ],
  ATLAS_DUPLICATE_CUSTOM_ROLE_ACTION: [400, "A custom role cannot have duplicate actions."],
  ATLAS_DUPLICATE_CUSTOM_ROLE_RESOURCE: [
    400,
    "A custom role cannot have duplicate resources applied to the same action.",
  ],
  ATLAS_INVALID_CUSTOM_ROLE_INHERITANCE: [400, "One or more of the specified inherited roles do not exist."],
  ATLAS_INVALID_CUSTOM_ROLE_SELF_REFERENTIAL: [400, "A custom DB role cannot inherit from itself."],
  ATLAS_INVALID_CUSTOM_ROLE_CIRCULAR_DEPENDENCY: [
    400,
    "One or more of the specified inherited roles creates a circular dependency.",
  ],
  ATLAS_CUSTOM_ROLE_IN_USE_BY_USERS: [
    409,
    "Deleting specified custom role would leave the following users without a role: %s.",
  ],
  ATLAS_CUSTOM_ROLE_IN_USE_BY_ROLES: [
    409,
    "Deleting specified custom role would leave the following roles with no actions or inherited roles: %s.",
  ],
} as const satisfies Record<string, readonly [status: number, detail: string]>;
