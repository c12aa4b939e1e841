import type { Routes } from "../call";
import { accessListRoutes } from "./access-list";
import { clusterRoutes } from "./clusters";
import { customRoleRoutes } from "./custom-roles";
import { databaseUserRoutes } from "./database-users";
import { flexClusterRoutes } from "./flex-clusters";
import { maintenanceWindowRoutes } from "./maintenance-window";
import { organizationRoutes } from "./organizations";
import { processArgsRoutes } from "./process-args";
import { projectTeamRoutes } from "./project-teams";
import { projectRoutes } from "./projects";
import { settingsRoutes } from "./settings";
import { teamRoutes } from "./teams";
import { userRoutes } from "./users";

/** Every operation the simulator serves. A family of operations is one file and one line here. */
export const routes: Routes = {
  ...accessListRoutes,
  ...clusterRoutes,
  ...customRoleRoutes,
  ...databaseUserRoutes,
  ...flexClusterRoutes,
  ...maintenanceWindowRoutes,
  ...organizationRoutes,
  ...processArgsRoutes,
  ...projectRoutes,
  ...projectTeamRoutes,
  ...settingsRoutes,
  ...teamRoutes,
  ...userRoutes,
};
