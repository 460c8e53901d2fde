-- +goose Up
-- Templates of printed forms that an administrator changed: each change is a
-- new version with the first day of its use; earlier ones stay.
create table form_version (
  id text primary key,
  province text not null,
  form_set text not null,
  number integer not null,
  version integer not null,
  content text not null, -- the whole template as JSON
  reason text not null,
  changed_by text not null,
  valid_from bigint not null,
  changed_at bigint not null
);
create unique index form_version_one on form_version (province, form_set, number, version);

-- Every file made from a form: which version, for whom, by whom, when.
create table form_use (
  id text primary key,
  province text not null,
  form_set text not null,
  number integer not null,
  version integer not null,
  purpose text not null,
  subject text not null,
  person text not null,
  agency text not null,
  sha256 text not null,
  made_at bigint not null
);
create index form_use_by_form on form_use (province, form_set, number, made_at, id);
create index form_use_by_subject on form_use (subject, made_at);
