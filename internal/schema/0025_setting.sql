-- +goose Up
-- Values of a province's profile that an administrator set where the text
-- leaves them open. The newest row of a key counts; an empty value gives the
-- key back to the text. Rows are never changed.
create table profile_setting (
  id text primary key,
  province text not null,
  key text not null,
  value text not null,
  reason text not null,
  paper text not null,
  person text not null,
  at bigint not null
);
create index profile_setting_by_key on profile_setting (province, key, at, id);
