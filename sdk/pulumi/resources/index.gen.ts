// Made by `npm run generate` from sdk/model. Edit the model, not this file.
export * from "./atlas-custom-role.gen";
export * from "./atlas-data-federation.gen";
export * from "./atlas-database-user.gen";
export * from "./atlas-deployment.gen";
export * from "./atlas-federated-auth.gen";
export * from "./atlas-ip-access-list.gen";
export * from "./atlas-migration.gen";
export * from "./atlas-network-container.gen";
export * from "./atlas-network-peering.gen";
export * from "./atlas-org-settings.gen";
export * from "./atlas-private-endpoint.gen";
export * from "./atlas-project.gen";
export * from "./atlas-schema.gen";
export * from "./atlas-team.gen";
export * from "./atlas-third-party-integration.gen";
