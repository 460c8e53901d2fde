-- +goose Up
-- File plans of a year (danh mục hồ sơ) and work files (hồ sơ công việc). data
-- is the whole row as JSON; the columns beside it are what lists ask by.
create table file_plan (
  agency text not null references agency (id),
  year integer not null,
  state text not null,
  rev integer not null,
  data text not null,
  primary key (agency, year)
);

create table workfile (
  id text primary key,
  agency text not null references agency (id),
  year integer not null,
  code text not null,
  unit text not null,
  keeper text not null,
  state text not null,
  due_on text not null, -- last day to hand it over; empty while the work lasts
  search text not null,
  rev integer not null,
  updated_at bigint not null,
  data text not null
);
create unique index workfile_by_code on workfile (agency, year, code);
create index workfile_by_keeper on workfile (keeper, state, updated_at);
create index workfile_by_state on workfile (agency, state, updated_at, id);
create index workfile_by_due on workfile (agency, due_on) where due_on <> '';

-- One line for each message in a file; a document may stand in many files.
create table workfile_item (
  file text not null references workfile (id),
  seq integer not null,
  document text not null,
  sha256 text not null,
  at bigint not null,
  data text not null,
  primary key (file, seq)
);
create unique index workfile_item_once on workfile_item (file, document);
create index workfile_item_by_document on workfile_item (document);
