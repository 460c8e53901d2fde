-- +goose Up

-- What an agency began to sign lately, the newest first.
create index signing_ticket_by_agency on signing_ticket (agency, created_at);
