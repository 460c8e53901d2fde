-- +goose Up
create table type_rule (
  id text primary key,
  agency text not null,
  province text not null,
  sector text not null,
  code text not null,
  name text not null,
  symbol text not null,
  electronic_only boolean not null,
  paper_required boolean not null,
  source text not null,
  from_day text not null,
  until_day text not null,
  author text not null,
  at bigint not null
);
create index type_rule_by_place on type_rule (province, agency, code, from_day);

create table document_template (
  id text primary key,
  agency text not null,
  type text not null,
  no integer not null,
  name text not null,
  body text not null,
  from_day text not null,
  author text not null,
  at bigint not null
);
create unique index document_template_no on document_template (agency, type, no);

create table draft_form (
  person text not null,
  place text not null,
  fields text not null,
  at bigint not null,
  primary key (person, place)
);

alter table document_opinion add column unit text not null default '';
alter table document_opinion add column unit_name text not null default '';
alter table document_opinion add column reminded_at bigint not null default 0;
create index document_opinion_by_unit on document_opinion (unit, given_at);


create table stamp_hold (
  sha256 text not null,
  agency text not null,
  person text not null,
  stamp text not null,
  at bigint not null,
  confirmed_by text not null,
  confirmed_at bigint not null,
  primary key (agency, sha256)
);
create index stamp_hold_open on stamp_hold (agency, confirmed_at, at);
