import type { Routes } from "../call";
import { accessListRoutes } from "./access-list";
import { apiKeyRoutes } from "./api-keys";
import { clusterRoutes } from "./clusters";
import { containerRoutes } from "./containers";
import { customRoleRoutes } from "./custom-roles";
import { databaseUserRoutes } from "./database-users";
import { flexClusterRoutes } from "./flex-clusters";
import { maintenanceWindowRoutes } from "./maintenance-window";
import { organizationRoutes } from "./organizations";
import { processArgsRoutes } from "./process-args";
import { projectTeamRoutes } from "./project-teams";
import { projectRoutes } from "./projects";
import { serviceAccountRoutes } from "./service-accounts";
import { settingsRoutes } from "./settings";
import { teamRoutes } from "./teams";
import { userRoutes } from "./users";

/** Every operation the simulator serves. A family of operations is one file and one line here. */
export const routes: Routes = {
  ...accessListRoutes,
  ...apiKeyRoutes,
  ...clusterRoutes,
  ...containerRoutes,
  ...customRoleRoutes,
  ...databaseUserRoutes,
  ...flexClusterRoutes,
  ...maintenanceWindowRoutes,
  ...organizationRoutes,
  ...processArgsRoutes,
  ...projectRoutes,
  ...projectTeamRoutes,
  ...serviceAccountRoutes,
  ...settingsRoutes,
  ...teamRoutes,
  ...userRoutes,
};
