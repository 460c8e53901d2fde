-- +goose Up
-- What blocks a certificate on our side apart from its status: its device is
-- lost, locked or not confirmed, its holder has left. valid_to 0 means that it lasts.
create table certificate_hold (
  id text primary key,
  certificate text not null references certificate (id),
  cause text not null,
  source text not null, -- id of the device, incident, request or person that brought it
  message text not null,
  clause text not null,
  valid_from bigint not null,
  valid_to bigint not null
);
create index certificate_hold_by_certificate on certificate_hold (certificate, valid_to, valid_from);
create unique index certificate_hold_open on certificate_hold (certificate, cause, source) where valid_to = 0;
