// Command go-sdk drives a simulated Atlas with the official Go SDK: a client that was written without knowing the
// simulator. It makes, lists, changes and deletes a project, a cluster, a database user and a team, and fails at the
// first answer that is not what the SDK's users rely on.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"go.mongodb.org/atlas-sdk/v20250312020/admin"
)

const (
	pollEvery = 50 * time.Millisecond
	patience  = 30 * time.Second
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	url, orgID := os.Getenv("SIMULATOR_URL"), os.Getenv("SIMULATOR_ORG_ID")
	digest, err := admin.NewClient(
		admin.UseDigestAuth(os.Getenv("SIMULATOR_PUBLIC_KEY"), os.Getenv("SIMULATOR_PRIVATE_KEY")),
		admin.UseBaseURL(url),
	)
	if err != nil {
		return err
	}
	// The base URL goes first: the token endpoint is derived from it.
	oauth, err := admin.NewClient(
		admin.UseBaseURL(url),
		admin.UseOAuthAuth(ctx, os.Getenv("SIMULATOR_CLIENT_ID"), os.Getenv("SIMULATOR_CLIENT_SECRET")),
	)
	if err != nil {
		return err
	}
	for name, client := range map[string]*admin.APIClient{"digest": digest, "oauth": oauth} {
		check := conformance{client: client, orgID: orgID, suffix: name}
		if err := check.all(ctx); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fmt.Println("ok", name)
	}
	return nil
}

type conformance struct {
	client  *admin.APIClient
	orgID   string
	suffix  string
	groupID string
}

