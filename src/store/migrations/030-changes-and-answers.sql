-- What people change in Slack and by whom, what the app answered them, and what it takes to forget a person.

create table change_log (
  id int generated always as identity primary key,
  -- null: of the whole workspace
  channel_id text,
  -- null once that person asked to be forgotten
  person_id text,
  action text not null,
  -- what the action's line needs: titles, addresses, names of fields
  detail jsonb not null,
  changed_at timestamptz not null
);

-- How a channel's profile differs from the file's: only the fields that were changed in Slack.
create table channel_profile (
  channel_id text primary key,
  changes jsonb not null,
  person_id text,
  changed_at timestamptz not null
);

create table answer (
  id text primary key,
  person_id text not null,
  channel_id text not null,
  -- command, mention, direct, shortcut
  place text not null,
  verb text not null,
  question text not null,
  -- the answer's words without their layout
  reply text not null,
  article_ids int[] not null,
  -- null: no model had a part in it
  model text,
  prompt text,
  answered_at timestamptz not null
);
create index answer_person on answer (person_id);
create index answer_answered_at on answer (answered_at);

create table answer_feedback (
  answer_id text not null references answer on delete cascade,
  person_id text not null,
  helpful boolean not null,
  given_at timestamptz not null,
  primary key (answer_id, person_id)
);

-- Whose reactions still stand in Slack although their votes were forgotten. Kept as long as reactions are compared.
create table forgotten_person (
  person_id text primary key,
  forgotten_at timestamptz not null
);

-- The latest state of a person's message that was taken in: an event about it that comes late changes nothing.
create table message_state (
  channel_id text not null,
  message_ts text not null,
  event_ts numeric(20, 6) not null,
  deleted boolean not null,
  seen_at timestamptz not null,
  primary key (channel_id, message_ts)
);
create index message_state_seen_at on message_state (seen_at);
create index vote_person on vote (person_id);
create index share_person on share (person_id);
