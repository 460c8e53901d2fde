-- +goose Up

-- How each registration stands (by status and holds) and since when, its year of
-- issue and its last use, beside the line of the list, so that lists read one
-- index. The database keeps them in the transaction of whoever changes what they
-- follow; settled_at -1 has them worked out anew.
alter table registration add column standing text not null default 'active'; -- active, suspended, blocked, revoked
alter table registration add column settled_at bigint not null default -1;
alter table registration add column issued integer not null default 0; -- year, +07:00
alter table registration add column last_use bigint not null default 0;

-- How a certificate stood before, as far back as its registration.
create table registration_past (
  certificate text not null,
  standing text not null,
  began_at bigint not null,
  ended_at bigint not null,
  primary key (certificate, began_at)
);
create index registration_past_by_standing on registration_past (standing, ended_at, began_at, certificate);

-- +goose StatementBegin
create trigger registration_enters after insert on registration
begin
  delete from registration_past where certificate = new.certificate;
  insert into registration_past (certificate, standing, began_at, ended_at)
    select new.certificate, case when s.status = 'revoked' then s.status when s.status = 'revocation-pending' or s.held then 'blocked' else s.status end, s.at, s.next
    from (select b.at, lead(b.at, 1, 9223372036854775807) over (order by b.at) as next,
        coalesce((select x.status from certificate_change x where x.certificate = new.certificate and x.at <= b.at order by x.at desc, x.id desc limit 1), 'active') as status,
        exists (select 1 from certificate_hold h where h.certificate = new.certificate and h.valid_from <= b.at and (h.valid_to = 0 or h.valid_to > b.at)) as held
      from (select new.registered_at as at
        union select c.at from certificate_change c where c.certificate = new.certificate
        union select f.valid_from from certificate_hold f where f.certificate = new.certificate
        union select u.valid_to from certificate_hold u where u.certificate = new.certificate and u.valid_to <> 0) b) s
    where s.next > new.registered_at;
  update registration set
    standing = (select p.standing from registration_past p where p.certificate = new.certificate order by p.began_at desc limit 1),
    settled_at = (select max(p.began_at) from registration_past p where p.certificate = new.certificate),
    issued = cast(strftime('%Y', new.not_before / 1000 + 25200, 'unixepoch') as integer),
    last_use = coalesce((select max(u.at) from certificate_use u where u.certificate = new.certificate), 0)
    where certificate = new.certificate;
  delete from registration_past where certificate = new.certificate and ended_at = 9223372036854775807;
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger registration_again after update of settled_at on registration when new.settled_at = -1
begin
  delete from registration_past where certificate = new.certificate;
  insert into registration_past (certificate, standing, began_at, ended_at)
    select new.certificate, case when s.status = 'revoked' then s.status when s.status = 'revocation-pending' or s.held then 'blocked' else s.status end, s.at, s.next
    from (select b.at, lead(b.at, 1, 9223372036854775807) over (order by b.at) as next,
        coalesce((select x.status from certificate_change x where x.certificate = new.certificate and x.at <= b.at order by x.at desc, x.id desc limit 1), 'active') as status,
        exists (select 1 from certificate_hold h where h.certificate = new.certificate and h.valid_from <= b.at and (h.valid_to = 0 or h.valid_to > b.at)) as held
      from (select new.registered_at as at
        union select c.at from certificate_change c where c.certificate = new.certificate
        union select f.valid_from from certificate_hold f where f.certificate = new.certificate
        union select u.valid_to from certificate_hold u where u.certificate = new.certificate and u.valid_to <> 0) b) s
    where s.next > new.registered_at;
  update registration set
    standing = (select p.standing from registration_past p where p.certificate = new.certificate order by p.began_at desc limit 1),
    settled_at = (select max(p.began_at) from registration_past p where p.certificate = new.certificate),
    issued = cast(strftime('%Y', new.not_before / 1000 + 25200, 'unixepoch') as integer),
    last_use = coalesce((select max(u.at) from certificate_use u where u.certificate = new.certificate), 0)
    where certificate = new.certificate;
  delete from registration_past where certificate = new.certificate and ended_at = 9223372036854775807;
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger registration_follows_change after insert on certificate_change
begin
  update registration set settled_at = -1 where certificate = new.certificate;
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger registration_follows_hold after insert on certificate_hold
begin
  update registration set settled_at = -1 where certificate = new.certificate;
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger registration_follows_hold_end after update of valid_to on certificate_hold
begin
  update registration set settled_at = -1 where certificate = new.certificate;
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger registration_follows_use after insert on certificate_use
begin
  update registration set last_use = new.at where certificate = new.certificate and last_use < new.at;
end;
-- +goose StatementEnd

update registration set settled_at = -1;

-- One index for each condition that many lines share, in the order of the list,
-- with all that a filter asks.
drop index registration_by_name;
drop index registration_by_expiry;
drop index registration_by_agency;
drop index registration_by_class;
drop index registration_outside;
drop index registration_by_start;
drop index certificate_by_status;
drop index certificate_status;
drop index certificate_change_by_status;
drop index certificate_hold_by_end;
create index registration_by_name on registration (province, sort_key, certificate, agency, class, kind, key_kind, standing, issued, not_before, not_after, last_use, settled_at, registered_at);
create index registration_by_expiry on registration (province, not_after, certificate, sort_key, agency, class, kind, key_kind, standing, issued, not_before, last_use, settled_at, registered_at);
create index registration_by_agency on registration (agency, sort_key, certificate, class, kind, key_kind, standing, issued, not_before, not_after, last_use, settled_at, registered_at);
create index registration_by_class on registration (province, class, sort_key, certificate, agency, kind, key_kind, standing, issued, not_before, not_after, last_use, settled_at, registered_at);
create index registration_by_standing on registration (province, standing, sort_key, certificate, agency, class, kind, key_kind, issued, not_before, not_after, last_use, settled_at, registered_at);
create index registration_by_year on registration (province, issued, sort_key, certificate, agency, class, kind, key_kind, standing, not_before, not_after, last_use, settled_at, registered_at);
create index registration_outside on registration (province, sort_key, certificate, agency, class, key_kind, standing, issued, not_before, not_after, last_use, settled_at, registered_at) where kind = 'outside';
create index registration_early on registration (province, sort_key, certificate, agency, class, kind, key_kind, standing, issued, not_before, not_after, last_use, settled_at, registered_at) where not_before > registered_at;
create index registration_by_use on registration (last_use, certificate, province, sort_key, agency, class, kind, key_kind, standing, issued, not_before, not_after, settled_at, registered_at);
