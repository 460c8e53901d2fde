-- +goose Up

-- Evidence kept with a signed file (TT 41/2017/TT-BTTTT, Điều 9). next_at is
-- when it is worked on again, 0 when nothing is left to do; stamp is the token
-- over the file, kept from the first authority that answered.
create table archive_bundle (
  id text primary key,
  document text not null references document (id),
  file text not null,
  agency text not null,
  direction text not null,
  name text not null,
  sha256 text not null,
  state text not null,
  level text not null,
  why text not null,
  attempts integer not null,
  next_at bigint not null,
  stamp bytea not null,
  summary text not null,
  created_at bigint not null,
  updated_at bigint not null
);
create unique index archive_bundle_once on archive_bundle (document, file);
create index archive_bundle_due on archive_bundle (next_at, id);

-- Each edition is a blob of its own that is never changed.
create table archive_edition (
  bundle text not null references archive_bundle (id),
  no integer not null,
  sha256 text not null,
  size bigint not null,
  level text not null,
  at bigint not null,
  primary key (bundle, no)
);
create index archive_edition_by_hash on archive_edition (sha256);
