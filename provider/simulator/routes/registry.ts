import type { Routes } from "../call";
import { accessListRoutes } from "./access-list";
import { customRoleRoutes } from "./custom-roles";
import { databaseUserRoutes } from "./database-users";
import { maintenanceWindowRoutes } from "./maintenance-window";
import { organizationRoutes } from "./organizations";
import { projectTeamRoutes } from "./project-teams";
import { projectRoutes } from "./projects";
import { settingsRoutes } from "./settings";
import { teamRoutes } from "./teams";
import { userRoutes } from "./users";

/** Every operation the simulator serves. A family of operations is one file and one line here. */
export const routes: Routes = {
  ...accessListRoutes,
  ...customRoleRoutes,
  ...databaseUserRoutes,
  ...maintenanceWindowRoutes,
  ...organizationRoutes,
  ...projectRoutes,
  ...projectTeamRoutes,
  ...settingsRoutes,
  ...teamRoutes,
  ...userRoutes,
};
