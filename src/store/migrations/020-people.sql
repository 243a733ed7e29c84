-- What single people set for themselves, and in which words and zone they are spoken to.

create table person (
  person_id text primary key,
  -- as Slack gives them; null where it does not say
  locale text,
  time_zone text,
  looked_up_at timestamptz not null
);

create table person_topic (
  person_id text not null,
  -- a topic's name in config/channels.yaml
  topic text not null,
  stance text not null check (stance in ('follow', 'mute')),
  set_at timestamptz not null,
  primary key (person_id, topic)
);

create table digest_setting (
  person_id text primary key,
  frequency text not null check (frequency in ('off', 'daily', 'weekly')),
  -- of the person's own day
  hour int not null check (hour between 0 and 23),
  -- when the next one is due; null while it is off
  next_at timestamptz,
  -- what was new before then was in an earlier one
  told_until timestamptz,
  changed_at timestamptz not null
);
create index digest_setting_next_at on digest_setting (next_at) where next_at is not null;

-- A digest for one person alone: what came in between the two times. Its message goes with it.
create table personal_digest (
  -- person and day: one a day at most
  id text primary key,
  person_id text not null,
  since timestamptz not null,
  until timestamptz not null
);
create index personal_digest_person on personal_digest (person_id);
alter table message add column digest_id text references personal_digest on delete cascade;
create unique index message_digest on message (digest_id) where digest_id is not null;

-- Why a card was chosen, as a code with its topics: the reader's language puts it in words.
alter table message add column why jsonb;
update message set why = jsonb_build_object(
  'kind', case when why_here like '%votes for' then 'voted' else 'followed' end, 'topics', to_jsonb(topics))
where why_here is not null and topics <> '{}';
alter table message drop column why_here;

-- Purposes are listed in store/messages.ts; several features add theirs.
alter table message drop constraint if exists message_purpose_check;
