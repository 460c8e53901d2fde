-- +goose Up
-- Work (việc) and what is said of it. data is the whole row as JSON; the
-- columns beside it are what lists ask by. A document keeps whose hands it is
-- in, which is what lets a person read it.
alter table document_assignment add column unit text not null default '';
alter table document_assignment add column ended text not null default ''; -- 'know', 'recalled', 'returned'

create table task (
  id text primary key,
  agency text not null references agency (id),
  document text not null,
  parent text not null,
  root text not null,
  unit text not null,
  person text not null,
  given_by text not null,
  part text not null,
  state text not null,
  open boolean not null,
  wants boolean not null, -- an extension waits for an answer
  rev integer not null,
  search text not null,
  due_at bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  data text not null
);
create index task_by_person on task (person, open, due_at, id);
create index task_by_unit on task (unit, open, due_at, id) where unit <> '';
create index task_by_giver on task (given_by, open, due_at, id);
create index task_by_document on task (document, id) where document <> '';
create index task_by_root on task (root, id);
create index task_by_due on task (agency, due_at) where open and due_at > 0;

-- What is said about a task: directions, progress, results. Lines are added and
-- never changed (QĐ 133/2015 Bắc Giang, Điều 14 khoản 4).
create table task_note (
  id text primary key,
  task text not null references task (id),
  root text not null,
  document text not null,
  kind text not null,
  author text not null,
  at bigint not null,
  hash text not null,
  data text not null
);
create index task_note_by_task on task_note (task, at, id);
create index task_note_by_root on task_note (root, at, id);
create index task_note_by_document on task_note (document, at, id) where document <> '';

create table task_file (
  note text not null references task_note (id),
  seq integer not null,
  sha256 text not null,
  primary key (note, seq)
);
create index task_file_by_hash on task_file (sha256);

create table task_delegation (
  id text primary key,
  agency text not null references agency (id),
  person text not null,
  valid_from bigint not null,
  valid_to bigint not null,
  data text not null
);
create index task_delegation_by_agency on task_delegation (agency, valid_to);

create table task_phrase (
  person text not null,
  seq integer not null,
  text text not null,
  primary key (person, seq)
);

-- Which outgoing document answers which incoming one.
create table task_answer (
  question text not null,
  answer text not null,
  person text not null,
  at bigint not null,
  primary key (question, answer)
);
create index task_answer_by_answer on task_answer (answer);

-- One digest for each person and day, made once.
create table task_digest (
  person text not null,
  agency text not null,
  day text not null,
  seen_at bigint not null,
  data text not null,
  primary key (person, agency, day)
);
