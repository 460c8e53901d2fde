-- +goose Up
-- What the registry of subscribers asks of agencies, units and people, and the
-- deeds that change them. Old rows take the values that most of them have.
alter table agency add column kind text not null default 'department';
alter table agency add column level text not null default 'province';
alter table agency add column legal_entity boolean not null default true;
alter table agency add column own_seal boolean not null default true;
alter table agency add column tax_code text not null default '';
alter table agency add column budget_code text not null default '';
alter table agency add column address text not null default '';
alter table agency add column email text not null default '';
update agency set kind = 'committee' where name like 'Ủy ban nhân dân%' or short_name = 'UBND';
update agency set kind = 'council' where name like 'Hội đồng nhân dân%';
update agency set level = 'commune' where name like '% nhân dân xã %' or name like '% nhân dân phường %' or name like '% nhân dân thị trấn %';
update agency set level = 'district' where name like '% nhân dân huyện %' or name like '% nhân dân thành phố %' or name like '% nhân dân thị xã %';
create index agency_by_parent on agency (parent, code, id);

alter table unit add column parent text not null default '';
alter table unit add column valid_from bigint not null default 0;
alter table unit add column valid_to bigint not null default 0;

alter table person add column phone text not null default '';
alter table person add column employment text not null default 'civil-servant';
alter table person add column status text not null default 'working';
alter table person add column status_at bigint not null default 0;

-- Read by few: it stands apart so that no list of people carries it along.
create table person_identity (
  person text primary key references person (id),
  birth bigint not null,
  number text not null,
  issued_at bigint not null,
  issued_by text not null
);

-- Terms are what stood in the row above from when to when; the last is open.
create table agency_term (
  agency text not null references agency (id),
  name text not null,
  superior text not null,
  short_name text not null,
  parent text not null,
  valid_from bigint not null,
  valid_to bigint not null,
  deed text not null,
  primary key (agency, valid_from)
);
insert into agency_term (agency, name, superior, short_name, parent, valid_from, valid_to, deed)
select id, name, superior, short_name, parent, valid_from, 0, '' from agency;
create index agency_term_by_parent on agency_term (parent, valid_from, agency);

create table unit_term (
  unit text not null references unit (id),
  agency text not null,
  parent text not null,
  name text not null,
  short_name text not null,
  valid_from bigint not null,
  valid_to bigint not null,
  deed text not null,
  primary key (unit, valid_from)
);
insert into unit_term (unit, agency, parent, name, short_name, valid_from, valid_to, deed)
select id, agency, parent, name, short_name, 0, 0, '' from unit;
create index unit_term_by_agency on unit_term (agency, valid_from, unit);

create table person_term (
  person text not null references person (id),
  name text not null,
  email text not null,
  valid_from bigint not null,
  valid_to bigint not null,
  deed text not null,
  primary key (person, valid_from)
);
insert into person_term (person, name, email, valid_from, valid_to, deed)
select id, name, email, 0, 0, '' from person;

-- A decision about the organisation: done_at 0 means that its day has not come.
create table org_deed (
  id text primary key,
  kind text not null,
  data text not null, -- ids and words as JSON
  reason text not null,
  paper text not null,
  effective_at bigint not null,
  decided_by text not null,
  decided_at bigint not null,
  done_at bigint not null,
  cancelled_at bigint not null
);
create index org_deed_due on org_deed (done_at, cancelled_at, effective_at, id);

create table org_deed_subject (
  subject text not null, -- agency, unit, person or post
  deed text not null references org_deed (id),
  effective_at bigint not null,
  primary key (subject, effective_at, deed)
);

-- Words of names without marks, to search by their beginnings.
create table org_word (
  word text not null,
  kind text not null, -- agency, unit, person
  subject text not null,
  primary key (word, kind, subject)
);
create index org_word_by_subject on org_word (subject);
create index account_by_person on account (person);
