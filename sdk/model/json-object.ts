/** An object whose content Atlas defines and this model passes through unread. */
export type JsonObject = Record<string, unknown>;
