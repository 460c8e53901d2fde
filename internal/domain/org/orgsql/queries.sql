-- name: AddAgency :exec
insert into agency (id, code, name, superior, short_name, place, parent, province, valid_from, valid_to, successor)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: CloseAgency :execrows
update agency set valid_to = $2, successor = $3 where id = $1 and valid_to = 0;

-- name: Agency :one
select id, code, name, superior, short_name, place, parent, province, valid_from, valid_to, successor
from agency where id = $1;

-- name: AgencyByCode :one
select id, code, name, superior, short_name, place, parent, province, valid_from, valid_to, successor
from agency where code = $1 and valid_from <= $2 and (valid_to = 0 or valid_to > $2)
order by valid_from desc limit 1;

-- name: Agencies :many
select id, code, name, superior, short_name, place, parent, province, valid_from, valid_to, successor
from agency
where province = $1 and code > $2 and valid_from <= $3 and (valid_to = 0 or valid_to > $3)
order by code, id limit $4;

-- name: AddUnit :exec
insert into unit (id, agency, name, short_name) values ($1, $2, $3, $4);

-- name: Unit :one
select id, agency, name, short_name from unit where id = $1;

-- name: Units :many
select id, agency, name, short_name from unit where agency = $1 order by name, id;

-- name: AddPerson :exec
insert into person (id, name, email) values ($1, $2, $3);

-- name: Person :one
select id, name, email from person where id = $1;

-- name: PeopleOf :many
select id, name, email from person
where id in (select post.person from post
  where post.agency = $1 and post.valid_from <= $2 and (post.valid_to = 0 or post.valid_to > $2))
order by name, id;

-- name: PeopleWith :many
select id, name, email from person
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
