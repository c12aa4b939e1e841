// Made by `npm run generate` from sdk/model. Edit the model, not this file.
export * from "./atlas-database-user.gen";
export * from "./atlas-deployment.gen";
export * from "./atlas-migration.gen";
export * from "./atlas-project.gen";
export * from "./atlas-schema.gen";
export * from "./atlas-team.gen";
