-- name: AddAgency :exec
insert into agency (id, code, name, superior, short_name, place, parent, province, valid_from, valid_to, successor,
  kind, level, legal_entity, own_seal, tax_code, budget_code, address, email)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- name: CloseAgency :execrows
update agency set valid_to = $2, successor = $3 where id = $1 and valid_to = 0;

-- name: Agency :one
select id, code, name, superior, short_name, place, parent, province, valid_from, valid_to, successor,
  kind, level, legal_entity, own_seal, tax_code, budget_code, address, email
from agency where id = $1;

-- name: AgencyByCode :one
select id, code, name, superior, short_name, place, parent, province, valid_from, valid_to, successor,
  kind, level, legal_entity, own_seal, tax_code, budget_code, address, email
from agency where code = $1 and valid_from <= $2 and (valid_to = 0 or valid_to > $2)
order by valid_from desc limit 1;

-- name: Agencies :many
select id, code, name, superior, short_name, place, parent, province, valid_from, valid_to, successor,
  kind, level, legal_entity, own_seal, tax_code, budget_code, address, email
from agency
where province = $1 and code > $2 and valid_from <= $3 and (valid_to = 0 or valid_to > $3)
order by code, id limit $4;

-- name: AgencyByName :one
select id, code, name, superior, short_name, place, parent, province, valid_from, valid_to, successor,
  kind, level, legal_entity, own_seal, tax_code, budget_code, address, email
from agency
where id in (select t.agency from org_word w join agency_term t on t.agency = w.subject
  where w.word = $1 and w.kind = 'agency' and t.name = $2 and t.valid_from <= $3 and (t.valid_to = 0 or t.valid_to > $3))
  and province = $4 and valid_from <= $3 and (valid_to = 0 or valid_to > $3)
order by code, id limit 1;

-- name: Children :many
select id, code, name, superior, short_name, place, parent, province, valid_from, valid_to, successor,
  kind, level, legal_entity, own_seal, tax_code, budget_code, address, email
from agency
where id in (select t.agency from agency_term t
  where t.parent = $1 and t.valid_from <= $2 and (t.valid_to = 0 or t.valid_to > $2))
  and valid_from <= $2 and (valid_to = 0 or valid_to > $2)
order by code, id;

-- name: SetAgencyNow :execrows
update agency set name = $2, superior = $3, short_name = $4, parent = $5 where id = $1;

-- name: SetAgencyFacts :execrows
update agency set kind = $2, level = $3, legal_entity = $4, own_seal = $5, tax_code = $6, budget_code = $7,
  address = $8, email = $9, place = $10
where id = $1;

-- name: AddTerm :exec
insert into agency_term (agency, name, superior, short_name, parent, valid_from, valid_to, deed)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (agency, valid_from) do update set name = $2, superior = $3, short_name = $4, parent = $5, deed = $8;

-- name: EndTerm :execrows
update agency_term set valid_to = $2 where agency = $1 and valid_to = 0 and valid_from < $2;

-- name: Terms :many
select agency, name, superior, short_name, parent, valid_from, valid_to, deed
from agency_term where agency = $1 order by valid_from;

-- name: AddUnit :exec
insert into unit (id, agency, name, short_name, parent, valid_from, valid_to) values ($1, $2, $3, $4, $5, $6, $7);

-- name: SetUnit :execrows
update unit set agency = $2, name = $3, short_name = $4, parent = $5 where id = $1;

-- name: CloseUnit :execrows
update unit set valid_to = $2 where id = $1 and valid_to = 0;

-- name: Unit :one
select id, agency, name, short_name, parent, valid_from, valid_to from unit where id = $1;

-- name: Units :many
select id, agency, name, short_name, parent, valid_from, valid_to from unit where agency = $1 order by name, id;

-- name: UnitsAt :many
select u.id, t.agency, t.name, t.short_name, t.parent, u.valid_from, u.valid_to
from unit_term t join unit u on u.id = t.unit
where t.agency = $1 and t.valid_from <= $2 and (t.valid_to = 0 or t.valid_to > $2)
  and (u.valid_to = 0 or u.valid_to > $2)
order by t.name, u.id;