func (c *conformance) all(ctx context.Context) error {
	steps := []struct {
		name string
		do   func(context.Context) error
	}{
		{"project", c.project},
		{"team", c.team},
		{"database user", c.databaseUser},
		{"cluster", c.cluster},
		{"project deletion", c.deleteProject},
	}
	for _, step := range steps {
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return nil
}

func (c *conformance) project(ctx context.Context) error {
	name := "sdk-" + c.suffix
	made, _, err := c.client.ProjectsApi.CreateGroup(ctx, &admin.Group{Name: name, OrgId: c.orgID}).Execute()
	if err != nil {
		return err
	}
	c.groupID = made.GetId()
	_, _, err = c.client.ProjectsApi.CreateGroup(ctx, &admin.Group{Name: name, OrgId: c.orgID}).Execute()
	if !admin.IsErrorCode(err, "GROUP_ALREADY_EXISTS") {
		return fmt.Errorf("a second project of the same name: %v", err)
	}
	tags := []admin.ResourceTag{{Key: "made-by", Value: "sdk"}}
	changed, _, err := c.client.ProjectsApi.UpdateGroup(ctx, c.groupID, &admin.GroupUpdate{Tags: &tags}).Execute()
	if err != nil {
		return err
	}
	if got := changed.GetTags(); len(got) != 1 || got[0].Value != "sdk" {
		return fmt.Errorf("tags after the update: %v", got)
	}
	list, _, err := c.client.ProjectsApi.ListGroups(ctx).Execute()
	if err != nil {
		return err
	}
	for _, group := range list.GetResults() {
		if group.GetId() == c.groupID && group.Name == name {
			return nil
		}
	}
	return errors.New("it is not in the list")
}

func (c *conformance) team(ctx context.Context) error {
	name := "sdk-" + c.suffix
	team := &admin.Team{Name: name, Usernames: []string{"alice@example.com"}}
	made, _, err := c.client.TeamsApi.CreateOrgTeam(ctx, c.orgID, team).Execute()
	if err != nil {
		return err
	}
	roles := []admin.TeamRole{{TeamId: made.GetId(), RoleNames: []string{"GROUP_READ_ONLY"}}}
	if _, _, err = c.client.TeamsApi.AddGroupTeams(ctx, c.groupID, &roles).Execute(); err != nil {
		return err
	}
	if _, err = c.client.TeamsApi.RemoveGroupTeam(ctx, c.groupID, made.GetId()).Execute(); err != nil {
		return err
	}
	update := &admin.TeamUpdate{Name: name + "-renamed"}
	renamed, _, err := c.client.TeamsApi.RenameOrgTeam(ctx, c.orgID, made.GetId(), update).Execute()
	if err != nil {
		return err
	}
	if renamed.GetName() != update.Name {
		return fmt.Errorf("renamed to %q", renamed.GetName())
	}
	list, _, err := c.client.TeamsApi.ListOrgTeams(ctx, c.orgID).Execute()
	if err != nil {
		return err
	}
	if list.GetTotalCount() != 1 {
		return fmt.Errorf("%d teams in the list", list.GetTotalCount())
	}
	if _, err = c.client.TeamsApi.DeleteOrgTeam(ctx, c.orgID, made.GetId()).Execute(); err != nil {
		return err
	}
	_, _, err = c.client.TeamsApi.GetOrgTeam(ctx, c.orgID, made.GetId()).Execute()
	if !admin.IsErrorCode(err, "TEAM_NOT_FOUND") {
		return fmt.Errorf("reading it after its deletion: %v", err)
	}
	return nil
}

func (c *conformance) databaseUser(ctx context.Context) error {
	user := &admin.CloudDatabaseUser{
		Username:     "app",
		DatabaseName: "admin",
		GroupId:      c.groupID,
		Password:     admin.PtrString("correct horse battery"),
		Roles:        []admin.DatabaseUserRole{{DatabaseName: "app", RoleName: "readWrite"}},
	}
	api := c.client.DatabaseUsersApi
	made, _, err := api.CreateDatabaseUser(ctx, c.groupID, user).Execute()
	if err != nil {
		return err
	}
	if made.HasPassword() {
		return errors.New("the password came back")
	}
	user.Roles = []admin.DatabaseUserRole{{DatabaseName: "app", RoleName: "read"}}
	changed, _, err := api.UpdateDatabaseUser(ctx, c.groupID, "admin", "app", user).Execute()
	if err != nil {
		return err
	}
	if len(changed.Roles) != 1 || changed.Roles[0].RoleName != "read" {
		return fmt.Errorf("roles after the update: %v", changed.Roles)
	}
	list, _, err := api.ListDatabaseUsers(ctx, c.groupID).Execute()
	if err != nil {
		return err
	}
	if list.GetTotalCount() != 1 {
		return fmt.Errorf("%d users in the list", list.GetTotalCount())
	}
	if _, err = api.DeleteDatabaseUser(ctx, c.groupID, "admin", "app").Execute(); err != nil {
		return err
	}
	_, _, err = api.GetDatabaseUser(ctx, c.groupID, "admin", "app").Execute()
	if !admin.IsErrorCode(err, "USERNAME_NOT_FOUND") {
		return fmt.Errorf("reading it after its deletion: %v", err)
	}
	return nil
}

func (c *conformance) cluster(ctx context.Context) error {
	const name = "sdk-cluster"
	api := c.client.ClustersApi
	if _, _, err := api.CreateCluster(ctx, c.groupID, replicaSet(name, "M10")).Execute(); err != nil {
		return err
	}
	if err := c.waitFor(ctx, name, "IDLE"); err != nil {
		return err
	}
	_, err := c.client.ProjectsApi.DeleteGroup(ctx, c.groupID).Execute()
	if !admin.IsErrorCode(err, "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS") {
		return fmt.Errorf("deleting a project with a cluster: %v", err)
	}
	changed, _, err := api.UpdateCluster(ctx, c.groupID, name, replicaSet(name, "M20")).Execute()
	if err != nil {
		return err
	}
	if changed.GetStateName() != "UPDATING" {
		return fmt.Errorf("state after the update: %s", changed.GetStateName())
	}
	if err = c.waitFor(ctx, name, "IDLE"); err != nil {
		return err
	}
	list, _, err := api.ListClusters(ctx, c.groupID).Execute()
	if err != nil {
		return err
	}
	for _, cluster := range list.GetResults() {
		region := cluster.GetReplicationSpecs()[0].GetRegionConfigs()[0]
		if size := region.ElectableSpecs.GetInstanceSize(); size != "M20" {
			return fmt.Errorf("size in the list: %s", size)
		}
		if cluster.ConnectionStrings.GetStandardSrv() == "" {
			return errors.New("an idle cluster has no connection string")
		}
	}
	if _, err = api.DeleteCluster(ctx, c.groupID, name).Execute(); err != nil {
		return err
	}
	return c.waitFor(ctx, name, "")
}

func (c *conformance) deleteProject(ctx context.Context) error {
	if _, err := c.client.ProjectsApi.DeleteGroup(ctx, c.groupID).Execute(); err != nil {
		return err
	}
	_, _, err := c.client.ProjectsApi.GetGroup(ctx, c.groupID).Execute()
	if !admin.IsErrorCode(err, "GROUP_NOT_FOUND") {
		return fmt.Errorf("reading it after its deletion: %v", err)
	}
	return nil
}

// waitFor polls until the cluster is in the state, or gone when the state is empty.
func (c *conformance) waitFor(ctx context.Context, name, state string) error {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(pollEvery) {
		cluster, _, err := c.client.ClustersApi.GetCluster(ctx, c.groupID, name).Execute()
		if state == "" && admin.IsErrorCode(err, "CLUSTER_NOT_FOUND") {
			return nil
		}
		if err != nil {
			return err
		}
		if cluster.GetStateName() == state {
			return nil
		}
	}
	return fmt.Errorf("%s did not become %q", name, state)
}

func replicaSet(name, size string) *admin.ClusterDescription20240805 {
	regions := []admin.CloudRegionConfig20240805{{
		ProviderName:   admin.PtrString("AWS"),
		RegionName:     admin.PtrString("EU_WEST_1"),
		Priority:       admin.PtrInt(7),
		ElectableSpecs: &admin.HardwareSpec20240805{InstanceSize: admin.PtrString(size), NodeCount: admin.PtrInt(3)},
	}}
	return &admin.ClusterDescription20240805{
		Name:             admin.PtrString(name),
		ClusterType:      admin.PtrString("REPLICASET"),
		ReplicationSpecs: &[]admin.ReplicationSpec20240805{{RegionConfigs: &regions}},
	}
}
