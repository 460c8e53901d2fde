-- +goose Up
-- A ticket opens for one person, for minutes, what the agent at the desk signs.
-- Only the hash of its secret is kept.
create table signing_ticket (
  id text primary key,
  secret_sha256 text not null,
  account text not null,
  person text not null,
  agency text not null,
  action text not null, -- sign, seal, read
  certificate text not null, -- empty for read
  kind_of_transaction text not null,
  state text not null,
  held text not null, -- JSON of what a device told, for read
  created_at bigint not null,
  expires_at bigint not null,
  ended_at bigint not null
);
create unique index signing_ticket_by_secret on signing_ticket (secret_sha256);
create index signing_ticket_by_end on signing_ticket (ended_at, expires_at);
create index signing_ticket_by_person on signing_ticket (person, created_at, id);

-- One document of a ticket: bound to the version and the revision that it had.
create table signing_ticket_item (
  ticket text not null references signing_ticket (id),
  seq integer not null,
  document text not null references document (id),
  version integer not null,
  rev integer not null, -- after preparing
  seen text not null, -- SHA-256 of the PDF that the person saw
  state text not null,
  code text not null, -- of a refusal
  message text not null,
  way_out text not null,
  clause text not null,
  result_sha256 text not null,
  primary key (ticket, seq)
);
create index signing_ticket_item_by_document on signing_ticket_item (document, ticket);

-- One signature that waits for its value: what is appended to which bytes.
create table prepared_signing (
  ticket text not null,
  seq integer not null,
  part integer not null, -- 0 is the main file, the separate files follow in their order
  name text not null,
  pages integer not null,
  base_sha256 text not null,
  base_size bigint not null,
  tail bytea not null, -- empty after the end
  hole_start integer not null,
  hole_end integer not null,
  attributes bytea not null, -- DER of the signed attributes; empty for a file that is no PDF
  hash text not null,
  pss boolean not null,
  result_sha256 text not null,
  result_size bigint not null,
  primary key (ticket, seq, part),
  foreign key (ticket, seq) references signing_ticket_item (ticket, seq)
);