-- name: AddUnitTerm :exec
insert into unit_term (unit, agency, parent, name, short_name, valid_from, valid_to, deed)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (unit, valid_from) do update set agency = $2, parent = $3, name = $4, short_name = $5, deed = $8;

-- name: EndUnitTerm :execrows
update unit_term set valid_to = $2 where unit = $1 and valid_to = 0 and valid_from < $2;

-- name: UnitTerms :many
select unit, agency, parent, name, short_name, valid_from, valid_to, deed
from unit_term where unit = $1 order by valid_from;

-- name: AddPerson :exec
insert into person (id, name, email, phone, employment, status, status_at) values ($1, $2, $3, $4, $5, $6, $7);

-- name: SetPerson :execrows
update person set phone = $2, employment = $3, status = $4, status_at = $5 where id = $1;

-- name: NamePerson :execrows
update person set name = $2, email = $3 where id = $1;

-- name: Person :one
select id, name, email, phone, employment, status, status_at from person where id = $1;

-- name: AddPersonTerm :exec
insert into person_term (person, name, email, valid_from, valid_to, deed) values ($1, $2, $3, $4, $5, $6)
on conflict (person, valid_from) do update set name = $2, email = $3, deed = $6;

-- name: EndPersonTerm :execrows
update person_term set valid_to = $2 where person = $1 and valid_to = 0 and valid_from < $2;

-- name: PersonTerms :many
select person, name, email, valid_from, valid_to, deed from person_term where person = $1 order by valid_from;

-- name: PutIdentity :exec
insert into person_identity (person, birth, number, issued_at, issued_by) values ($1, $2, $3, $4, $5)
on conflict (person) do update set birth = $2, number = $3, issued_at = $4, issued_by = $5;

-- name: Identity :one
select person, birth, number, issued_at, issued_by from person_identity where person = $1;

-- name: PostsOfPerson :many
select id, person, agency, unit, title, valid_from, valid_to from post
where person = $1 order by valid_from, id;

-- name: AddDeed :exec
insert into org_deed (id, kind, data, reason, paper, effective_at, decided_by, decided_at, done_at, cancelled_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0);

-- name: AddDeedSubject :exec
insert into org_deed_subject (subject, deed, effective_at) values ($1, $2, $3) on conflict do nothing;

-- name: Deed :one
select id, kind, data, reason, paper, effective_at, decided_by, decided_at, done_at, cancelled_at
from org_deed where id = $1;

-- name: DoneDeed :execrows
update org_deed set done_at = $2 where id = $1 and done_at = 0 and cancelled_at = 0;

-- name: CancelDeed :execrows
update org_deed set cancelled_at = $2 where id = $1 and done_at = 0 and cancelled_at = 0;

-- name: DueDeeds :many
select id, kind, data, reason, paper, effective_at, decided_by, decided_at, done_at, cancelled_at
from org_deed where done_at = 0 and cancelled_at = 0 and effective_at <= $1
order by effective_at, id limit $2;

-- name: DeedsAbout :many
select d.id, d.kind, d.data, d.reason, d.paper, d.effective_at, d.decided_by, d.decided_at, d.done_at, d.cancelled_at
from org_deed_subject s join org_deed d on d.id = s.deed
where s.subject = $1
order by s.effective_at desc, d.id desc limit $2;

-- name: AddWord :exec
insert into org_word (word, kind, subject) values ($1, $2, $3) on conflict do nothing;

-- name: WithWord :many
select distinct subject from org_word where word >= $1 and word < $2 and kind = $3 order by subject limit $4;

-- name: UnwordedAgencies :many
select id, name from agency a where not exists (select 1 from org_word w where w.subject = a.id) order by id limit 500;

-- name: UnwordedUnits :many
select id, name from unit u where not exists (select 1 from org_word w where w.subject = u.id) order by id limit 500;

-- name: UnwordedPeople :many
select id, name from person p where not exists (select 1 from org_word w where w.subject = p.id) order by id limit 500;

-- name: PeopleOf :many
select id, name, email, phone, employment, status, status_at from person
where id in (select post.person from post
  where post.agency = $1 and post.valid_from <= $2 and (post.valid_to = 0 or post.valid_to > $2))
order by name, id;

