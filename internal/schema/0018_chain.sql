-- +goose Up
-- One row for each signature that a document of another order than the usual
-- two waits for; the order itself is repeated in each (HD2-11.3).
create table document_step (
  id text primary key,
  document text not null references document (id),
  seq integer not null,
  flow text not null,
  position integer not null,
  need integer not null,
  kind text not null,
  agency text not null,
  agency_name text not null,
  person text not null,
  name text not null,
  post text not null,
  title text not null,
  capacity text not null,
  field text not null,
  state text not null,
  signed_by text not null,
  signed_name text not null,
  hash text not null,
  reason text not null,
  at bigint not null
);
create unique index document_step_seq on document_step (document, seq);
create index document_step_by_person on document_step (person, state, document);
create index document_step_by_agency on document_step (agency, kind, state, document);

-- What was prepared for a device and has no end yet: looked at every half minute.
create index signing_ticket_item_prepared on signing_ticket_item (ticket, seq) where state = 'prepared';

-- A person's own history of signing.
create index document_decision_signed on document_decision (person, at) where kind in ('signature', 'seal', 'step-signature');
