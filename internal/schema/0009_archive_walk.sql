-- +goose Up

-- How far a walk over everything has come, so that it goes on after a stop and
-- is not made again: documents from before evidence was kept, and bundles whose
-- renewal is reckoned anew because of a new list of algorithms ("terms").
create table archive_walk (
  name text primary key,
  terms text not null,
  after text not null,
  done boolean not null
);

create index archive_bundle_by_state on archive_bundle (state, created_at);