-- name: PeopleWith :many
select id, name, email, phone, employment, status, status_at from person
where id in (select role_grant.person from role_grant
  where role_grant.agency = $1 and role_grant.role = $2
    and role_grant.valid_from <= $3 and (role_grant.valid_to = 0 or role_grant.valid_to > $3))
order by name, id;

-- name: AddPost :exec
insert into post (id, person, agency, unit, title, valid_from, valid_to) values ($1, $2, $3, $4, $5, $6, $7);

-- name: Post :one
select id, person, agency, unit, title, valid_from, valid_to from post where id = $1;

-- name: PostsOf :many
select id, person, agency, unit, title, valid_from, valid_to from post
where person = $1 and agency = $2 and valid_from <= $3 and (valid_to = 0 or valid_to > $3)
order by valid_from, id;

-- name: PostsIn :many
select id, person, agency, unit, title, valid_from, valid_to from post
where agency = $1 and valid_from <= $2 and (valid_to = 0 or valid_to > $2)
order by valid_from, id;

-- name: EndPost :exec
update post set valid_to = $2 where id = $1;

-- name: EndAuthorityOfPost :exec
update signing_authority set valid_to = $2 where post = $1 and (valid_to = 0 or valid_to > $2);

-- name: AddRole :exec
insert into role_grant (id, person, agency, role, valid_from, valid_to)
values ($1, $2, $3, $4, $5, 0)
on conflict do nothing;

-- name: EndRole :execrows
update role_grant set valid_to = $4 where person = $1 and agency = $2 and role = $3 and valid_to = 0;

-- name: DisableAccountsOf :many
update account set disabled = true, reason = $2 where person = $1 and disabled = false returning id;

-- name: RolesOf :many
select role from role_grant
where person = $1 and agency = $2 and valid_from <= $3 and (valid_to = 0 or valid_to > $3)
order by role;

-- name: AddAuthority :exec
insert into signing_authority (id, agency, post, type, capacity, valid_from, valid_to)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: AuthoritiesOf :many
select a.id, a.agency, a.post, a.type, a.capacity, a.valid_from, a.valid_to
from signing_authority a join post p on p.id = a.post
where p.person = $1 and a.agency = $2
  and a.valid_from <= $3 and (a.valid_to = 0 or a.valid_to > $3)
  and p.valid_from <= $3 and (p.valid_to = 0 or p.valid_to > $3)
order by a.valid_from, a.id;

-- name: AddAccount :exec
insert into account (id, person, agency, name, hash, disabled, reason, password_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: Account :one
select id, person, agency, name, hash, disabled, reason, password_at from account where id = $1;

-- name: AccountByName :one
select id, person, agency, name, hash, disabled, reason, password_at from account where name = $1;

-- name: AccountsIn :many
select id, person, agency, name, hash, disabled, reason, password_at from account
where agency = $1 order by name;

-- name: SetPassword :execrows
update account set hash = $2, password_at = $3 where id = $1;

-- name: Rehash :execrows
update account set hash = $3 where id = $1 and hash = $2;

-- name: SetDisabled :execrows
update account set disabled = $2, reason = $3 where id = $1;

-- name: CountAttempt :one
insert into sign_in_attempt (key, tries, tried_at, next_at) values ($1, 1, $2, 0)
on conflict (key) do update set tries = sign_in_attempt.tries + 1, tried_at = $2
where sign_in_attempt.next_at <= $2
returning tries;

-- name: NextAttempt :one
select next_at from sign_in_attempt where key = $1;

-- name: HoldAttempts :exec
update sign_in_attempt set next_at = $2 where key = $1;

-- name: ForgetAttempts :exec
delete from sign_in_attempt where key = $1;

-- name: SweepAttempts :exec
delete from sign_in_attempt where tried_at < $1;

-- name: AddSetting :exec
insert into profile_setting (id, province, key, value, reason, paper, person, at) values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: Settings :many
select s.id, s.province, s.key, s.value, s.reason, s.paper, s.person, s.at from profile_setting s
where s.province = $1 and not exists (
  select 1 from profile_setting t where t.province = s.province and t.key = s.key and (t.at > s.at or (t.at = s.at and t.id > s.id)))
order by s.key;

-- name: SettingHistory :many
select id, province, key, value, reason, paper, person, at from profile_setting
where province = $1 and key = $2 order by at desc, id desc limit 100;
