-- name: AddCertificate :exec
insert into certificate (id, sha256, der, chain, issuer, serial, subject, title, class, person, agency, key_kind, practice, not_before, not_after, status, added_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- name: Certificate :one
select id, sha256, der, chain, issuer, serial, subject, title, class, person, agency, key_kind, practice, not_before, not_after, status, added_at
from certificate where id = $1;

-- name: CertificateBySHA256 :one
select id, sha256, der, chain, issuer, serial, subject, title, class, person, agency, key_kind, practice, not_before, not_after, status, added_at
from certificate where sha256 = $1;

-- name: CertificatesOfPerson :many
select id, sha256, der, chain, issuer, serial, subject, title, class, person, agency, key_kind, practice, not_before, not_after, status, added_at
from certificate where person = $1 and person <> ''
order by not_after desc, id limit 200;

-- name: CertificatesOfAgency :many
select id, sha256, der, chain, issuer, serial, subject, title, class, person, agency, key_kind, practice, not_before, not_after, status, added_at
from certificate where agency = $1 and class = $2
order by not_after desc, id limit 2000;

-- name: LockCertificate :one
update certificate set status = status where id = $1 returning status;

-- name: SetCertificateStatus :exec
update certificate set status = $2 where id = $1;

-- name: AddCertificateChange :exec
insert into certificate_change (id, certificate, status, actor, reason, at) values ($1, $2, $3, $4, $5, $6);

-- name: CertificateChanges :many
select id, certificate, status, actor, reason, at from certificate_change where certificate = $1 order by at, id limit 1000;

-- name: AddCustody :exec
insert into custody (id, certificate, holder, assigner, decision, valid_from, valid_to)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: EndCustody :exec
update custody set valid_to = $2 where id = $1;

-- name: CustodyAt :one
select id, certificate, holder, assigner, decision, valid_from, valid_to from custody
where certificate = $1 and valid_from <= $2 and (valid_to = 0 or valid_to > $2)
order by valid_from desc limit 1;

-- name: Custodies :many
select id, certificate, holder, assigner, decision, valid_from, valid_to from custody
where certificate = $1 order by valid_from, id limit 1000;

-- name: CustodiesOf :many
select id, certificate, holder, assigner, decision, valid_from, valid_to from custody
where holder = $1 and valid_from <= $2 and (valid_to = 0 or valid_to > $2)
order by valid_from, id limit 1000;

-- name: PutPracticeKey :exec
insert into practice_key (certificate, box, tries_left, created_at) values ($1, $2, $3, $4);

-- name: PracticeBox :one
select box, tries_left from practice_key where certificate = $1;

-- name: TakeTry :one
update practice_key set tries_left = tries_left - 1 where certificate = $1 and tries_left > 0 returning tries_left;

-- name: RestoreTries :exec
update practice_key set tries_left = $2 where certificate = $1;

-- name: CountPracticeKeys :one
select count(*) from practice_key;

-- name: AddImage :exec
insert into appearance (id, kind, owner, png, sha256, width_um, height_um, valid_from, valid_to)
values ($1, $2, $3, $4, $5, $6, $7, $8, 0);

-- name: EndImages :exec
update appearance set valid_to = $3 where kind = $1 and owner = $2 and valid_to = 0;

-- name: CurrentImage :one
select id, kind, owner, png, sha256, width_um, height_um, valid_from, valid_to
from appearance where kind = $1 and owner = $2 and valid_to = 0;

-- name: ImageByID :one
select id, kind, owner, png, sha256, width_um, height_um, valid_from, valid_to
from appearance where id = $1;

-- name: ImageHistory :many
select id, kind, owner, sha256, width_um, height_um, valid_from, valid_to
from appearance where kind = $1 and owner = $2 order by valid_from desc, id limit 200;

-- name: AddHold :exec
insert into certificate_hold (id, certificate, cause, source, message, clause, valid_from, valid_to)
values ($1, $2, $3, $4, $5, $6, $7, 0);

-- name: EndHold :execrows
update certificate_hold set valid_to = $4 where certificate = $1 and cause = $2 and source = $3 and valid_to = 0;

-- name: Holds :many
select id, certificate, cause, source, message, clause, valid_from, valid_to from certificate_hold
where certificate = $1 order by valid_from, id limit 1000;
