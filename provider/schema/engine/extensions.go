package main

import (
	"context"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
)

// keepingExtensions is the normalizer of a dev database, or, where extensions of PostgreSQL are in a realm, one that leaves them there: the
// library makes the schema public empty by dropping it, and refuses a database that has another.
func keepingExtensions(ctx context.Context, n schema.Normalizer) (schema.Normalizer, error) {
	drv, ok := n.(*postgres.Driver)
	if !ok {
		return n, nil
	}
	rows, err := drv.QueryContext(ctx, "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LIMIT 1")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return n, rows.Err()
	}
	kept := *drv
	s := &stayingSchemas{Inspector: drv.Inspector, PlanApplier: drv.PlanApplier}
	kept.Inspector, kept.PlanApplier = s, s
	return &kept, nil
}

// stayingSchemas are those that an empty dev database has when it is looked at first. They are emptied instead of dropped.
type stayingSchemas struct {
	schema.Inspector
	migrate.PlanApplier
	names map[string]bool
}

// InspectRealm leaves out schemas that stay and are empty where all are asked for: they are no dirt, and none to be dropped.
func (s *stayingSchemas) InspectRealm(ctx context.Context, opts *schema.InspectRealmOption) (*schema.Realm, error) {
	r, err := s.Inspector.InspectRealm(ctx, opts)
	if err != nil || opts != nil {
		return r, err
	}
	if s.names == nil {
		s.names = make(map[string]bool)
		for _, one := range r.Schemas {
			s.names[one.Name] = true
		}
	}
	shown := r.Schemas[:0]
	for _, one := range r.Schemas {
		if one.Name == "public" || !s.names[one.Name] || len(one.Tables)+len(one.Objects) > 0 {
			shown = append(shown, one)
		}
	}
	r.Schemas = shown
	return r, nil
}

// ApplyChanges drops what a schema that stays holds instead of the schema, which is not made again then, but gets its comment.
func (s *stayingSchemas) ApplyChanges(ctx context.Context, changes []schema.Change, opts ...migrate.PlanOption) error {
	var planned []schema.Change
	extra := []schema.Clause{&schema.IfExists{}, &postgres.Cascade{}}
	for _, c := range changes {
		switch c := c.(type) {
		case *schema.DropSchema:
			if !s.names[c.S.Name] {
				break
			}
			for _, t := range c.S.Tables {
				planned = append(planned, &schema.DropTable{T: t, Extra: extra})
			}
			for _, o := range c.S.Objects {
				planned = append(planned, &schema.DropObject{O: o, Extra: extra})
			}
			continue
		case *schema.AddSchema:
			if s.names[c.S.Name] {
				planned = append(planned, &schema.AddSchema{S: c.S, Extra: []schema.Clause{&schema.IfNotExists{}}})
				continue
			}
		}
		planned = append(planned, c)
	}
	return s.PlanApplier.ApplyChanges(ctx, planned, opts...)
}
